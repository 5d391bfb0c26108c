"""A changed file, or some of its lines, as they were at the base: byte for byte what a checkout would write."""

from __future__ import annotations

import os
from pathlib import Path

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.model.changes import FileChange, FileStatus
from branchline.core.system_errors import tells_system_errors
from branchline.git.git_folders import folders_in
from branchline.git.hunks import FILES, Lines, chosen_hunks, is_binary, without
from branchline.git.own_folder import OwnFolder, open_converting
from branchline.git.runner import alone
from branchline.git.tree_changes import Changes, Entry, entry_at, refuse_repositories


@tells_system_errors
async def back_to_base(
    worktree: str, repo: str, base: str, change: FileChange, now: str, folder: Path, lines: Lines | None = None
) -> Changes:
    """What makes the file of the tree `now`, which holds files byte for byte, as it was at the commit `base`: all of
    it, or each hunk that has some of `lines`. `folder` is ours. Raises NOT_UNDOABLE and git's errors."""
    before = None if _is_new(change) else await entry_at(repo, base, change.old_path or change.path)
    present = await entry_at(repo, now, change.path)
    async with alone(str(folder)):
        ours = await open_converting(folders_in(worktree, repo), folder)
        written = await _as_written(ours, change.old_path or change.path, before)
        if lines and present and written and {present[0], written[0]} <= FILES:
            return {os.fsencode(change.path): await _without_hunks(ours, change.path, written, present, lines)}
    changes: dict[bytes, Entry | None] = {os.fsencode(change.path): None}
    changes[os.fsencode(change.old_path or change.path)] = written
    refuse_repositories({**changes, b"": present})
    return changes


def _is_new(change: FileChange) -> bool:
    return change.status in {FileStatus.ADDED, FileStatus.UNTRACKED}


async def _as_written(ours: OwnFolder, path: str, entry: Entry | None) -> Entry | None:
    """With the line ends, and by the filters, with which it would be checked out."""
    if entry is None or entry[0] not in FILES:
        return entry
    content = await ours.read("cat-file", "--filters", f"--path={path}", entry[1].decode())
    return entry[0], await _stored(ours, content)


async def _stored(ours: OwnFolder, content: bytes) -> bytes:
    return (await ours.write("hash-object", "-w", "--no-filters", "--stdin", stdin=content)).strip()


async def _without_hunks(ours: OwnFolder, path: str, before: Entry, now: Entry, lines: Lines) -> Entry:
    left, right = before[1].decode(), now[1].decode()
    old, new = [await ours.own.read("cat-file", "blob", each) for each in (left, right)]
    if is_binary(old) or is_binary(new):
        raise BranchlineError(ErrorCode.NOT_UNDOABLE, f"{shown(path)} has no lines: discard all of it.", path=path)
    chosen = await chosen_hunks(ours.own, left, right, lines)
    if not chosen:
        raise BranchlineError(ErrorCode.NOTHING_TO_UNDO, "There is no change in these lines.", path=path)
    return now[0], await _stored(ours, without(new, old, chosen))
