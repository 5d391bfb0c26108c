"""A session's pull request by the real `gh`, which asks an API on a socket: made, looked at, told to the agent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from branchline.core.model.pull_request import Checks, PullRequestStatus, SeenPullRequest
from branchline.core.model.status import Status
from branchline.service.landing.pull_requests import PullRequestPart
from harness.github_api import ADDRESS, URL, GitHub, check, thread
from harness.landing import at_work
from harness.service import InProcess, refused
from harness.sidecar import git


@pytest.fixture
def github() -> Iterator[GitHub]:
    github = GitHub(pull_request=False)
    yield github
    github.close()


@pytest.fixture
def remote(repo: Path) -> Path:
    """Where git finds the address of the repository at GitHub."""
    bare = repo.parent / "remote.git"
    git(repo, "clone", "--quiet", "--bare", ".", str(bare))
    git(repo, "remote", "add", "origin", ADDRESS)
    git(repo, "config", f"url.{bare}.pushInsteadOf", ADDRESS)
    return bare


async def test_from_its_making_to_its_end(service: InProcess, repo: Path, remote: Path, github: GitHub) -> None:
    session_id, worktree = await at_work(service, repo, name="Login")
    pull_requests, mine = service.pull_requests, github.environment
    assert await pull_requests.look(session_id, mine) is None
    await refused("PULL_REQUEST_NOT_FOUND", pull_requests.tell(session_id, PullRequestPart.LOG, mine))

    request = service.landings.publishing.request
    made = await request(session_id, "Mend it", "It's\n“done”.", environment=mine)
    assert (made.url, made.asks, made.said) == (URL, False, "")
    assert git(remote, "rev-parse", "branchline/login") == git(worktree, "rev-parse", "HEAD")
    asked = {key: github.made[key] for key in ("headRefName", "baseRefName", "title", "body", "draft")}
    words = ("branchline/login", "main", "Mend it", "It's\n“done”.", False)
    assert tuple(asked.values()) == words

    github.checks = [check("lint", "SUCCESS"), check("test"), check("skipped", "SKIPPED")]
    seen = await pull_requests.look(session_id, mine)
    assert seen == SeenPullRequest(7, URL, PullRequestStatus.OPEN, Checks(2, 0, 1), 0, github.head)
    await refused("NOTHING_TO_TELL", pull_requests.tell(session_id, PullRequestPart.LOG, mine))

    github.state = "MERGED"
    seen = await pull_requests.look(session_id, mine)
    assert seen is not None
    assert seen.state is PullRequestStatus.MERGED
    assert service.sessions.get(session_id).pull_request == seen


@pytest.mark.parametrize(
    ("part", "says", "not_said"),
    [
        (PullRequestPart.LOG, "AssertionError: 2 != 3", "fine"),
        (PullRequestPart.THREADS, "ada: Why not three?", "settled"),
    ],
)
async def test_what_it_says_is_told(
    service: InProcess, repo: Path, remote: Path, github: GitHub, part: PullRequestPart, says: str, not_said: str
) -> None:
    session_id, _ = await at_work(service, repo)
    await service.until_status(session_id, Status.READY)
    github.state = "OPEN"
    github.checks = [check("lint", "SUCCESS", 43), check("test", "FAILURE", 44), check("other", "TIMED_OUT", 45)]
    github.logs = {43: "fine", 44: "AssertionError: 2 != 3\n"}
    github.threads = [
        thread("app.py", 3, ("ada", "Why not three?"), ("bob", "Indeed.")),
        thread("app.py", 4, ("ada", "settled"), resolved=True),
    ]
    await service.pull_requests.tell(session_id, part, github.environment)
    told = await service.until(session_id, lambda session: session.instruction is not None)
    assert says in (told.instruction or "")
    assert not_said not in (told.instruction or "")
    seen = service.sessions.get(session_id).pull_request
    assert seen is not None
    assert (seen.checks, seen.threads) == (Checks(1, 2, 0), 1)


async def test_one_who_is_not_logged_in_is_sent_to_the_browser(
    service: InProcess, repo: Path, remote: Path, github: GitHub
) -> None:
    session_id, _ = await at_work(service, repo)
    other = {**github.environment, "GH_TOKEN": "of somebody else"}
    assert await service.pull_requests.look(session_id, other) is None
    told = await service.landings.publishing.request(session_id, "T", "", environment=other)
    assert told.asks
    assert told.said.startswith("gh: HTTP 401: Bad credentials")
    assert str(told.url).startswith("https://github.com/octo/tools/compare/main...")
