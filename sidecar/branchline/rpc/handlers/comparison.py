"""Requests that hold sessions against each other."""

from __future__ import annotations

import attrs

from branchline.core.model.checked import Checked
from branchline.core.model.session import Session
from branchline.core.session.comparison import Row
from branchline.rpc.change_records import file_record
from branchline.rpc.client import Client
from branchline.rpc.handlers.handles import handles
from branchline.rpc.landing_records import landed_record
from branchline.rpc.messages.changes import ScopeResult
from branchline.rpc.messages.comparison import (
    CompareSessionsParams,
    CompareSessionsResult,
    CompareTwoParams,
    KeepParams,
    KeepResult,
    PutBackResult,
    WireComparedCell,
    WireComparedCheck,
    WireComparedFile,
    WireComparedSession,
    WireNotDone,
)
from branchline.rpc.messages.shared import IdParams
from branchline.rpc.removal_records import losses_record
from branchline.service.review.change_tracker import Measured


@handles("session/compare")
async def compare(client: Client, params: CompareSessionsParams) -> CompareSessionsResult:
    comparing = client.service.review.comparing
    ids = params.ids if params.ids is not None else comparing.of_task(params.repo or "", params.task or "")
    found = await comparing.compare(ids)
    files = [WireComparedFile(row.path, _cells(row), row.differs) for row in found.rows]
    return CompareSessionsResult([_session(session, measured) for session, measured in found.sessions], files)


@handles("session/compareTwo")
async def compare_two(client: Client, params: CompareTwoParams) -> ScopeResult:
    left, right, files = await client.service.review.comparing.between(params.id, params.other)
    session = client.service.sessions.get(params.other)
    return ScopeResult(left, right, [file_record(each, session.worktree) for each in files])


def _cells(row: Row) -> list[WireComparedCell]:
    return [
        WireComparedCell(place, **attrs.asdict(cell, recurse=False))
        for place, cell in enumerate(row.cells)
        if cell is not None
    ]


def _session(session: Session, measured: Measured) -> WireComparedSession:
    return WireComparedSession(
        session.id,
        measured.base,
        measured.tree,
        len(measured.files),
        sum(each.added for each in measured.files),
        sum(each.removed for each in measured.files),
        _checked(session.checked, measured.tree),
    )


def _checked(checked: Checked | None, tree: str) -> WireComparedCheck | None:
    if checked is None:
        return None
    return WireComparedCheck(checked.state, round(checked.seconds), checked.tree == tree)


@handles("session/keep")
async def keep(client: Client, params: KeepParams) -> KeepResult:
    kept = await client.service.keeping.keep(
        params.id,
        params.others,
        params.how,
        params.onto,
        params.message,
        dry_run=params.dry_run,
        environment=client.environment,
    )
    told = kept.told
    return KeepResult(
        told.commands,
        told.onto,
        told.message,
        landed_record(told.landed) if told.landed else None,
        [losses_record(each) for each in kept.losses],
        kept.removed,
        WireNotDone(*kept.failed) if kept.failed else None,
    )


@handles("session/putBack")
async def put_back(client: Client, params: IdParams) -> PutBackResult:
    found = await client.service.keeping.put_back(params.id)
    return PutBackResult(found.restored, [WireNotDone(*each) for each in found.failed], found.stays)
