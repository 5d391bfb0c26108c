"""A changed file, or some of its lines, as they were at the base: byte for byte what a checkout would write."""

from __future__ import annotations

import os
import re
from pathlib import Path

import attrs

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.model.changes import FileChange, FileStatus
from branchline.core.system_errors import tells_system_errors
from branchline.git.git_folders import folders_in
from branchline.git.own_folder import OwnFolder, open_converting
from branchline.git.runner import alone
from branchline.git.tree_changes import Changes, Entry, entry_at, refuse_repositories
from branchline.git.tree_diffs import NO_INDEX

_FILES = {b"100644", b"100755"}
_HUNK = re.compile(rb"^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
_SNIFF = 8000


@attrs.frozen
class Lines:
    """Of a file as it is now, counted from 1; both ends belong to it."""

    first: int
    last: int


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
        if lines and present and written and {present[0], written[0]} <= _FILES:
            return {os.fsencode(change.path): await _without_hunks(ours, change.path, written, present, lines)}
    changes: dict[bytes, Entry | None] = {os.fsencode(change.path): None}
    changes[os.fsencode(change.old_path or change.path)] = written
    refuse_repositories({**changes, b"": present})
    return changes


def _is_new(change: FileChange) -> bool:
    return change.status in {FileStatus.ADDED, FileStatus.UNTRACKED}


async def _as_written(ours: OwnFolder, path: str, entry: Entry | None) -> Entry | None:
    """With the line ends, and by the filters, with which it would be checked out."""
    if entry is None or entry[0] not in _FILES:
        return entry
    content = await ours.read("cat-file", "--filters", f"--path={path}", entry[1].decode())
    return entry[0], await _stored(ours, content)


async def _stored(ours: OwnFolder, content: bytes) -> bytes:
    return (await ours.write("hash-object", "-w", "--no-filters", "--stdin", stdin=content)).strip()


async def _without_hunks(ours: OwnFolder, path: str, before: Entry, now: Entry, lines: Lines) -> Entry:
    old = await ours.own.read("cat-file", "blob", before[1].decode())
    new = await ours.own.read("cat-file", "blob", now[1].decode())
    if b"\0" in old[:_SNIFF] or b"\0" in new[:_SNIFF]:
        raise BranchlineError(ErrorCode.NOT_UNDOABLE, f"{shown(path)} has no lines: discard all of it.", path=path)
    words = ("diff", "-U0", "--no-color", "--no-ext-diff", "--no-textconv", before[1].decode(), now[1].decode())
    printed = await ours.own.read(*words, env=NO_INDEX)
    left, right = _split(old), _split(new)
    chosen = [hunk for hunk in _hunks(printed) if _touches(hunk, lines)]
    if not chosen:
        raise BranchlineError(ErrorCode.NOTHING_TO_UNDO, "There is no change in these lines.", path=path)
    for start, count, place, length in reversed(chosen):
        at, source = place - 1 if length else place, start - 1 if count else start
        right[at : at + length] = left[source : source + count]
    return now[0], await _stored(ours, b"".join(right))


def _hunks(printed: bytes) -> list[tuple[int, int, int, int]]:
    """Where each begins before, how many lines it has there, and the same for now. What has none is after the line that
    is named."""
    found = []
    for start, count, place, length in _HUNK.findall(printed):
        found.append((int(start), int(count or 1), int(place), int(length or 1)))
    return found


def _touches(hunk: tuple[int, int, int, int], lines: Lines) -> bool:
    _, _, place, length = hunk
    first, last = (place, place + length - 1) if length else (place, place + 1)
    return first <= lines.last and lines.first <= last


def _split(content: bytes) -> list[bytes]:
    """As git counts lines: by line feeds alone."""
    return re.findall(rb"[^\n]*\n|[^\n]+", content)
