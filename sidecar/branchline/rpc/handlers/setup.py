"""Requests about set-up scripts."""

from __future__ import annotations

from branchline.rpc.client import Client
from branchline.rpc.handlers.handles import handles
from branchline.rpc.messages.session_records import WireSession
from branchline.rpc.messages.setup import ScriptLogParams, ScriptLogResult
from branchline.rpc.messages.shared import IdParams
from branchline.rpc.records import session_record


@handles("setup/run")
async def run(client: Client, params: IdParams) -> WireSession:
    service = client.service
    if service.scripts.setup.is_waited_for(params.id):
        return session_record(service.running.resume(params.id, client.environment))
    return session_record(await service.scripts.setup.run(params.id, client.environment))


@handles("setup/cancel")
async def cancel(client: Client, params: IdParams) -> WireSession:
    return session_record(await client.service.scripts.setup.cancel(params.id))


@handles("setup/log")
async def log(client: Client, params: ScriptLogParams) -> ScriptLogResult:
    service = client.service
    if service.removed.find(params.id) is None:
        service.sessions.get(params.id)
    running = service.scripts.running
    return ScriptLogResult(await running.printed(params.id, params.kind), running.watched_by(params.id, params.kind))
