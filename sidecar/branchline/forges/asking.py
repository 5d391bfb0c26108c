"""The one way to what a forge knows, whichever it is: GitLab is asked by `glab`, every other one by `gh`."""

from __future__ import annotations

from branchline.core.session.forge import Issue, PullRequest, is_gitlab
from branchline.core.session.pull_request_text import FailedLog
from branchline.forges import github, github_pull_requests, gitlab
from branchline.forges.answers import Whole


async def issue(forge: str, number: int) -> Issue | None:
    """Of the repository `HOST/OWNER/NAME`; None where it cannot be had."""
    room = gitlab.issue if is_gitlab(forge) else github.issue
    return await room(forge, number)


async def pull_requests(forge: str) -> list[PullRequest] | None:
    """The open ones, the newest first; None where they cannot be had."""
    room = gitlab.pull_requests if is_gitlab(forge) else github.pull_requests
    return await room(forge)


async def pull_request_of(forge: str, branch: str) -> Whole | None:
    """The one that is open, else the latest; None where there is none, or it cannot be had."""
    room = gitlab.pull_request_of if is_gitlab(forge) else github_pull_requests.pull_request_of
    return await room(forge, branch)


async def failed_logs(forge: str, whole: Whole) -> list[FailedLog]:
    """What the checks printed that failed, of a few of them."""
    room = gitlab.failed_logs if is_gitlab(forge) else github_pull_requests.failed_logs
    return await room(forge, whole)
