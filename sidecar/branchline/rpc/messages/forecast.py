"""Which sessions would conflict if their work were merged as it is now."""

from __future__ import annotations

import attrs

from branchline.core.model.merging import ConflictKind
from branchline.rpc.messages.changes import FileResult
from branchline.rpc.messages.table import Notification, Query


@attrs.frozen
class ForecastParams:
    """`repo` is a checkout of the repository."""

    repo: str


@attrs.frozen
class WireConflict:
    """`path` is relative to the worktree; it may be one of before, where both renamed the file."""

    path: str
    kind: ConflictKind


@attrs.frozen
class WirePair:
    """`a` and `b` are ids of sessions, the older one first; `files` are by path."""

    a: str
    b: str
    files: list[WireConflict]


@attrs.frozen
class WireBaseConflicts:
    """`id` is a session's, `files` conflict with what its parent branch has by now."""

    id: str
    files: list[WireConflict]


@attrs.frozen
class ForecastResult:
    """`pairs` and `base` are those with a conflict. `order` has the ids of all sessions that changed something: landed
    one after the other like this, the fewest of them meet a conflict."""

    pairs: list[WirePair]
    base: list[WireBaseConflicts]
    order: list[str]


@attrs.frozen
class MergedFileParams:
    """`with` is the id of the other session, null for the parent branch; `path` is relative to the worktree."""

    id: str
    with_: str | None
    path: str


METHODS = {
    "session/forecast": Query(ForecastParams, ForecastResult, "The conflicts between a repository's sessions."),
    "session/mergedFile": Query(
        MergedFileParams, FileResult, "A file as git would merge it, with markers where the two sides conflict."
    ),
}

NOTIFICATIONS: dict[str, Notification] = {}
