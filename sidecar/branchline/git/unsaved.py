"""What of a checkout differs from its commit, told apart from what differed at another time."""

from __future__ import annotations

import asyncio
import os

import attrs

from branchline.git import heads
from branchline.git.git_folders import folders_of
from branchline.git.own_folder import looking

MOST = 2000
_STATUS = ("status", "--porcelain", "-z", "--no-renames", "--untracked-files=normal", "--ignore-submodules=all")


@attrs.frozen
class Unsaved:
    """`head` is what is checked out; `files` are by absolute path, each with what tells it from another state."""

    head: tuple[str | None, str]
    files: dict[str, tuple[str, int, int]]


async def look(checkout: str) -> Unsaved | None:
    """None: too much differs. Nothing is written. Raises NOT_A_REPO, PATH_MISSING and git's errors."""
    folders = folders_of(checkout)
    head = await asyncio.to_thread(heads.checked_out, folders)
    async with looking(folders, head[1] or None) as ours:
        printed = await ours.read(*_STATUS)
    entries = printed.split(b"\0")[:-1]
    if len(entries) > MOST:
        return None
    root = os.path.realpath(checkout)
    return await asyncio.to_thread(lambda: Unsaved(head, dict(_state(root, each) for each in entries)))


def _state(root: str, entry: bytes) -> tuple[str, tuple[str, int, int]]:
    path = os.path.join(root, os.fsdecode(entry[3:]).rstrip("/"))
    code = entry[:2].decode()
    try:
        found = os.lstat(path)
    except OSError:
        return path, (code, -1, 0)
    return path, (code, found.st_size, found.st_mtime_ns)
