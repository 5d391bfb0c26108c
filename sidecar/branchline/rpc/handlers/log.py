"""Requests about the logs."""

from __future__ import annotations

import asyncio

from branchline.diagnostics.diagnostics import diagnostics
from branchline.rpc.client import Client
from branchline.rpc.handlers.handles import handles
from branchline.rpc.messages.log import DiagnosticsResult, LogLevelParams
from branchline.rpc.messages.shared import Empty


@handles("log/setLevel")
async def set_level(client: Client, params: LogLevelParams) -> Empty:
    await client.log_levels.want(client, params.level.value)
    return Empty()


@handles("log/diagnostics")
async def collect(client: Client, params: Empty) -> DiagnosticsResult:
    return DiagnosticsResult(await asyncio.to_thread(diagnostics, client.service.paths))
