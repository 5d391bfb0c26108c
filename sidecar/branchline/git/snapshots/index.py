"""A worktree's index as a tree that a snapshot holds, and back."""

from __future__ import annotations

import asyncio
import os
import shutil
import time
from collections.abc import Sequence
from pathlib import Path

import attrs

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.session.snapshot import Snapshot
from branchline.git.git_folders import GitFolders, put
from branchline.git.own_folder import OwnFolder, looking
from branchline.git.runner import Git
from branchline.git.switches import configured
from branchline.git.together import together
from branchline.git.tree_diffs import READ_TIMEOUT, make_tree, write_tree

_SIMPLE_VERSION = 2
"""Indexes of this version have no flags that a tree could not say."""
_WHOLE = configured({"core.splitIndex": "false"})
COPY = "user-index"
_SETTLED = 0.1
"""Seconds: an index that was written in the last few is looked at again, because clocks of file systems are coarse."""
_REPOSITORY = b"160000"
_SPARSE = b"sdir\0\0\0\0"
"""What stands in an index that has folders as entries, which are not checked out. Older versions of git have no
`--sparse` for it, and make no such index."""


@attrs.frozen
class IndexEntry:
    """One file of an index; a folder, whose path ends with a slash, in a sparse one. `is_skipped`: it is not to be on
    the disk."""

    mode: bytes
    object_id: bytes
    path: bytes
    is_skipped: bool

    @property
    def index_line(self) -> bytes:
        """As `update-index --index-info` takes it."""
        return b"%s %s 0\t%s\0" % (self.mode, self.object_id, self.path)

    def line(self, name: bytes) -> bytes:
        """As `mktree` takes it."""
        kind = b"tree" if self.path.endswith(b"/") else b"blob"
        return b"%s %s %s\t%s\0" % (self.mode, kind, self.object_id, name)


@attrs.frozen
class HeldIndex:
    """A tree that holds a worktree's index: its own, or (`is_file`) one with the index as a file and what only it
    refers to. `skips`: some of its files are not to be on the disk; `listing` is what `ls-files` takes to list it."""

    tree: str
    is_file: bool = False
    skips: bool = False
    listing: tuple[str, ...] = ()


_held: dict[Path, tuple[tuple[int, ...], HeldIndex]] = {}
"""What each folder's worktree had as its index when it was held last."""


async def hold_index(folder: OwnFolder, last: Snapshot | None) -> HeldIndex:
    """The index itself is only copied, to `COPY`; `last` still has it when nothing wrote it since."""
    index = folder.git_dir / "index"
    seen, now = _seen(index), time.time()
    then, held = _held.get(folder.path, (None, None))
    if held and last and (folder.path / COPY).exists() and (then, held.tree) == (seen, last.index_tree):
        return held
    held = await _hold(folder)
    _held.pop(folder.path, None)
    if seen and seen == _seen(index) and now - seen[0] / 1e9 > _SETTLED:
        _held[folder.path] = (seen, held)
    return held


def _seen(index: Path) -> tuple[int, ...]:
    """() when there is none."""
    try:
        found = index.stat()
    except FileNotFoundError:
        return ()
    return found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_size


async def _hold(folder: OwnFolder) -> HeldIndex:
    git, copy = folder.own, folder.path / COPY
    env = {**_WHOLE, "GIT_INDEX_FILE": str(copy)}
    version = await asyncio.to_thread(_copy, folder.git_dir / "index", copy)
    if version is None:
        return HeldIndex((await git.write("mktree", stdin=b"")).decode().strip())
    if version == _SIMPLE_VERSION:
        try:
            return HeldIndex(await write_tree(git, env))
        except BranchlineError as error:
            if error.code is not ErrorCode.GIT_FAILED:
                raise  # Else a merge is under way.
    await git.write("update-index", "--force-write-index", env=env)
    listing = ("--sparse",) if await asyncio.to_thread(_has_folders, copy) else ()
    file, entries = await together(
        git.write("hash-object", "-w", "--no-filters", str(copy)), list_index(folder, listing)
    )
    places = enumerate(each for each in entries if each.mode != _REPOSITORY)
    held = await make_tree(git, b"".join(each.line(b"%d" % place) for place, each in places))
    lines = b"100644 blob %s\tindex\0" % file.strip() + b"040000 tree %s\tstaged\0" % held.encode()
    return HeldIndex(await make_tree(git, lines), True, any(each.is_skipped for each in entries), listing)


async def list_index(folder: OwnFolder, listing: Sequence[str]) -> list[IndexEntry]:
    """What is in the copy of the worktree's index."""
    env = {**_WHOLE, "GIT_INDEX_FILE": str(folder.path / COPY)}
    printed = await folder.own.read("ls-files", "--stage", "-t", "-z", *listing, env=env, timeout=READ_TIMEOUT)
    found = []
    for record in printed.split(b"\0")[:-1]:
        facts, _, path = record.partition(b"\t")
        tag, mode, object_id, _ = facts.split()
        found.append(IndexEntry(mode, object_id, path, tag == b"S"))
    return found


async def fill_index(folders: GitFolders, snapshot: Snapshot) -> None:
    """Make the worktree's index the one that the snapshot holds."""
    git = Git(folders.checkout, folders)
    if snapshot.index_is_file:
        place = "index/index" if snapshot.disk else "index"
        data = await git.read("cat-file", "blob", f"{snapshot.index}:{place}")
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


def _has_folders(index: Path) -> bool:
    return _SPARSE in index.read_bytes()


def _replace(path: Path, data: bytes) -> None:
    aside = path.with_name(f"{path.name}.branchline")
    put(aside, data)
    os.replace(aside, path)
