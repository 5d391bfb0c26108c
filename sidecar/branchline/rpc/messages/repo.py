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


@attrs.frozen
class OfParams:
    """`path` is the absolute one of a file or folder."""

    path: str


@attrs.frozen
class OfResult:
    """`root` is the repository as sessions have it, `checkout` the top folder of the one of its checkouts that it is
    in; `path` leads from there to it, "" for the top itself."""

    root: str
    checkout: str
    path: str
    is_folder: bool


@attrs.frozen
class NumberParams:
    """`number` is that of an issue or a pull request."""

    repo: str
    number: int


@attrs.frozen
class WireIssue:
    """`text` is what an agent is told of it; others wrote it."""

    number: int
    title: str
    text: str
    is_pull_request: bool


@attrs.frozen
class IssueResult:
    """`issue` is null where there is none of this number, or no `gh` or `glab` that is logged in."""

    issue: WireIssue | None


@attrs.frozen
class WirePullRequest:
    number: int
    title: str
    branch: str


@attrs.frozen
class PullRequestsResult:
    """`pullRequests` are the open ones, the newest first; null where there is no `gh` or `glab` that is logged in."""

    pull_requests: list[WirePullRequest] | None


@attrs.frozen
class FetchPullRequestResult:
    """`commit` is the one at its head, which a ref of Branchline's keeps."""

    commit: str


METHODS = {
    "repo/find": Method(FindParams, FindResult, "The folders that a session can be made for."),
    "repo/branches": Query(BranchesParams, BranchesResult, "The branches that a session can work on or start from."),
    "repo/of": Query(OfParams, OfResult, "In which repository a file or folder is, and where in it."),
    "repo/issue": Method(NumberParams, IssueResult, "An issue or pull request, by the user's own `gh` or `glab`."),
    "repo/pullRequests": Method(
        BranchesParams, PullRequestsResult, "The open pull requests, by the user's own `gh` or `glab`."
    ),
    "repo/fetchPullRequest": Method(
        NumberParams, FetchPullRequestResult, "Fetches a pull request, for a session that starts from it."
    ),
}

NOTIFICATIONS: dict[str, Notification] = {}
