"""What a repository's forge has that a session can be made from: issues and pull requests."""

from __future__ import annotations

from branchline.core.session.forge import Issue, PullRequest
from branchline.forges import asking
from branchline.git.pull_requests import fetch_pull_request, forge_of
from branchline.machine import user_environment
from branchline.machine.user_environment import Environment


async def issue(repo: str, number: int, environment: Environment | None) -> Issue | None:
    """By the `gh` or `glab` of whoever has this environment, or the last that is known; None where it cannot be had.
    Raises NOT_A_REPO and its like."""
    with user_environment.of(environment or user_environment.last()):
        forge = await forge_of(repo)
        return await asking.issue(forge, number) if forge else None


async def pull_requests(repo: str, environment: Environment | None) -> list[PullRequest] | None:
    """As `issue`."""
    with user_environment.of(environment or user_environment.last()):
        forge = await forge_of(repo)
        return await asking.pull_requests(forge) if forge else None


async def fetch(repo: str, number: int, environment: Environment | None) -> str:
    """The commit of a pull request. Raises as `fetch_pull_request`."""
    with user_environment.of(environment or user_environment.last()):
        return await fetch_pull_request(repo, number)
