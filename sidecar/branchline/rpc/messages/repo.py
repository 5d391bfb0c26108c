"""Repositories."""

from __future__ import annotations

import attrs

from branchline.rpc.messages.table import Method, Notification, Query


@attrs.frozen
class FindParams:
    """`folders` are those that a window has open, as absolute paths."""

    folders: list[str]


@attrs.frozen
class FindResult:
    """`folders` are those of them that are in a repository, in the same order. Where a file or folder that fits
    the glob `watch` comes or goes below one of them, the answer may be another one."""

    folders: list[str]
    watch: str


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
    "repo/find": Method(FindParams, FindResult, "The folders that a session can be made for."),
    "repo/branches": Query(BranchesParams, BranchesResult, "The branches that a session can work on or start from."),
}

NOTIFICATIONS: dict[str, Notification] = {}
