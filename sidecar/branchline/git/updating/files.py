"""A worktree's files as git takes them, in an index of ours, and from one tree to another."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.git.changes import copy_index
from branchline.git.check_out import check_out
from branchline.git.git_folders import GitFolders
from branchline.git.own_folder import OwnFolder, open_converting
from branchline.git.own_index import bring_up, forget
from branchline.git.tree_diffs import NO_INDEX, write_tree
from branchline.git.untracked import find_untracked

_GONE = (b"000000", b"0" * 40)
_BLOBS = {b"100644", b"100755"}
Entry = tuple[bytes, bytes]
"""Mode and id."""


async def opened(folders: GitFolders, folder: Path, largest: int) -> tuple[OwnFolder, str]:
    """Our folder with an index that has the files as they are, and the tree of it: all but what is ignored, or not
    tracked and larger than that. Raises git's errors and OSError."""
    ours = await open_converting(folders, folder)
    await asyncio.to_thread(copy_index, ours)
    _, huge = await find_untracked(folders, largest)
    await forget(ours, huge)
    await bring_up(ours, frozenset(huge).__contains__)
    return ours, await write_tree(ours.own, ours.environment)


async def swap(ours: OwnFolder, before: str, after: str) -> None:
    """Make the files, which are those of `before`, those of `after`. Ignored ones stay.

    Raises BASE_CONFLICT (data: `files`) where one is in the way or was changed meanwhile: nothing was changed then; and
    git's errors.
    """
    if before == after:
        return
    was, wanted = [(await ours.write("commit-tree", tree, "-m", "Files")).decode().strip() for tree in (before, after)]
    if in_the_way := await check_out(ours, was, wanted):
        raise BranchlineError(
            ErrorCode.BASE_CONFLICT,
            f"{shown(in_the_way)} is in the way: it is ignored, or was changed just now. Move it, then try again."
            " Nothing was changed.",
            files=[in_the_way],
            base="",
        )


async def finished(ours: OwnFolder, now: str, before: str, after: str) -> str:
    """The tree that a swap would have come to which was cut off in the middle, when the files were those of `now`: what
    is neither as it was nor as it is to be, nor how that begins, is somebody's, and stays. Raises git's errors."""
    words = ("diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", before, after, "--")
    raw = (await ours.own.read(*words, env=NO_INDEX)).split(b"\0")[:-1]
    there = await _entries(ours, now)
    lines = b""
    for about, name in zip(raw[::2], raw[1::2], strict=True):
        old_mode, new_mode, old, new, _ = about.removeprefix(b":").split()
        is_ = there.get(name, _GONE)
        if is_ == _GONE or is_ in {(old_mode, old), (new_mode, new)} or await _is_half(ours, is_, (new_mode, new)):
            lines += b"%s %s 0\t%s\0" % (new_mode, new, name)
    env = {**ours.environment, "GIT_INDEX_FILE": str(ours.path / "finished")}
    await ours.own.write("read-tree", now, env=env)
    await ours.own.write("update-index", "-z", "--index-info", env=env, stdin=lines)
    return await write_tree(ours.own, env)


async def _entries(ours: OwnFolder, tree: str) -> Mapping[bytes, Entry]:
    listing = await ours.own.read("ls-tree", "-r", "-z", "--full-tree", tree)
    found = {}
    for entry in listing.split(b"\0")[:-1]:
        about, _, name = entry.partition(b"\t")
        mode, _, object_id = about.split()
        found[name] = (mode, object_id)
    return found


async def _is_half(ours: OwnFolder, there: Entry, wanted: Entry) -> bool:
    if there[0] not in _BLOBS or wanted[0] not in _BLOBS:
        return False
    part, whole = [await ours.own.read("cat-file", "blob", os.fsdecode(each[1])) for each in (there, wanted)]
    return whole.startswith(part)
