"""Worktrees are taken away again only when Branchline made them: first out of sight, then deleted."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import json
import logging
import os
import shutil
import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.model.session import Ownership
from branchline.git.git_folders import folders_of
from branchline.git.runner import alone
from branchline.git.worktrees.entries import entry_of_ours
from branchline.git.worktrees.places import ASIDE, drop_if_empty, drop_unused
from branchline.machine.deleting import STAYS, delete_tree, deleting

log = logging.getLogger(__name__)

_AT_LEISURE = "deleting what was set aside"


async def set_aside(worktree: str, folder: str, owns: Ownership) -> Path | None:
    """Take a linked worktree that Branchline made out of sight, and make git forget it. Gives where it is now, to be
    deleted by `delete_set_aside`; None when it was gone already.

    Raises WORKTREE_NOT_OURS or WORKTREE_LOCKED: nothing was changed; NOT_DELETED.
    """
    common_dir = str(folders_of(folder).common_dir)
    path = Path(worktree)
    aside = path.parent / f"{ASIDE}{uuid.uuid4().hex[:8]}"
    try:
        async with alone(common_dir):
            entry = entry_of_ours(common_dir, path, owns)
            there = os.path.lexists(path)
            if there:
                there = await out_of_sight(path, aside)
            if entry:
                await asyncio.to_thread(shutil.rmtree, entry)
                drop_if_empty(entry.parent)
    except OSError as error:
        raise _not_deleted(error, worktree) from error
    return aside if there else None


async def out_of_sight(path: Path, aside: Path) -> bool:
    """Rename it; False: it is deleted already, since layers of a container, say, are disks of their own. Raises
    OSError."""
    try:
        os.rename(path, aside)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        await asyncio.to_thread(delete_tree, path)
        return False
    return True


async def refuse(worktree: str, folder: str, owns: Ownership) -> None:
    """Raises WORKTREE_NOT_OURS or WORKTREE_LOCKED where `set_aside` would."""
    entry_of_ours(str(folders_of(folder).common_dir), Path(worktree), owns)


async def delete_set_aside(parent: Path) -> None:
    """Delete what was set aside in this folder, also what earlier runs left there when they were killed; and the
    folder, when it was made for worktrees and has none. One after the other, however many there are, and giving way to
    all else. Raises OSError, after all that can be deleted is."""
    async with alone(_AT_LEISURE):
        failed = await _delete_all(parent, _at_leisure)
    for error in failed.values():
        raise error


async def remove(worktree: str, folder: str, owns: Ownership) -> None:
    """`set_aside` and delete. Raises what `set_aside` does; NOT_DELETED: it is out of sight, but files are left."""
    aside = await set_aside(worktree, folder, owns)
    failed = await _delete_all(Path(worktree).parent, _at_once)
    for each, error in failed.items():
        if each == aside:
            raise _not_deleted(error, worktree) from error
        log.warning("%s could not be deleted: %s", each, error)


_deleting: set[Path] = set()


async def _delete_all(parent: Path, how: Callable[[Path], Awaitable[None]]) -> dict[Path, OSError]:
    """What could not be deleted."""
    failed: dict[Path, OSError] = {}
    for each in set(parent.glob(f"{ASIDE}*")) - _deleting:
        if each.is_symlink():
            continue  # None of ours: what it leads to is not to be touched.
        _deleting.add(each)
        try:
            await how(each)
        except OSError as error:
            failed[each] = error
        finally:
            _deleting.discard(each)
    drop_unused(parent)
    return failed


async def _at_once(path: Path) -> None:
    await asyncio.to_thread(delete_tree, path)


async def _at_leisure(path: Path) -> None:
    """By a process that gives way to all others, and ends with this one."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*deleting(path), stdin=pipe, stdout=pipe, start_new_session=True)
    try:
        told = await process.stdout.read() if process.stdout else b""
        await process.wait()  # Its input stays open until then.
    except asyncio.CancelledError:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        raise
    if process.returncode:
        # A signal ended it, where it does not say what stays and why.
        number, name = json.loads(told) if process.returncode == STAYS and told else (errno.EINTR, str(path))
        raise OSError(number, os.strerror(number), name)


def _not_deleted(error: OSError, worktree: str) -> BranchlineError:
    return BranchlineError(
        ErrorCode.NOT_DELETED,
        f"{shown(error.filename or worktree)} could not be deleted: {error.strerror}.",
        path=error.filename or worktree,
    )
