"""Requests about worktrees that no session has, that have lost their repository, or that are to be made."""

from __future__ import annotations

from branchline.rpc.client import Client
from branchline.rpc.handlers.handles import handles
from branchline.rpc.messages.session_records import WireSession
from branchline.rpc.messages.shared import Empty, IdParams
from branchline.rpc.messages.worktree import (
    AdoptForeignParams,
    CheckSetupParams,
    CheckSetupResult,
    ForeignParams,
    ForeignResult,
    IncludeParams,
    IncludeResult,
    OrphansResult,
    PathParams,
    RemoveOrphanParams,
    WireFinding,
)
from branchline.rpc.records import session_record
from branchline.rpc.worktree_records import foreign_record, orphan_record


@handles("worktree/orphans")
async def orphans(client: Client, params: Empty) -> OrphansResult:
    return OrphansResult([orphan_record(each) for each in await client.service.orphans.all()])


@handles("worktree/adopt")
async def adopt(client: Client, params: PathParams) -> WireSession:
    return session_record(await client.service.orphans.adopt(params.path))


@handles("worktree/remove")
async def remove_orphan(client: Client, params: RemoveOrphanParams) -> Empty:
    await client.service.orphans.remove(params.path, force=params.force)
    return Empty()


@handles("worktree/foreign")
async def foreign(client: Client, params: ForeignParams) -> ForeignResult:
    found = await client.service.foreign.all(params.repo, client.environment)
    return ForeignResult([foreign_record(each) for each in found])


@handles("worktree/adoptForeign")
async def adopt_foreign(client: Client, params: AdoptForeignParams) -> WireSession:
    made = await client.service.foreign.adopt(params.repo, params.path, params.agent, client.environment)
    return session_record(made)


@handles("worktree/checkSetup")
async def check(client: Client, params: CheckSetupParams) -> CheckSetupResult:
    root, found = await client.service.checking.check(params.repo)
    return CheckSetupResult(root, [WireFinding(each.kind, each.path, each.detail, each.pattern) for each in found])


@handles("worktree/include")
async def include(client: Client, params: IncludeParams) -> IncludeResult:
    return IncludeResult(await client.service.checking.include(params.repo, params.patterns))


@handles("worktree/mend")
async def mend(client: Client, params: IdParams) -> WireSession:
    return session_record(await client.service.unlinked.mend(params.id))


@handles("worktree/keep")
async def keep(client: Client, params: IdParams) -> WireSession:
    return session_record(await client.service.unlinked.keep(params.id))


@handles("worktree/drop")
async def drop(client: Client, params: IdParams) -> Empty:
    await client.service.unlinked.drop(params.id)
    return Empty()
