"""Who handles which request, and what a client tells."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from branchline.rpc.client import Client
from branchline.rpc.messages.methods import CLIENT_NOTIFICATIONS, METHODS

Handler = Callable[[Client, Any], Awaitable[Any]]
H = TypeVar("H", bound=Handler)

HANDLERS: dict[str, Handler] = {}


def handles(method: str) -> Callable[[H], H]:
    """For the function that handles this request, or notification of clients, of the protocol's tables."""
    if method not in {*METHODS, *CLIENT_NOTIFICATIONS} or method in HANDLERS:
        raise ValueError(f"{method} is nothing that a client sends, or is handled twice")

    def register(handler: H) -> H:
        HANDLERS[method] = handler
        return handler

    return register
