"""Worktrees that no session has, those that do not belong to their session's repository any more, and what a new one
would lack."""

from __future__ import annotations

import attrs

from branchline.core.session.setup_check import SetupKind
from branchline.rpc.messages.session_records import WireSession
from branchline.rpc.messages.shared import Empty, IdParams
from branchline.rpc.messages.table import Method, Notification, Query


@attrs.frozen
class WireOrphan:
    """A worktree that Branchline made and no session has. `name` and `agent` are those of the session it was made for,
    where that is known."""

    path: str
    repo: str
    branch: str | None
    name: str
    agent: str | None


@attrs.frozen
class OrphansResult:
    orphans: list[WireOrphan]


@attrs.frozen
class PathParams:
    """`path` is an orphan's."""

    path: str


@attrs.frozen
class RemoveOrphanParams:
    """`force`: even if uncommitted files would go."""

    path: str
    force: bool


@attrs.frozen
class ForeignParams:
    """`repo` is any folder of the repository."""

    repo: str


@attrs.frozen
class WireForeign:
    """A linked worktree that Branchline did not make and no session has. `branch` is null for a detached HEAD. `agent`
    is the one whose conversation there was used last, `usedAt` when that was, `words` what the user said first; null
    and "" where no agent tells of one."""

    path: str
    repo: str
    branch: str | None
    agent: str | None
    words: str
    used_at: str | None


@attrs.frozen
class ForeignResult:
    """The one first in which an agent was last."""

    worktrees: list[WireForeign]


@attrs.frozen
class AdoptForeignParams:
    """`path` and `repo` as `worktree/foreign` tells them; `agent` where it is to be another one than was there, which
    begins a conversation of its own."""

    path: str
    repo: str
    agent: str | None = None


@attrs.frozen
class CheckSetupParams:
    """`repo` is the absolute path of a folder in it."""

    repo: str


@attrs.frozen
class WireFinding:
    """`path` is from the top of the main checkout; `detail` as the kind says; `pattern` is the line of
    `.worktreeinclude` that brings it along, "" where none does."""

    kind: SetupKind
    path: str
    detail: str
    pattern: str


@attrs.frozen
class CheckSetupResult:
    """`root` is the main checkout."""

    root: str
    findings: list[WireFinding]


@attrs.frozen
class IncludeParams:
    """`patterns` are lines of `.worktreeinclude`."""

    repo: str
    patterns: list[str]


@attrs.frozen
class IncludeResult:
    """`path` is that of the file."""

    path: str


METHODS = {
    "worktree/checkSetup": Query(
        CheckSetupParams, CheckSetupResult, "Says what a fresh session would lack of the main checkout."
    ),
    "worktree/include": Method(
        IncludeParams, IncludeResult, "Adds lines to the main checkout's `.worktreeinclude`, uncommitted."
    ),
    "worktree/orphans": Query(Empty, OrphansResult, "Lists the worktrees that no session has."),
    "worktree/adopt": Method(PathParams, WireSession, "Gives such a worktree a session, paused."),
    "worktree/remove": Method(RemoveOrphanParams, Empty, "Removes such a worktree; it can be restored as a session."),
    "worktree/foreign": Query(
        ForeignParams, ForeignResult, "Lists the worktrees of a repository that were made without Branchline."
    ),
    "worktree/adoptForeign": Method(
        AdoptForeignParams, WireSession, "Gives such a worktree a session, paused; Branchline never deletes it."
    ),
    "worktree/mend": Method(IdParams, WireSession, "Joins a session's worktree and its repository again."),
    "worktree/keep": Method(
        IdParams, WireSession, "Takes a snapshot of such a worktree, which the session goes on from; the files stay."
    ),
    "worktree/drop": Method(IdParams, Empty, "Forgets the session of such a worktree; files and branch stay."),
}

NOTIFICATIONS: dict[str, Notification] = {}
