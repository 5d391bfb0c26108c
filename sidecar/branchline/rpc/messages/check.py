"""Sessions' work checked together by the user's own command."""

from __future__ import annotations

import attrs

from branchline.core.session.bisection import CheckEnding
from branchline.rpc.messages.shared import Empty, IdParams
from branchline.rpc.messages.table import Method, Notification


@attrs.frozen
class CheckParams:
    """`ids` are sessions of one repository. `withoutConflicts`: those that cannot be merged with the others are left
    out; else nothing runs where there are such."""

    ids: list[str]
    without_conflicts: bool = False


@attrs.frozen
class WireLeftOut:
    """A session whose work cannot be merged with that of the sessions `with`, or with its parent branch (`parent`),
    because of `files`, relative to the worktree."""

    id: str
    with_: list[str]
    parent: bool
    files: list[str]


@attrs.frozen
class WireCulprits:
    """Sessions that fail together, and no fewer of them do."""

    ids: list[str]


@attrs.frozen
class CheckResult:
    """`green` are the ids of sessions that pass together; of `culprits` the last one is never among them. `runs` is how
    often the command ran, in so many `seconds`; `output` is the path of the file with what it printed, null where it
    did not run."""

    ending: CheckEnding
    green: list[str]
    culprits: list[WireCulprits]
    left_out: list[WireLeftOut]
    runs: int
    seconds: float
    output: str | None


@attrs.frozen
class DidTry:
    """The check of the sessions `of` runs its command for the nth time, on the work of `ids` (none: on what they are to
    land on)."""

    of: list[str]
    ids: list[str]
    run: int


METHODS = {
    "check/run": Method(
        CheckParams,
        CheckResult,
        "Merges sessions' work apart, and runs the command of `branchline.check` there until it is known whose fails.",
    ),
    "check/cancel": Method(IdParams, Empty, "Ends the check that runs in the session's repository, if one does."),
}

NOTIFICATIONS = {"check/didTry": Notification(DidTry, "What a check tries now.")}
