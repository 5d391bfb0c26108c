"""Sessions held against each other."""

from __future__ import annotations

import attrs

from branchline.core.model.changes import FileStatus
from branchline.core.model.checked import CheckState
from branchline.core.model.landing import How
from branchline.rpc.messages.changes import ScopeResult
from branchline.rpc.messages.review_records import WireLanded
from branchline.rpc.messages.session_results import LossesResult
from branchline.rpc.messages.shared import IdParams
from branchline.rpc.messages.table import Method, Notification, Query


@attrs.frozen
class CompareSessionsParams:
    """`ids` are of two to ten sessions of one repository. Without them it is about those that work on `task`, or on one
    below it, in the repository of `repo`."""

    ids: list[str] | None = None
    repo: str | None = None
    task: str | None = None


@attrs.frozen
class WireComparedCheck:
    """How its check ended, or how far it is. `seconds` is how long it took; `current`: its files are still those that
    were checked."""

    state: CheckState
    seconds: int
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
    one was called before; in the row of that name, where it is deleted, what it is called now. Cells of a row that have
    the same number in `alike` made the same of the file; 0: no other did."""

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
class CompareSessionsResult:
    """The sessions in the order of the `ids`, and by path the files that one of them changed."""

    sessions: list[WireComparedSession]
    files: list[WireComparedFile]


@attrs.frozen
class CompareTwoParams:
    """`id` is the session on the left, `other` the one on the right."""

    id: str
    other: str


@attrs.frozen
class KeepParams:
    """`others` are the ids of the sessions that go. `how`, `onto` and `message` are as in `session/land`. `dryRun`:
    nothing is done but told."""

    id: str
    others: list[str]
    how: How
    onto: str | None = None
    message: str | None = None
    dry_run: bool = False


@attrs.frozen
class WireNotDone:
    """Of the session with this id, and why."""

    id: str
    said: str


@attrs.frozen
class KeepResult:
    """`commands`, `onto`, `message` and `landed` are as in `session/land`. `losses` are those of the others, in their
    order, as before anything was done. `removed` are ids; `failed` is the one that could not be removed, or null: those
    after it were left alone."""

    commands: list[str]
    onto: str
    message: str
    landed: WireLanded | None
    losses: list[LossesResult]
    removed: list[str]
    failed: WireNotDone | None


@attrs.frozen
class PutBackResult:
    """`restored` are the ids of sessions that are there again. `stays` says why the landing could not be taken back, ""
    where it was."""

    restored: list[str]
    failed: list[WireNotDone]
    stays: str


METHODS: dict[str, Method] = {
    "session/compare": Query(
        CompareSessionsParams, CompareSessionsResult, "What each of several sessions did to which file."
    ),
    "session/compareTwo": Query(
        CompareTwoParams, ScopeResult, "The files that differ between two sessions as they are now."
    ),
    "session/keep": Method(
        KeepParams, KeepResult, "Lands one session of several and removes the others, each with its snapshot."
    ),
    "session/putBack": Method(
        IdParams, PutBackResult, "Restores what was removed for this session, and takes its landing back if it can be."
    ),
}

NOTIFICATIONS: dict[str, Notification] = {}
