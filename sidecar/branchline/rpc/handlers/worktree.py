"""Requests about worktrees that no session has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from branchline.rpc.handlers.handles import handles
from branchline.rpc.messages.session import WireSession
from branchline.rpc.messages.shared import Empty
from branchline.rpc.messages.worktree import OrphansResult, PathParams, RemoveOrphanParams
from branchline.rpc.records import orphan_record, session_record

if TYPE_CHECKING:
    from branchline.rpc.server import BranchlineServer


@handles("worktree/orphans")
async def orphans(server: BranchlineServer, params: Empty) -> OrphansResult:
    return OrphansResult([orphan_record(each) for each in await server.service.orphans.all()])


@handles("worktree/adopt")
async def adopt(server: BranchlineServer, params: PathParams) -> WireSession:
    return session_record(await server.service.orphans.adopt(params.path))


@handles("worktree/remove")
async def remove_orphan(server: BranchlineServer, params: RemoveOrphanParams) -> Empty:
    await server.service.orphans.remove(params.path, force=params.force)
    return Empty()
