"""Requests about a session's snapshots."""

from __future__ import annotations

from branchline.core.reasons import SnapshotReason
from branchline.core.session.snapshot import Snapshot
from branchline.rpc.change_records import file_record
from branchline.rpc.client import Client
from branchline.rpc.handlers.handles import handles
from branchline.rpc.messages.session_records import WireSession
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
from branchline.rpc.records import session_record
from branchline.rpc.snapshot_records import snapshot_record


@handles("snapshot/list")
async def snapshots(client: Client, params: IdParams) -> SnapshotsResult:
    found = await client.service.timeline.all(params.id)
    return SnapshotsResult([_record(client, each) for each in found])


@handles("snapshot/create")
async def take(client: Client, params: TakeParams) -> WireSnapshot:
    taken = await client.service.timeline.take(params.id, SnapshotReason.ON_DEMAND)
    if params.name:
        await client.service.timeline.name(params.id, taken.number, params.name)
    return _record(client, taken)


@handles("snapshot/name")
async def name(client: Client, params: NameParams) -> WireSnapshot:
    return _record(client, await client.service.timeline.name(params.id, params.number, params.name))


@handles("snapshot/compare")
async def compare(client: Client, params: CompareParams) -> CompareResult:
    left, right, files = await client.service.timeline.compare(params.id, params.number, params.against)
    worktree = client.service.sessions.get(params.id).worktree
    return CompareResult(left, right, [file_record(file, worktree) for file in files])


@handles("snapshot/restore")
async def restore(client: Client, params: SnapshotParams) -> WireSnapshot:
    before = await client.service.timeline.restore(params.id, params.number)
    client.service.change_tracker.request(params.id)
    return _record(client, before)


@handles("snapshot/fork")
async def fork(client: Client, params: ForkParams) -> WireSession:
    forked = await client.service.forking.fork(
        params.id,
        params.number,
        instruction=params.instruction,
        name=params.name,
        agent=params.agent,
        environment=client.environment,
    )
    return session_record(forked)


def _record(client: Client, snapshot: Snapshot) -> WireSnapshot:
    return snapshot_record(snapshot, client.service.timeline.name_of(snapshot.session_id, snapshot.number))
