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
from branchline.rpc.records import iso
from branchline.service.history.histories import Wanted, local

W = TypeVar("W", bound=enum.Enum)


@handles("history/session")
async def of_session(client: Client, params: HistorySessionParams) -> HistoryResult:
    scope = client.service.histories.of_session(params.id)
    return await _result(client, scope, Wanted(before=_moment(params.before)), params)


@handles("history/of")
async def of_several(client: Client, params: HistoryOfParams) -> HistoryResult:
    wanted = Wanted(_kinds(params.kinds), _moment(params.since), _moment(params.before))
    return await _result(client, _scope(client, params), wanted, params)


@handles("history/export")
async def export(client: Client, params: HistoryExportParams) -> ExportResult:
    service = client.service
    scope = service.histories.of_session(params.id) if params.id else _scope(client, params)
    wanted = Wanted(_kinds(params.kinds), _moment(params.since))
    is_json = params.format is HistoryFormat.JSON
    pieces = service.histories.pieces(scope, wanted, params.language, as_json=is_json)
    return ExportResult(str(await service.exports.write(pieces)))


@handles("history/exportOutput")
async def export_output(client: Client, params: IdParams) -> ExportResult:
    client.service.histories.of_session(params.id)
    lines = await client.service.viewing.all_output(params.id)
    return ExportResult(str(await client.service.exports.write(f"{line}\n" for line in lines)))


async def _result(
    client: Client, scope: Scope, wanted: Wanted, params: HistorySessionParams | HistoryOfParams
) -> HistoryResult:
    histories = client.service.histories
    if params.format is HistoryFormat.JSON:
        found = await histories.read(scope, wanted)
        text, links = "".join(json_of(scope, found.entries, local)), []
    else:
        lines, found = await histories.lines(scope, wanted, params.language)
        text = "\n".join(line.text for line in lines)
        links = [
            HistoryLink(at, line.session_id, line.snapshot)
            for at, line in enumerate(lines)
            if line.session_id is not None and line.snapshot is not None
        ]
    older = None if found.older is None else iso(found.older)
    return HistoryResult(text, links, [each.id for each in scope.sessions], older)


def _scope(client: Client, params: HistoryOfParams | HistoryExportParams) -> Scope:
    statuses = _words("statuses", params.statuses, Status)
    return client.service.histories.of_all(params.repo, params.task, statuses)


def _kinds(given: list[str] | None) -> frozenset[HistoryKind] | None:
    return _words("kinds", given, HistoryKind)


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
