"""Locks that a killed git left. git itself never takes one away, and from then on refuses whatever needs it."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from branchline.core.errors import BranchlineError

_LOCKED = re.compile(r"Unable to create '([^'\n]+\.lock)': File exists")
_OURS_ALONE = "/refs/branchline/"
_MOST_TRIES = 6
"""One lock is found at a time."""
Result = TypeVar("Result")


async def past_dead_locks(change: Callable[[], Awaitable[Result]], *, killed: bool = False) -> Result:
    """What `change` gives, which is run again when its git was killed, and after a dead lock was taken away.

    A lock on a ref that is ours alone is dead when git has waited for it in vain. So is any other one that is in the
    way after a git of `change` was killed, now or (`killed`) in an earlier sidecar: nothing else left it. `change` must
    look anew at what there is each time; its last error is raised with `killed` in its data.
    """
    for left in reversed(range(_MOST_TRIES)):
        try:
            return await change()
        except BranchlineError as error:
            status = error.data.get("status")
            ended = isinstance(status, int) and status < 0
            killed = killed or ended
            lock = locked_by(error)
            dead = lock is not None and (killed or _OURS_ALONE in lock.as_posix())
            if not left or not (ended or dead):
                error.data["killed"] = killed
                raise
            if lock is not None:
                lock.unlink(missing_ok=True)
    raise AssertionError("the last try returns or raises")


def locked_by(error: BranchlineError) -> Path | None:
    """The lock file that git says is in its way."""
    found = _LOCKED.search(str(error.data.get("stderr", "")))
    return Path(found[1]) if found else None


def drop_locks(folder: Path) -> None:
    """Those in a git folder that only we use, and that none of ours uses now."""
    with contextlib.suppress(FileNotFoundError):
        for name in os.listdir(folder):
            if name.endswith(".lock"):
                (folder / name).unlink(missing_ok=True)
