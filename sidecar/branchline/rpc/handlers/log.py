"""Requests about the logs."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from branchline.diagnostics.diagnostics import diagnostics
from branchline.rpc.handlers.handles import handles
from branchline.rpc.messages.log import DiagnosticsResult, LogLevelParams
from branchline.rpc.messages.shared import Empty

if TYPE_CHECKING:
    from branchline.rpc.server import BranchlineServer


@handles("log/setLevel")
async def set_level(server: BranchlineServer, params: LogLevelParams) -> Empty:
    await server.log_levels.want(server, params.level.value)
    return Empty()


@handles("log/diagnostics")
async def collect(server: BranchlineServer, params: Empty) -> DiagnosticsResult:
    return DiagnosticsResult(await asyncio.to_thread(diagnostics, server.service.paths))
