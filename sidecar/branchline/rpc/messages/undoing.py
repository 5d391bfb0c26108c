"""Taking back what a session changed."""

from __future__ import annotations

import attrs

from branchline.rpc.messages.table import Method, Notification


@attrs.frozen
class DiscardParams:
    """`path` is relative to the worktree, one of the session's changed files. `tree` is that of the session's record
    with which the user saw it: what was changed since is refused. `first` and `last` choose the hunks that have
    some of these lines of the file as it is now, counted from 1; without them it is all of the file."""

    id: str
    path: str
    tree: str | None = None
    first: int | None = None
    last: int | None = None


@attrs.frozen
class UndoDecisionParams:
    """`promptId` and `at` are those of an entry of the log. `together`: with all other answers between the same
    snapshots, where there are any."""

    id: str
    prompt_id: str
    at: str
    together: bool = False


@attrs.frozen
class UndoBetweenParams:
    """Numbers of the session's snapshots."""

    id: str
    before: int
    after: int


@attrs.frozen
class UndoneResult:
    """`before` and `after` are the numbers of the snapshots before and after it, which `session/undoBetween` takes to
    undo it again; `files` are relative to the worktree."""

    before: int
    after: int
    files: list[str]


METHODS = {
    "session/discard": Method(DiscardParams, UndoneResult, "Takes one file, or hunks of it, back to the base."),
    "session/undoDecision": Method(
        UndoDecisionParams, UndoneResult, "Takes back what one automatic answer let pass, and nothing else."
    ),
    "session/undoBetween": Method(
        UndoBetweenParams, UndoneResult, "Takes back what led from one snapshot to another, and nothing else."
    ),
}

NOTIFICATIONS: dict[str, Notification] = {}
