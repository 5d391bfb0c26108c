"""Requests about what would conflict."""

from __future__ import annotations

from collections.abc import Iterable

from branchline.core.model.merging import Conflict
from branchline.rpc.client import Client
from branchline.rpc.handlers.handles import handles
from branchline.rpc.messages.changes import FileResult
from branchline.rpc.messages.forecast import (
    ForecastParams,
    ForecastResult,
    MergedFileParams,
    WireBaseConflicts,
    WireConflict,
    WirePair,
)


@handles("session/forecast")
async def forecast(client: Client, params: ForecastParams) -> ForecastResult:
    found = await client.service.forecasts.read(params.repo)
    pairs = [WirePair(one, other, _records(files)) for (one, other), files in found.pairs.items()]
    base = [WireBaseConflicts(each, _records(files)) for each, files in found.base.items()]
    return ForecastResult(pairs, base, list(found.order))


@handles("session/mergedFile")
async def merged_file(client: Client, params: MergedFileParams) -> FileResult:
    content = await client.service.forecasts.file(params.id, params.with_, params.path)
    if content is None:
        return FileResult(text=None, binary=False, missing=True, large=False)
    return FileResult(text=content.text, binary=content.text is None, missing=False, large=False)


def _records(files: Iterable[Conflict]) -> list[WireConflict]:
    return [WireConflict(each.path, each.kind) for each in files]
