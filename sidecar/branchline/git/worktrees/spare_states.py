"""How a spare is, for whoever looks after them."""

from __future__ import annotations

import enum
import os

from branchline.git.repository import entry_of
from branchline.git.worktrees import spare
from branchline.git.worktrees.entries import SPARED, UNFINISHED, locked_because


class SpareState(str, enum.Enum):
    """Whether the next session can have it."""

    READY = "ready"
    GONE = "gone"
    """Somebody deleted it; what git keeps about it may be left."""
    LOCKED = "locked"
    """Somebody else locked it: it is left to them."""
    DAMAGED = "damaged"
    """It is not whole, or what its files depend on is another by now: it is made anew."""


def state_of(path: str, common_dir: str) -> SpareState:
    entry = entry_of(common_dir, path)
    if entry is not None and locked_because(entry) not in {None, SPARED, UNFINISHED}:
        return SpareState.LOCKED
    if not os.path.lexists(path):
        return SpareState.GONE
    return SpareState.READY if spare.find(path, common_dir) else SpareState.DAMAGED
