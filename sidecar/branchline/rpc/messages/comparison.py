"""Sessions held against each other."""

from __future__ import annotations

import attrs

from branchline.core.model.changes import FileStatus
from branchline.rpc.messages.changes import ScopeResult
from branchline.rpc.messages.table import Notification, Query


@attrs.frozen
class CompareParams:
    """`ids` are of two to ten sessions of one repository. Without them it is about those that work on `task`, or on one
    below it, in the repository of `repo`."""

    ids: list[str] | None = None
    repo: str | None = None
    task: str | None = None


@attrs.frozen
class WireComparedCheck:
    """How its check ended, or how far it is. `seconds` is how long it took; `current`: its files are still those that
    were checked."""

    state: str
    seconds: int | None
    current: bool


@attrs.frozen
class WireComparedSession:
    """Counts are of files and lines against `base`; `tree` is the id of the files that were counted. `checked` is null
    where no check ran."""

    id: str
    base: str
    tree: str
    files: int
    added: int
    removed: int
    checked: WireComparedCheck | None


@attrs.frozen
class WireComparedCell:
    """What one session did to the file: the one at this place of `sessions`, counted from 0. `other` is what a renamed
    one was called before; in the row of that name, what it is called now. Cells of a row that have the same number in
    `alike` made the same of the file; 0: no other did."""

    session: int
    status: FileStatus
    added: int
    removed: int
    binary: bool
    other: str | None
    alike: int


@attrs.frozen
class WireComparedFile:
    """`path` is relative to the worktrees. There is a cell for each session that touched the file. `differs`: not all
    of the sessions made the same of it."""

    path: str
    cells: list[WireComparedCell]
    differs: bool


@attrs.frozen
class CompareResult:
    """The sessions in the order of the `ids`, and by path the files that one of them changed."""

    sessions: list[WireComparedSession]
    files: list[WireComparedFile]


@attrs.frozen
class CompareTwoParams:
    """`id` is the session on the left, `other` the one on the right."""

    id: str
    other: str


METHODS = {
    "session/compare": Query(CompareParams, CompareResult, "What each of several sessions did to which file."),
    "session/compareTwo": Query(
        CompareTwoParams, ScopeResult, "The files that differ between two sessions as they are now."
    ),
}

NOTIFICATIONS: dict[str, Notification] = {}
