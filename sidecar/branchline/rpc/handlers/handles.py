"""Who handles which request."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, TypeVar

from branchline.rpc.messages.methods import METHODS

if TYPE_CHECKING:
    from branchline.rpc.server import BranchlineServer

Handler = Callable[["BranchlineServer", Any], Awaitable[Any]]
H = TypeVar("H", bound=Handler)

HANDLERS: dict[str, Handler] = {}


def handles(method: str) -> Callable[[H], H]:
    """For the function that handles this request of the protocol's table."""
    if method not in METHODS or method in HANDLERS:
        raise ValueError(f"{method} is no request, or is handled twice")

    def register(handler: H) -> H:
        HANDLERS[method] = handler
        return handler

    return register
