"""When the disk is nearly full, and which caches of which sessions may go for it. Pure."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence

import attrs

from branchline.core.model.session import Session
from branchline.core.model.status import Status

IDLE = 30 * 60.0
"""Seconds that an agent must have rested for."""
GIGABYTE = 1024**3


class CleanCaches(str, enum.Enum):
    """Who deletes caches of quiet sessions when the disk is nearly full: the user, when asked, or Branchline itself."""

    ASK = "ask"
    AUTOMATIC = "automatic"


def is_mark(value: object) -> bool:
    """Whether a setting may say so many gigabytes."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 1000


def is_cleaning(value: object) -> bool:
    return isinstance(value, str) and value in {each.value for each in CleanCaches}


@attrs.frozen
class Cache:
    """A folder of a session's worktree that its tools make anew. `path` is from the worktree's top, `used` when the
    session was last at work (seconds since 1970), `bytes` what its deletion frees."""

    session_id: str
    path: str
    bytes: int
    used: float


def is_quiet(session: Session, now: float) -> bool:
    """Whether nobody is at work in a worktree that is Branchline's own. What runs there besides is for the machine to
    tell."""
    if not (session.owns.worktree and session.worktree) or session.freed:
        return False
    if session.under_way is not None or session.trying is not None or session.stopping is not None:
        return False
    if not session.status.is_live:
        return True
    rests = session.status is Status.READY and not session.background and not session.pending
    return rests and now - session.since >= IDLE


def least_used_first(caches: Iterable[Cache]) -> list[Cache]:
    """The largest first among those of one session."""
    return sorted(caches, key=lambda each: (each.used, each.session_id, -each.bytes, each.path))


def enough(caches: Sequence[Cache], wanted: int) -> list[Cache]:
    """The first of them that free so many bytes; all where they do not."""
    found: list[Cache] = []
    for each in caches:
        if sum(one.bytes for one in found) >= wanted:
            break
        found.append(each)
    return found
