"""Requests about a session's work that comes into its parent branch."""

from __future__ import annotations

from branchline.rpc.client import Client
from branchline.rpc.handlers.handles import handles
from branchline.rpc.messages.landing import LandParams, LandResult
from branchline.rpc.records import landed_record


@handles("session/land")
async def land(client: Client, params: LandParams) -> LandResult:
    told = await client.service.landings.land(
        params.id,
        params.how,
        params.onto,
        params.message,
        dry_run=params.dry_run,
        environment=client.environment,
    )
    return LandResult(told.commands, told.onto, told.message, landed_record(told.landed) if told.landed else None)
