"""Requests about what a session changed."""

from __future__ import annotations

from branchline.rpc.change_records import file_record
from branchline.rpc.client import Client
from branchline.rpc.handlers.handles import handles
from branchline.rpc.messages.changes import (
    ChangesParams,
    ChangesResult,
    CommitsResult,
    DidEdit,
    FileResult,
    ReadFileParams,
    ScopeParams,
    ScopeResult,
    WireCommit,
)
from branchline.rpc.messages.shared import IdParams
from branchline.rpc.times import iso


@handles("session/changes")
async def changes(client: Client, params: ChangesParams) -> ChangesResult:
    found = await client.service.change_tracker.read(params.id, params.tree)
    new = await client.service.user_review.reviewing.among(params.id, found)
    worktree = client.service.sessions.get(params.id).worktree
    files = [file_record(file, worktree, reviewed=file.path not in new) for file in found.files]
    return ChangesResult(found.base, found.tree, files)


@handles("session/commits")
async def commits(client: Client, params: IdParams) -> CommitsResult:
    found = await client.service.review.scopes.commits(params.id)
    return CommitsResult([WireCommit(each.id, each.subject, iso(each.at)) for each in found])


@handles("session/changesIn")
async def changes_in(client: Client, params: ScopeParams) -> ScopeResult:
    scopes, right = client.service.review.scopes, None
    if params.commit is None:
        left, files = await scopes.uncommitted(params.id)
    else:
        left, right, files = await scopes.of_commit(params.id, params.commit)
    worktree = client.service.sessions.get(params.id).worktree
    return ScopeResult(left, right, [file_record(file, worktree) for file in files])


@handles("session/readFile")
async def read_file(client: Client, params: ReadFileParams) -> FileResult:
    content = await client.service.user_review.files.read(params.id, params.path, params.at)
    if content is None:
        return FileResult(text=None, binary=False, large=False, missing=True)
    return FileResult(
        text=content.text, binary=content.text is None and not content.large, large=content.large, missing=False
    )


@handles("session/didEdit")
async def edited(client: Client, params: DidEdit) -> None:
    client.service.change_tracker.edited(params.path)
    client.service.review.straying.edited(params.path)
