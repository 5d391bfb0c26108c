"""The pull request of a session's branch, by the user's own `gh` or `glab`."""

from __future__ import annotations

import attrs

from branchline.rpc.messages.review_records import WirePullRequestSeen
from branchline.rpc.messages.shared import Empty, IdParams
from branchline.rpc.messages.table import Method, Notification
from branchline.service.landing.pull_requests import PullRequestPart


@attrs.frozen
class LookAtPullRequestResult:
    """Null where there is none, or it cannot be had."""

    pull_request: WirePullRequestSeen | None


@attrs.frozen
class TellPullRequestParams:
    id: str
    what: PullRequestPart


@attrs.frozen
class KeepGoingParams:
    """`on`: until its checks are green; else it does not go on, and what its agent was told stands."""

    id: str
    on: bool


METHODS = {
    "session/pullRequest": Method(IdParams, LookAtPullRequestResult, "Looks at the pull request of its branch."),
    "session/tellPullRequest": Method(
        TellPullRequestParams, Empty, "Tells its agent why checks of it failed, or what reviewers wrote."
    ),
    "session/keepGoing": Method(
        KeepGoingParams, Empty, "Tells its agent what failed and pushes what it commits, again until all is green."
    ),
}

NOTIFICATIONS: dict[str, Notification] = {}
