"""Who handles which request, and what a client tells."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from branchline.rpc.client import Client

Handler = Callable[[Client, Any], Awaitable[Any]]
H = TypeVar("H", bound=Handler)

HANDLERS: dict[str, Handler] = {}
"""Those of the nouns that are loaded."""


def handles(method: str) -> Callable[[H], H]:
    """For the function that handles this request, or notification of clients, of its noun's tables."""
    if method in HANDLERS:
        raise ValueError(f"{method} is handled twice")

    def register(handler: H) -> H:
        HANDLERS[method] = handler
        return handler

    return register
