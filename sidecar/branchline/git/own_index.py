"""Brings an index of ours up to what is in a worktree, without a program of the repository's or of one inside it:
`git add` starts git in repositories inside, with their own settings."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Callable, Collection, Iterable

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.git.own_folder import OwnFolder
from branchline.git.together import together

UPDATE = ("update-index", "--add", "--remove", "--replace", "-z", "--stdin")
_MOST_TRIES = 5
"""Each follows the files changing while git looked at them, or one that it cannot take."""
_NOT_TAKEN = re.compile(r"^fatal: Unable to process path (.*)\Z", re.MULTILINE | re.DOTALL)


Seen = tuple[bytes, bytes]
"""What is not as in our index, and what is not in it, as git lists them."""


async def look(folder: OwnFolder) -> Seen:
    """Raises git's errors."""
    return await together(_changed(folder), folder.read("ls-files", "--others", "--exclude-standard", "-z"))


async def bring_up(
    folder: OwnFolder, left_out: Callable[[bytes], bool] = lambda _: False, seen: Seen | None = None
) -> list[str]:
    """All that is on the disk and not ignored, but the new and changed that is `left_out`; gives what cannot be taken:
    files without permission, repositories inside without a commit. `seen` is what `look` gave just now. Raises git's
    errors."""
    refused: set[bytes] = set()
    for left in reversed(range(_MOST_TRIES)):
        changed, others = seen or await look(folder)
        seen = None
        untracked = {name for name in others.split(b"\0") if name and not left_out(name)}
        inner = {name.rstrip(b"/") for name in untracked if name.endswith(b"/")}
        altered = {*changed.split(b"\0")} - {b""}
        gone = {name for name in altered if left_out(name)}
        await forget(folder, gone)
        names = (altered - gone) | {name for name in untracked if not name.endswith(b"/")}
        try:
            refused |= await add_readable(folder, names - refused)
        except BranchlineError as error:
            if error.code not in {ErrorCode.GIT_FAILED, ErrorCode.PERMISSION_DENIED} or not left:
                raise
            refused |= _named(error, names)
        else:
            refused |= await _add_inner(folder, inner)
            break
    root = os.fsencode(folder.own.folder)
    return sorted(os.fsdecode(name) for name in refused if os.path.lexists(os.path.join(root, name)))


async def _changed(folder: OwnFolder) -> bytes:
    if not folder.index.exists():
        return b""
    return await folder.read("diff-files", "--name-only", "-z", "--ignore-submodules=dirty")


async def add_readable(folder: OwnFolder, names: Collection[bytes]) -> set[bytes]:
    """Also what is ignored. Gives what may not be read. Raises git's errors."""
    root = os.fsencode(folder.own.folder)
    closed = await asyncio.to_thread(lambda: {each for each in names if not _can_be_read(os.path.join(root, each))})
    if listed := joined(sorted({*names} - closed)):
        await folder.write(*UPDATE, stdin=listed)
    return closed


async def forget(folder: OwnFolder, names: Collection[bytes]) -> None:
    """Take them out of our index. Raises git's errors."""
    if names:
        await folder.write("update-index", "--force-remove", "-z", "--stdin", stdin=joined(names))


def joined(names: Iterable[bytes]) -> bytes:
    return b"".join(name + b"\0" for name in names)


async def _add_inner(folder: OwnFolder, names: Collection[bytes]) -> set[bytes]:
    """The commits of repositories inside, of which git reads no more than that. Gives those that have none."""
    try:
        if names:
            await folder.write(*UPDATE, stdin=joined(sorted(names)))
    except BranchlineError as error:
        if error.code is not ErrorCode.GIT_FAILED:
            raise
    else:
        return set()
    refused = set()
    for name in sorted(names):
        try:
            await folder.write(*UPDATE, stdin=joined([name]))
        except BranchlineError as error:
            if error.code is not ErrorCode.GIT_FAILED:
                raise
            refused.add(name)
    return refused


def _named(error: BranchlineError, names: Collection[bytes]) -> set[bytes]:
    """The one of `names` that git could not take, where it says so."""
    found = _NOT_TAKEN.search(str(error.data.get("stderr")))
    said = found[1] if found else ""
    return {name for name in names if name.decode("utf-8", "replace").strip() == said}


def _can_be_read(path: bytes) -> bool:
    """What is gone can be: git takes it out."""
    return os.access(path, os.R_OK) or os.path.islink(path) or not os.path.exists(path)
