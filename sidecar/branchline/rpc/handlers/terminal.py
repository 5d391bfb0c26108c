"""Requests about a session's terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from branchline.rpc.handlers.handles import handles
from branchline.rpc.messages.shared import Empty, IdParams
from branchline.rpc.messages.terminal import (
    AttachResult,
    OutputParams,
    OutputResult,
    ReportResult,
    ScreenResult,
    WatchParams,
)

if TYPE_CHECKING:
    from branchline.rpc.server import BranchlineServer


@handles("session/output")
async def output(server: BranchlineServer, params: OutputParams) -> OutputResult:
    return OutputResult(await server.service.viewing.output(params.id, params.lines))


@handles("session/screen")
async def screen(server: BranchlineServer, params: IdParams) -> ScreenResult:
    terminal = server.service.terminals.get(params.id)
    view = terminal.view()
    return ScreenResult(view.cols, terminal.screen.rows, list(view.lines), list(view.cursor))


@handles("session/attach")
async def attach(server: BranchlineServer, params: IdParams) -> AttachResult:
    session = server.service.sessions.get(params.id)
    return AttachResult(
        server.service.viewing.attach_command(params.id), session.worktree or session.repo, session.name
    )


@handles("session/report")
async def report(server: BranchlineServer, params: IdParams) -> ReportResult:
    path, text = await server.service.viewing.report(params.id)
    return ReportResult(str(path), text)


@handles("session/watch")
async def watch(server: BranchlineServer, params: WatchParams) -> Empty:
    server.watched = {session_id for session_id in params.ids if server.service.sessions.get(session_id)}
    return Empty()
