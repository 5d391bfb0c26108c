"""A worktree's index as a tree that a snapshot holds, and back."""

from __future__ import annotations

import asyncio
import os
import shutil
import time
from pathlib import Path

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.session.snapshot import Snapshot
from branchline.git.git_folders import GitFolders, put
from branchline.git.own_folder import OwnFolder, looking
from branchline.git.runner import Git
from branchline.git.switches import configured
from branchline.git.together import together

_SIMPLE_VERSION = 2
"""Indexes of this version have no flags that a tree could not say."""
_WHOLE = configured({"core.splitIndex": "false"})
COPY = "user-index"
_SETTLED = 0.1
"""Seconds: an index that was written in the last few is looked at again, because clocks of file systems are coarse."""
_held: dict[Path, tuple[tuple[int, ...], str, bool]] = {}
"""What each folder's worktree had as its index when it was held last."""


async def hold_index(folder: OwnFolder, last: Snapshot | None) -> tuple[str, bool]:
    """A tree that holds the worktree's index: its own, or (True) one with the index as a file and what only it refers
    to. The index itself is only copied; `last` still has it when nothing wrote it since."""
    index = folder.git_dir / "index"
    seen, now = _seen(index), time.time()
    held = _held.get(folder.path)
    if held and last and (folder.path / COPY).exists() and held == (seen, last.index_tree, last.index_is_file):
        return held[1], held[2]
    tree, is_file = await _hold(folder)
    _held.pop(folder.path, None)
    if seen and seen == _seen(index) and now - seen[0] / 1e9 > _SETTLED:
        _held[folder.path] = (seen, tree, is_file)
    return tree, is_file


def _seen(index: Path) -> tuple[int, ...]:
    """() when there is none."""
    try:
        found = index.stat()
    except FileNotFoundError:
        return ()
    return found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_size


async def _hold(folder: OwnFolder) -> tuple[str, bool]:
    git, copy = folder.own, folder.path / COPY
    env = {**_WHOLE, "GIT_INDEX_FILE": str(copy)}
    version = await asyncio.to_thread(_copy, folder.git_dir / "index", copy)
    if version is None:
        return (await git.write("mktree", stdin=b"")).decode().strip(), False
    if version == _SIMPLE_VERSION:
        try:
            return (await git.write("write-tree", env=env)).decode().strip(), False
        except BranchlineError as error:
            if error.code is not ErrorCode.GIT_FAILED:
                raise  # Else a merge is under way.
    await git.write("update-index", "--force-write-index", env=env)
    file, stages = await together(
        git.write("hash-object", "-w", "--no-filters", str(copy)), git.write("ls-files", "--stage", "-z", env=env)
    )
    entries = [entry.split()[:2] for entry in stages.split(b"\0") if entry and not entry.startswith(b"160000")]
    blobs = b"".join(b"100644 blob %s\t%d\n" % (entry[1], place) for place, entry in enumerate(entries))
    held = (await git.write("mktree", stdin=blobs)).decode().strip()
    lines = f"100644 blob {file.decode().strip()}\tindex\n040000 tree {held}\tstaged\n"
    return (await git.write("mktree", stdin=lines.encode())).decode().strip(), True


async def fill_index(folders: GitFolders, snapshot: Snapshot) -> None:
    """Make the worktree's index the one that the snapshot holds."""
    git = Git(folders.checkout, folders)
    if snapshot.index_is_file:
        data = await git.read("cat-file", "blob", f"{snapshot.index}:index")
        await asyncio.to_thread(_replace, folders.git_dir / "index", data)
    else:
        await git.write("read-tree", f"{snapshot.index}^{{tree}}")
    try:
        async with looking(folders) as ours:
            await ours.write("update-index", "-q", "--refresh")
    except BranchlineError as error:
        if error.data.get("status") != 1:
            raise  # 1: some files differ from the index, as they did.


def _copy(source: Path, target: Path) -> int | None:
    """The version of the index that was copied; None when there is none."""
    try:
        shutil.copyfile(source, target)
    except FileNotFoundError:
        return None
    with target.open("rb") as file:
        return int.from_bytes(file.read(8)[4:], "big")


def _replace(path: Path, data: bytes) -> None:
    aside = path.with_name(f"{path.name}.branchline")
    put(aside, data)
    os.replace(aside, path)
