"""A session's work comes into its parent branch."""

from __future__ import annotations

import attrs

from branchline.core.model.landing import How
from branchline.rpc.messages.review_records import WireLanded
from branchline.rpc.messages.table import Method, Notification


@attrs.frozen
class LandParams:
    """`onto` is a local branch: the one that the session's left, unless it is named. `message` is for the commit of
    what is not committed, and for the one that is made of all; without it there is one from the instruction or the
    files. `committed`: only what is, also while the agent works. `dryRun`: nothing is done but told, and a worktree
    that was freed comes back."""

    id: str
    how: How
    onto: str | None = None
    message: str | None = None
    committed: bool = False
    dry_run: bool = False


@attrs.frozen
class LandResult:
    """`commands` are those of git, as they would be typed; `NEW` stands in them for the commit that is made,
    `LANDING` for the worktree in which it is. `landed` is null after a dry run."""

    commands: list[str]
    onto: str
    message: str
    landed: WireLanded | None


@attrs.frozen
class ApplyParams:
    """`files` are paths of changed files, relative to the worktree. `first` and `last` choose the hunks that have some
    of these lines of the file as it is now, counted from 1; `files` is that one then, and of a renamed one the path
    that it had before comes after it."""

    id: str
    files: list[str]
    first: int | None = None
    last: int | None = None
    dry_run: bool = False


@attrs.frozen
class ApplyResult:
    """`folder` is the main checkout, in which the `files` were changed, or would be; `oldTree` and `newTree` are
    trees of it, which `session/undoApply` takes to undo it."""

    commands: list[str]
    folder: str
    files: list[str]
    old_tree: str
    new_tree: str


@attrs.frozen
class UndoApplyParams:
    id: str
    old_tree: str
    new_tree: str


@attrs.frozen
class UndoApplyResult:
    """`kept` are files that somebody changed since, which stay so."""

    kept: list[str]


@attrs.frozen
class PushParams:
    id: str
    dry_run: bool = False


@attrs.frozen
class RequestParams:
    id: str
    title: str
    text: str
    dry_run: bool = False


@attrs.frozen
class PublishResult:
    """`address` is the remote's. `url` is the page of the pull request or, where `asks`, the one where a browser asks
    for it; null where none is known, or nothing was asked for. `said` is why no program could ask, or empty."""

    commands: list[str]
    branch: str
    remote: str
    address: str
    url: str | None
    asks: bool
    said: str


METHODS: dict[str, Method] = {
    "session/land": Method(
        LandParams, LandResult, "Commits its work, and merges, squashes or rebases it onto its parent branch."
    ),
    "session/apply": Method(
        ApplyParams, ApplyResult, "Brings what it changed in some files into the main checkout, uncommitted."
    ),
    "session/undoApply": Method(
        UndoApplyParams, UndoApplyResult, "Takes back what was applied to the main checkout, and nothing else."
    ),
    "session/push": Method(PushParams, PublishResult, "Pushes its branch as it is committed, never by force."),
    "session/createPullRequest": Method(
        RequestParams, PublishResult, "Pushes its branch and asks for a pull request, or tells where a browser asks."
    ),
}

NOTIFICATIONS: dict[str, Notification] = {}
