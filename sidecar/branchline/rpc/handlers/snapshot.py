"""As `handlers`: the requests about snapshots, and about worktrees that no session has."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from branchline.core.session.snapshot import Snapshot
from branchline.rpc.messages.params import (
    CompareParams,
    ForkParams,
    IdParams,
    ListParams,
    NameParams,
    PathParams,
    RemoveOrphanParams,
    SnapshotParams,
    TakeParams,
)
from branchline.rpc.messages.records import WireSession, WireSnapshot
from branchline.rpc.messages.results import CompareResult, Empty, OrphansResult, SnapshotsResult
from branchline.rpc.records import file_record, orphan_record, session_record, snapshot_record

if TYPE_CHECKING:
    from branchline.rpc.server import BranchlineServer


async def snapshots(server: BranchlineServer, params: IdParams) -> SnapshotsResult:
    found = await server.service.timeline.all(params.id)
    return SnapshotsResult([_record(server, each) for each in found])


async def take(server: BranchlineServer, params: TakeParams) -> WireSnapshot:
    taken = await server.service.timeline.take(params.id, "on demand")
    if params.name:
        await server.service.timeline.name(params.id, taken.number, params.name)
    return _record(server, taken)


async def name(server: BranchlineServer, params: NameParams) -> WireSnapshot:
    return _record(server, await server.service.timeline.name(params.id, params.number, params.name))


async def compare(server: BranchlineServer, params: CompareParams) -> CompareResult:
    left, right, files = await server.service.timeline.compare(params.id, params.number, params.against)
    return CompareResult(left, right, [file_record(file) for file in files])


async def restore(server: BranchlineServer, params: SnapshotParams) -> WireSnapshot:
    before = await server.service.timeline.restore(params.id, params.number)
    server.service.change_tracker.request(params.id)
    return _record(server, before)


async def fork(server: BranchlineServer, params: ForkParams) -> WireSession:
    made = await server.service.forking.fork(
        params.id, params.number, agent=params.agent, instruction=params.instruction, name=params.name
    )
    return session_record(made)


async def orphans(server: BranchlineServer, params: ListParams) -> OrphansResult:
    return OrphansResult([orphan_record(each) for each in await server.service.orphans.all()])


async def adopt(server: BranchlineServer, params: PathParams) -> WireSession:
    return session_record(await server.service.orphans.adopt(params.path))


async def remove_orphan(server: BranchlineServer, params: RemoveOrphanParams) -> Empty:
    await server.service.orphans.remove(params.path, force=params.force)
    return Empty()


def _record(server: BranchlineServer, snapshot: Snapshot) -> WireSnapshot:
    return snapshot_record(snapshot, server.service.timeline.name_of(snapshot.session_id, snapshot.number))


HANDLERS: dict[str, Callable[[BranchlineServer, Any], Awaitable[Any]]] = {
    "snapshot/list": snapshots,
    "snapshot/create": take,
    "snapshot/name": name,
    "snapshot/compare": compare,
    "snapshot/restore": restore,
    "snapshot/fork": fork,
    "worktree/orphans": orphans,
    "worktree/adopt": adopt,
    "worktree/remove": remove_orphan,
}
