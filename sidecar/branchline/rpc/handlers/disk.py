"""Requests about the disk."""

from __future__ import annotations

import os

from branchline.rpc.client import Client
from branchline.rpc.handlers.handles import handles
from branchline.rpc.messages.disk import (
    CachesResult,
    DeleteCachesParams,
    DeleteCachesResult,
    DropSparesResult,
    MergedResult,
    RepositoryDiskResult,
    SessionDiskParams,
    SessionDiskResult,
    WireCache,
    WireMerged,
    WireRepositoryUse,
    WireSessionUse,
    WireSpareUse,
)
from branchline.rpc.messages.shared import Empty
from branchline.rpc.removal_records import losses_record
from branchline.rpc.times import iso
from branchline.service.sessions.merged import merged


@handles("session/disk")
async def of_sessions(client: Client, params: SessionDiskParams) -> SessionDiskResult:
    disk = client.service.disk
    disk.low.look()
    found = await disk.use.of_sessions(params.ids)
    uses = [WireSessionUse(each.session_id, each.files, each.caches, each.snapshots, each.kept) for each in found]
    return SessionDiskResult(uses)


@handles("repository/disk")
async def of_repositories(client: Client, params: Empty) -> RepositoryDiskResult:
    found = await client.service.disk.use.of_repositories()
    return RepositoryDiskResult(
        [
            WireRepositoryUse(
                each.repo,
                [WireSpareUse(spare.path, spare.bytes, spare.state) for spare in each.spares],
                each.removed,
                each.free,
                each.total,
            )
            for each in found
        ]
    )


@handles("session/caches")
async def caches(client: Client, params: Empty) -> CachesResult:
    found = await client.service.disk.caches.offered()
    return CachesResult([WireCache(each.session_id, each.path, each.bytes, iso(each.used)) for each in found])


@handles("session/deleteCaches")
async def delete_caches(client: Client, params: DeleteCachesParams) -> DeleteCachesResult:
    done = await client.service.disk.caches.delete(params.id, params.paths)
    client.service.disk.low.look()
    return DeleteCachesResult(done.freed, list(done.left))


@handles("session/merged")
async def landed(client: Client, params: Empty) -> MergedResult:
    service = client.service
    found = await merged(service.sessions, service.removal)
    sizes = {each.session_id: each.bytes for each in await service.disk.use.of_sessions()} if found else {}
    return MergedResult(
        [
            WireMerged(
                each.session_id,
                each.work.onto,
                each.work.pull_request,
                each.whole,
                losses_record(each.losses),
                sizes.get(each.session_id, 0),
            )
            for each in found
        ]
    )


@handles("repository/dropSpares")
async def drop_spares(client: Client, params: Empty) -> DropSparesResult:
    spares = client.service.spares
    before = [path for kept in spares.kept.all().values() for path in kept.paths]
    await spares.drop_all()
    return DropSparesResult([each for each in before if os.path.lexists(each)])
