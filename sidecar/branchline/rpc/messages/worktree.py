"""Worktrees that no session has, and those that do not belong to their session's repository any more."""

from __future__ import annotations

import attrs

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


METHODS = {
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
