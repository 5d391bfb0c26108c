"""What windows tell of their user."""

from __future__ import annotations

from branchline.rpc.client import Client
from branchline.rpc.handlers.handles import handles
from branchline.rpc.messages.window import DidFocus, DidSee


@handles("window/didFocus")
async def focused(client: Client, params: DidFocus) -> None:
    if client.window is not None:
        client.service.telling.looked(client.window, focused=params.focused, session=params.session)
        if params.focused:
            client.service.review.activity.looked(params.session)


@handles("window/didSee")
async def seen(client: Client, params: DidSee) -> None:
    client.service.telling.seen(params.needs)
