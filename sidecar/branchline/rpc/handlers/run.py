"""Requests about what the user runs in sessions' worktrees."""

from __future__ import annotations

from branchline.rpc.client import Client
from branchline.rpc.handlers.handles import handles
from branchline.rpc.messages.run import RunResult
from branchline.rpc.messages.session_records import WireSession
from branchline.rpc.messages.shared import IdParams
from branchline.rpc.messages.terminal import AttachResult, OutputResult
from branchline.rpc.records import session_record


@handles("session/run")
async def run(client: Client, params: IdParams) -> RunResult:
    ended = await client.service.scripts.runs.run(params.id, client.environment)
    return RunResult([each.id for each in ended])


@handles("session/endRun")
async def end_run(client: Client, params: IdParams) -> WireSession:
    await client.service.scripts.runs.end_by_user(params.id)
    return session_record(client.service.sessions.get(params.id))


@handles("session/attachRun")
async def attach_run(client: Client, params: IdParams) -> AttachResult:
    command = client.service.scripts.runs.attach_command(params.id)
    session = client.service.sessions.get(params.id)
    return AttachResult(command, session.worktree, session.name)


@handles("session/runOutput")
async def run_output(client: Client, params: IdParams) -> OutputResult:
    return OutputResult(await client.service.scripts.runs.output(params.id))
