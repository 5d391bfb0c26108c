"""Requests that try a session's files in the main checkout."""

from __future__ import annotations

from branchline.rpc.client import Client
from branchline.rpc.handlers.handles import handles
from branchline.rpc.messages.shared import IdParams
from branchline.rpc.messages.trying import EndTryParams, EndTryResult, TryResult


@handles("session/tryHere")
async def try_here(client: Client, params: IdParams) -> TryResult:
    left = await client.service.undoing.trying.begin(params.id)
    tried = client.service.sessions.get(params.id).trying
    return TryResult(tried.checkout if tried else "", list(left))


@handles("session/endTry")
async def end_try(client: Client, params: EndTryParams) -> EndTryResult:
    ended = await client.service.undoing.trying.end(params.id, keep=params.keep)
    return EndTryResult(ended.checkout, list(ended.altered), ended.count, ended.snapshot)
