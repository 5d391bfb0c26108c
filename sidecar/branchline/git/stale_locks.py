"""Locks that a killed git left. git itself never takes one away, and from then on refuses whatever needs it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import TypeVar

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.git.git_folders import folders_of

LONGEST_HELD = 1.0
"""Seconds for which git waits itself for the longest of these locks: one that lives holds it for milliseconds."""
_LOCKED = re.compile(r"Unable to create '([^'\n]+\.lock)': File exists")
_OURS_ALONE = "/refs/branchline/"
_MOST_TRIES = 6
"""git names one lock at a time."""
Result = TypeVar("Result")


async def past_stale_locks(
    change: Callable[[], Awaitable[Result]], folder: str, ref: str, *, killed: bool = False
) -> Result:
    """What `change` gives, which changes `ref` (or those below it, `…/`) in the repository of `folder`. It is run again
    when its git was killed, after the locks are gone that were left; so it must look anew each time at what there is.

    A lock on a ref that is ours alone is dead when git has waited for it in vain. So is any other one that is in the
    way after a git of `change` was killed, now or (`killed`) in an earlier sidecar. The last error is raised, with
    `killed` in its data.
    """
    for left in reversed(range(_MOST_TRIES)):
        try:
            return await change()
        except BranchlineError as error:
            ended = error.code is ErrorCode.GIT_KILLED
            killed = killed or ended
            lock = _locked_by(error)
            dead = lock is not None and (killed or _OURS_ALONE in lock.as_posix())
            if not left or not (ended or dead):
                error.data["killed"] = killed
                raise
            if ended:
                await _drop_left(folder, ref)
            elif lock is not None:
                lock.unlink(missing_ok=True)
    raise AssertionError("the last try returns or raises")


def drop_locks(folder: Path) -> None:
    """Those in a git folder that only we use, and that none of ours uses now."""
    with contextlib.suppress(FileNotFoundError):
        for name in os.listdir(folder):
            if name.endswith(".lock"):
                (folder / name).unlink(missing_ok=True)


async def _drop_left(folder: str, ref: str) -> None:
    """The locks of a change of `ref`, unless somebody else's git has one and lets it go in time."""
    common_dir = folders_of(folder).common_dir
    below = common_dir.joinpath(ref)
    locks = [*below.rglob("*.lock")] if ref.endswith("/") else [below.with_name(f"{below.name}.lock")]
    await drop_left([*locks, common_dir / "packed-refs.lock"])


async def drop_left(locks: Iterable[Path]) -> None:
    """Those that nobody lets go in time: the git that had them was killed."""
    found = {lock: inode for lock in locks if (inode := _inode(lock))}
    if found:
        await asyncio.sleep(LONGEST_HELD)
        for lock, inode in found.items():
            if _inode(lock) == inode:
                lock.unlink(missing_ok=True)


def _inode(path: Path) -> int | None:
    try:
        return os.lstat(path).st_ino
    except FileNotFoundError:
        return None


def _locked_by(error: BranchlineError) -> Path | None:
    """The lock file that git says is in its way."""
    found = _LOCKED.search(str(error.data.get("stderr", "")))
    return Path(found[1]) if found else None
