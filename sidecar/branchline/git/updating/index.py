"""The worktree's own index through an update: what was staged stays so, and what conflicts is told as after a merge."""

from __future__ import annotations

import asyncio
import os
import shutil
from asyncio import sleep
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.base import Updating
from branchline.git.git_folders import GitFolders
from branchline.git.own_folder import looking
from branchline.git.runner import Git
from branchline.git.tree_diffs import write_tree

_TRIES, _PAUSE = 25, 0.2
"""A git of somebody else holds the lock for milliseconds, while it refreshes the index."""


async def index_tree(folders: GitFolders, place: Path) -> str | None:
    """The tree of the worktree's index, which is only copied, into the folder `place`. None: a merge is under way in
    it. Raises git's errors and OSError."""
    copy = place / "their-index"
    await asyncio.to_thread(shutil.copyfile, folders.git_dir / "index", copy)
    try:
        return await write_tree(Git(folders.checkout, folders), {"GIT_INDEX_FILE": str(copy)})
    except BranchlineError as error:
        if error.code is not ErrorCode.GIT_FAILED:
            raise
        return None


async def put_index(folders: GitFolders, place: Path, update: Updating, *, killed: bool = False) -> None:
    """Where the index is what it was. `killed`: a git of an earlier sidecar may have left its lock. Raises git's
    errors."""
    git = Git(folders.checkout, folders)
    now = await index_tree(folders, place)
    if now == update.index != update.index_after:
        # Not with `-u`: the files are there already.
        words = ("read-tree", "-i", "-m", update.index, update.index_after)
        await _past_locks(folders, lambda: git.write(*words), killed)
        now = update.index_after
    if now == update.index_after and update.conflicts:
        lines = await _stages(git, update)
        await _past_locks(folders, lambda: git.write("update-index", "-z", "--index-info", stdin=lines), killed)
    try:
        async with looking(folders) as ours:
            await _past_locks(folders, lambda: ours.write("update-index", "-q", "--refresh"), killed)
    except BranchlineError as error:
        if error.data.get("status") != 1:
            raise  # 1: some files differ from the index, as they did.


async def _stages(git: Git, update: Updating) -> bytes:
    """As `update-index --index-info` takes them: what both began with, and what each side made of it."""
    lines = b""
    for path in update.conflicts:
        lines += b"0 %s\t%s\0" % (b"0" * len(update.head), os.fsencode(path))
        for stage, commit in enumerate((update.fork, update.head, update.onto), start=1):
            listing = await git.read("--literal-pathspecs", "ls-tree", "-z", "--full-tree", commit, "--", path)
            for entry in listing.split(b"\0"):
                about, _, name = entry.partition(b"\t")
                if name == os.fsencode(path) and b" tree " not in about:
                    mode, _, object_id = about.split()
                    lines += b"%s %s %d\t%s\0" % (mode, object_id, stage, name)
    return lines


async def _past_locks(folders: GitFolders, change: Callable[[], Awaitable[bytes]], killed: bool) -> None:
    lock = folders.git_dir / "index.lock"
    for left in reversed(range(_TRIES)):
        try:
            await change()
            return
        except BranchlineError as error:
            if "index.lock" not in str(error.data.get("stderr")) or not left:
                raise
            if killed and left == 1:
                lock.unlink(missing_ok=True)
        await sleep(_PAUSE)


def unfinished(folders: GitFolders) -> str | None:
    """What is under way in the worktree that takes several commands."""
    names: Sequence[str] = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply")
    return next((each for each in names if (folders.git_dir / each).exists()), None)
