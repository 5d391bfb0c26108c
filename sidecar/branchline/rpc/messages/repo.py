"""A repository."""

from __future__ import annotations

import attrs

from branchline.rpc.messages.table import Method, Notification


@attrs.frozen
class BranchesParams:
    """`repo` is the absolute path of a folder in it."""

    repo: str


@attrs.frozen
class WireBranch:
    """`checkedOut` is the worktree that holds it, or null. `remote` is for `origin/main` and the like."""

    name: str
    remote: bool
    checked_out: str | None


@attrs.frozen
class BranchesResult:
    """`current` is null on a detached HEAD."""

    current: str | None
    branches: list[WireBranch]


METHODS = {
    "repo/branches": Method(BranchesParams, BranchesResult, "The branches that a session can work on or start from."),
}

NOTIFICATIONS: dict[str, Notification] = {}
