"""Requests about what a session changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from branchline.rpc.handlers.handles import handles
from branchline.rpc.messages.changes import ChangesParams, ChangesResult, DidEdit, FileResult, ReadFileParams
from branchline.rpc.records import file_record

if TYPE_CHECKING:
    from branchline.rpc.server import BranchlineServer


@handles("session/changes")
async def changes(server: BranchlineServer, params: ChangesParams) -> ChangesResult:
    found = await server.service.change_tracker.read(params.id, params.tree)
    worktree = server.service.sessions.get(params.id).worktree
    return ChangesResult(found.base, found.tree, [file_record(file, worktree) for file in found.files])


@handles("session/readFile")
async def read_file(server: BranchlineServer, params: ReadFileParams) -> FileResult:
    content = await server.service.files.read(params.id, params.path, params.at)
    if content is None:
        return FileResult(text=None, binary=False, missing=True)
    return FileResult(text=content.text, binary=content.text is None, missing=False)


@handles("session/didEdit")
async def edited(server: BranchlineServer, params: DidEdit) -> None:
    server.service.change_tracker.edited(params.path)
