"""Open pull requests are looked at now and then where the user wants that, and while a window is there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from branchline.core.model.pull_request import PullRequestStatus
from branchline.core.model.session import Session
from branchline.machine import user_environment
from harness.github_api import ADDRESS, GitHub
from harness.service import InProcess
from harness.sidecar import git
from harness.waiting import until


@pytest.fixture
def github(repo: Path) -> Iterator[GitHub]:
    git(repo, "remote", "add", "origin", ADDRESS)
    github = GitHub()
    user_environment.remember(github.environment)
    yield github
    user_environment.remember(None)
    github.close()


async def test_at_the_users_interval_alone(service: InProcess, repo: Path, github: GitHub) -> None:
    looks = service._both_ways.looks
    made = await service.create(repo, "demo")
    await service.create(repo, "demo")
    await service.pull_requests.look(made.id, None)
    assert looks._timer is None, "nobody asked for it"
    service.configure(pullRequestInterval=60)
    assert looks._timer is not None
    service.configure()
    assert looks._timer is None

    asked = len(github.asked)
    await looks.look_at_all()
    assert len(github.asked) == asked, "there is no window"
    service.telling.opened([])
    await looks.look_at_all()
    assert len(github.asked) == asked + 1, "at the one that is open, once"
    github.state = "MERGED"
    service.configure(pullRequestInterval=0.001)

    def merged(session: Session) -> bool:
        return session.pull_request is not None and session.pull_request.state is PullRequestStatus.MERGED

    await service.until(made.id, merged)
    await until(lambda: looks._timer is None and not looks._looking)
