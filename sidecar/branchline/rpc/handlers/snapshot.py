"""Requests about a session's snapshots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from branchline.core.reasons import SnapshotReason
from branchline.core.session.snapshot import Snapshot
from branchline.rpc.handlers.handles import handles
from branchline.rpc.messages.session import WireSession
from branchline.rpc.messages.shared import IdParams
from branchline.rpc.messages.snapshot import (
    CompareParams,
    CompareResult,
    ForkParams,
    NameParams,
    SnapshotParams,
    SnapshotsResult,
    TakeParams,
    WireSnapshot,
)
from branchline.rpc.records import file_record, session_record, snapshot_record

if TYPE_CHECKING:
    from branchline.rpc.server import BranchlineServer


@handles("snapshot/list")
async def snapshots(server: BranchlineServer, params: IdParams) -> SnapshotsResult:
    found = await server.service.timeline.all(params.id)
    return SnapshotsResult([_record(server, each) for each in found])


@handles("snapshot/create")
async def take(server: BranchlineServer, params: TakeParams) -> WireSnapshot:
    taken = await server.service.timeline.take(params.id, SnapshotReason.ON_DEMAND)
    if params.name:
        await server.service.timeline.name(params.id, taken.number, params.name)
    return _record(server, taken)


@handles("snapshot/name")
async def name(server: BranchlineServer, params: NameParams) -> WireSnapshot:
    return _record(server, await server.service.timeline.name(params.id, params.number, params.name))


@handles("snapshot/compare")
async def compare(server: BranchlineServer, params: CompareParams) -> CompareResult:
    left, right, files = await server.service.timeline.compare(params.id, params.number, params.against)
    worktree = server.service.sessions.get(params.id).worktree
    return CompareResult(left, right, [file_record(file, worktree) for file in files])


@handles("snapshot/restore")
async def restore(server: BranchlineServer, params: SnapshotParams) -> WireSnapshot:
    before = await server.service.timeline.restore(params.id, params.number)
    server.service.change_tracker.request(params.id)
    return _record(server, before)


@handles("snapshot/fork")
async def fork(server: BranchlineServer, params: ForkParams) -> WireSession:
    forked = await server.service.forking.fork(
        params.id, params.number, instruction=params.instruction, name=params.name, agent=params.agent
    )
    return session_record(forked)


def _record(server: BranchlineServer, snapshot: Snapshot) -> WireSnapshot:
    return snapshot_record(snapshot, server.service.timeline.name_of(snapshot.session_id, snapshot.number))
