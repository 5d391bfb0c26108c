"""Requests about a session's work that comes into its parent branch."""

from __future__ import annotations

import attrs

from branchline.git.hunks import Lines
from branchline.rpc.client import Client
from branchline.rpc.handlers.handles import handles
from branchline.rpc.landing_records import landed_record
from branchline.rpc.messages.landing import (
    ApplyParams,
    ApplyResult,
    LandParams,
    LandResult,
    PublishResult,
    PushParams,
    RequestParams,
    UndoApplyParams,
    UndoApplyResult,
)


@handles("session/land")
async def land(client: Client, params: LandParams) -> LandResult:
    told = await client.service.landings.land(
        params.id,
        params.how,
        params.onto,
        params.message,
        committed=params.committed,
        dry_run=params.dry_run,
        environment=client.environment,
    )
    return LandResult(told.commands, told.onto, told.message, landed_record(told.landed) if told.landed else None)


@handles("session/apply")
async def apply(client: Client, params: ApplyParams) -> ApplyResult:
    lines = Lines.between(params.first, params.last)
    told = await client.service.landings.applying.apply(params.id, params.files, lines, dry_run=params.dry_run)
    return ApplyResult(told.commands, told.folder, told.files, told.before, told.after)


@handles("session/undoApply")
async def undo_apply(client: Client, params: UndoApplyParams) -> UndoApplyResult:
    return UndoApplyResult(await client.service.landings.applying.undo(params.id, params.old_tree, params.new_tree))


@handles("session/push")
async def push(client: Client, params: PushParams) -> PublishResult:
    publishing = client.service.landings.publishing
    told = await publishing.push(params.id, dry_run=params.dry_run, environment=client.environment)
    return PublishResult(**attrs.asdict(told))


@handles("session/createPullRequest")
async def create_pull_request(client: Client, params: RequestParams) -> PublishResult:
    publishing = client.service.landings.publishing
    told = await publishing.request(
        params.id, params.title, params.text, dry_run=params.dry_run, environment=client.environment
    )
    return PublishResult(**attrs.asdict(told))
