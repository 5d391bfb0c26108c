"""As `handlers`: the requests about checkpoints, and about worktrees that no session has."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from branchline.core.session.snapshot import Snapshot
from branchline.rpc.messages.params import (
    CheckpointParams,
    CompareParams,
    ForkParams,
    IdParams,
    ListParams,
    NameParams,
    PathParams,
    RemoveOrphanParams,
    TakeParams,
)
from branchline.rpc.messages.records import WireCheckpoint, WireSession
from branchline.rpc.messages.results import CheckpointsResult, CompareResult, Empty, OrphansResult
from branchline.rpc.records import checkpoint_record, file_record, orphan_record, session_record
from branchline.service.sessions.create_request import Wanted

if TYPE_CHECKING:
    from branchline.rpc.server import BranchlineServer


async def checkpoints(server: BranchlineServer, params: IdParams) -> CheckpointsResult:
    found = await server.service.checkpoints.all(params.id)
    return CheckpointsResult([_record(server, each) for each in found])


async def take(server: BranchlineServer, params: TakeParams) -> WireCheckpoint:
    taken = await server.service.checkpoints.take(params.id, "on demand")
    if params.name:
        await server.service.checkpoints.name(params.id, taken.number, params.name)
    return _record(server, taken)


async def name(server: BranchlineServer, params: NameParams) -> WireCheckpoint:
    return _record(server, await server.service.checkpoints.name(params.id, params.number, params.name))


async def compare(server: BranchlineServer, params: CompareParams) -> CompareResult:
    left, right, files = await server.service.checkpoints.compare(params.id, params.number, params.against)
    return CompareResult(left, right, [file_record(file) for file in files])


async def restore(server: BranchlineServer, params: CheckpointParams) -> WireCheckpoint:
    before = await server.service.checkpoints.restore(params.id, params.number)
    server.service.measurer.request(params.id)
    return _record(server, before)


async def fork(server: BranchlineServer, params: ForkParams) -> WireSession:
    wanted = Wanted(repo="", agent=params.agent or "", prompt=params.prompt, name=params.name)
    return session_record(await server.service.creation.fork(params.id, params.number, wanted))


async def orphans(server: BranchlineServer, params: ListParams) -> OrphansResult:
    return OrphansResult([orphan_record(each) for each in await server.service.recovery.orphans()])


async def adopt(server: BranchlineServer, params: PathParams) -> WireSession:
    return session_record(await server.service.recovery.adopt(params.path))


async def remove_orphan(server: BranchlineServer, params: RemoveOrphanParams) -> Empty:
    await server.service.recovery.remove_orphan(params.path, force=params.force)
    return Empty()


def _record(server: BranchlineServer, snapshot: Snapshot) -> WireCheckpoint:
    return checkpoint_record(snapshot, server.service.checkpoints.name_of(snapshot.session_id, snapshot.number))


HANDLERS: dict[str, Callable[[BranchlineServer, Any], Awaitable[Any]]] = {
    "checkpoint/list": checkpoints,
    "checkpoint/create": take,
    "checkpoint/name": name,
    "checkpoint/compare": compare,
    "checkpoint/restore": restore,
    "checkpoint/fork": fork,
    "orphan/list": orphans,
    "orphan/adopt": adopt,
    "orphan/remove": remove_orphan,
}
