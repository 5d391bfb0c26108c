"""Requests about a session's terminal."""

from __future__ import annotations

from branchline.rpc.client import Client
from branchline.rpc.handlers.handles import handles
from branchline.rpc.messages.shared import Empty, IdParams
from branchline.rpc.messages.terminal import (
    AttachResult,
    Lately,
    LatelyResult,
    OutputParams,
    OutputResult,
    ReportResult,
    ScreenResult,
    WatchParams,
)


@handles("session/output")
async def output(client: Client, params: OutputParams) -> OutputResult:
    return OutputResult(await client.service.viewing.output(params.id, params.lines))


@handles("session/screen")
async def screen(client: Client, params: IdParams) -> ScreenResult:
    terminal = client.service.terminals.get(params.id)
    view = terminal.view()
    return ScreenResult(view.cols, terminal.screen.rows, list(view.lines), list(view.cursor))


@handles("session/lately")
async def lately(client: Client, params: Empty) -> LatelyResult:
    service = client.service
    return LatelyResult(
        [Lately(each.id, service.viewing.told(each), service.viewing.did(each)) for each in service.sessions.all()]
    )


@handles("session/attach")
async def attach(client: Client, params: IdParams) -> AttachResult:
    session = client.service.sessions.get(params.id)
    return AttachResult(
        client.service.viewing.attach_command(params.id), session.worktree or session.repo, session.name
    )


@handles("session/report")
async def report(client: Client, params: IdParams) -> ReportResult:
    path, text = await client.service.viewing.report(params.id)
    return ReportResult(str(path), text)


@handles("session/watch")
async def watch(client: Client, params: WatchParams) -> Empty:
    ids = [session_id for session_id in params.ids if client.service.sessions.get(session_id)]
    client.painting.watch(ids, params.colours, params.focused)
    return Empty()
