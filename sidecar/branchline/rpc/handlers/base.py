"""Requests about a session and the branch that its own left."""

from __future__ import annotations

from branchline.rpc.client import Client
from branchline.rpc.handlers.handles import handles
from branchline.rpc.messages.base import DidMoveBranches, UpdateFromBaseParams, UpdateFromBaseResult


@handles("session/updateFromBase")
async def update(client: Client, params: UpdateFromBaseParams) -> UpdateFromBaseResult:
    done = await client.service.updates.update(params.id, params.how, params.conflicts)
    return UpdateFromBaseResult(done.outcome, done.base)


@handles("repo/didMoveBranches")
async def moved(client: Client, params: DidMoveBranches) -> None:
    client.service.drifts.moved(params.repo)
    client.service.spares.moved(params.repo)
