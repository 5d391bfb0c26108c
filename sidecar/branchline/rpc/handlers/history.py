"""Requests about what happened in sessions."""

from __future__ import annotations

import enum
from typing import TypeVar

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.history.as_json import json_of
from branchline.core.history.document import Scope
from branchline.core.history.entries import HistoryFormat, HistoryKind, seconds
from branchline.core.model.status import Status
from branchline.rpc.client import Client
from branchline.rpc.handlers.handles import handles
from branchline.rpc.messages.history import (
    ExportResult,
    HistoryExportParams,
    HistoryLink,
    HistoryOfParams,
    HistoryResult,
    HistorySessionParams,
)
from branchline.rpc.messages.shared import IdParams
from branchline.rpc.times import iso
from branchline.service.history.histories import MOST, Wanted, local

W = TypeVar("W", bound=enum.Enum)


@handles("history/session")
async def of_session(client: Client, params: HistorySessionParams) -> HistoryResult:
    scope = client.service.histories.of_session(params.id)
    return await _result(params, client, scope, Wanted(before=_moment(params.before)))


@handles("history/of")
async def of_several(client: Client, params: HistoryOfParams) -> HistoryResult:
    scope = client.service.histories.of_all(params.repo, params.task, _words("statuses", params.statuses, Status))
    wanted = Wanted(_words("kinds", params.kinds, HistoryKind), _moment(params.since), _moment(params.before))
    return await _result(params, client, scope, wanted)


@handles("history/export")
async def export(client: Client, params: HistoryExportParams) -> ExportResult:
    histories = client.service.histories
    if params.id is not None:
        scope = histories.of_session(params.id)
    else:
        scope = histories.of_all(params.repo, params.task, _words("statuses", params.statuses, Status))
    wanted = Wanted(_words("kinds", params.kinds, HistoryKind), _moment(params.since))
    is_json = params.format is HistoryFormat.JSON
    pieces = histories.pieces(scope, wanted, params.language, as_json=is_json)
    return ExportResult(str(await client.service.exports.write(pieces)))


@handles("history/exportOutput")
async def export_output(client: Client, params: IdParams) -> ExportResult:
    client.service.histories.of_session(params.id)
    lines = client.service.viewing.all_output(params.id)
    return ExportResult(str(await client.service.exports.write(f"{line}\n" for line in lines)))


async def _result(
    params: HistorySessionParams | HistoryOfParams, client: Client, scope: Scope, wanted: Wanted
) -> HistoryResult:
    histories = client.service.histories
    most = min(params.most or MOST, MOST)
    if params.format is HistoryFormat.JSON:
        found = await histories.read(scope, wanted, most)
        text, links, older_line = "".join(json_of(scope, found.entries, local)), [], None
    else:
        lines, found = await histories.lines(scope, wanted, params.language, most)
        text = "\n".join(line.text for line in lines)
        links = [
            HistoryLink(at, line.session_id, line.snapshot)
            for at, line in enumerate(lines)
            if line.session_id is not None and line.snapshot is not None
        ]
        older_line = next((at for at, line in enumerate(lines) if line.leads_to_older), None)
    older = None if found.older is None else iso(found.older)
    return HistoryResult(text, links, [each.id for each in scope.sessions], older, older_line)


def _words(name: str, given: list[str] | None, known: type[W]) -> frozenset[W] | None:
    if given is None:
        return None
    found = {each.value: each for each in known}
    if unknown := [each for each in given if each not in found]:
        raise BranchlineError(
            ErrorCode.BAD_REQUEST, f"{unknown[0][:80]!r} is none of the {name} there are: {', '.join(found)}."
        )
    return frozenset(found[each] for each in given)


def _moment(given: str | None) -> float | None:
    if given is None:
        return None
    moment = seconds(given)
    if moment is None:
        raise BranchlineError(ErrorCode.BAD_REQUEST, f"{given[:80]!r} is no ISO time with a zone.")
    return moment
