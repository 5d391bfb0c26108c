"""What a worktree has checked out."""

from __future__ import annotations

import enum

import attrs


class HeadMove(str, enum.Enum):
    """What made HEAD another commit: the most telling, where it was several things. The later says more."""

    COMMITTED = "committed"
    MERGED = "merged"
    SWITCHED = "switched"
    """Another branch or commit was checked out."""
    RESET = "reset"
    REBASED = "rebased"


@attrs.frozen
class Head:
    """`branch` is None where HEAD is detached; `commits` are those since the session's base; `moved` is None where
    nothing but us has moved it."""

    branch: str | None
    commit: str
    commits: int = 0
    moved: HeadMove | None = None
