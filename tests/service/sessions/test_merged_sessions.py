"""Which sessions are done with, and what would go with each; all of it comes back."""

from __future__ import annotations

from pathlib import Path

import pytest

from branchline.core.model.landing import How
from branchline.core.model.pull_request import PullRequestStatus, SeenPullRequest
from branchline.core.session.base_events import PullRequestSeen
from branchline.service.landing import drifts
from branchline.service.sessions.merged import Merged, merged
from harness.landing import at_work, land
from harness.service import InProcess
from harness.sidecar import git


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drifts, "LEAST", 0.0)
    monkeypatch.setattr(drifts, "SHARE", 0)


async def done(service: InProcess) -> list[Merged]:
    return await merged(service.sessions, service.removal)


@pytest.mark.parametrize("how", list(How))
async def test_one_that_landed_goes_and_comes_back(how: How, service: InProcess, repo: Path) -> None:
    session_id, worktree = await at_work(service, repo)
    other, _ = await at_work(service, repo, name="Other")
    assert await done(service) == []
    await land(service, session_id, how)
    await service.change_tracker.read(session_id)
    (found,) = await done(service)
    assert (found.session_id, found.work.onto, found.whole) == (session_id, "main", True)
    assert (found.losses.files, found.losses.commits, found.losses.live) == (0, 0, True)
    await service.removal.remove(session_id, force=True, keep_branch=False)
    assert (await done(service), worktree.exists()) == ([], False)
    assert service.sessions.has(other)
    await service.removal.restore(session_id)
    assert worktree.exists()
    (again,) = await done(service)
    assert again.session_id == session_id


async def test_work_since_is_told_and_not_chosen_by_itself(service: InProcess, repo: Path) -> None:
    session_id, worktree = await at_work(service, repo)
    await land(service, session_id, How.SQUASH)
    (worktree / "more.txt").write_text("more\n")
    await service.change_tracker.read(session_id)
    (found,) = await done(service)
    assert (found.whole, found.losses.files) == (False, 1)


async def test_a_merged_pull_request_is_enough(service: InProcess, repo: Path) -> None:
    session_id, worktree = await at_work(service, repo)
    git(worktree, "add", "-A")
    git(worktree, "commit", "-qm", "all")
    await service.change_tracker.read(session_id)
    commit = git(worktree, "rev-parse", "HEAD")
    for state in PullRequestStatus:
        seen = SeenPullRequest(7, "https://example.com/7", state, commit=commit)
        service.sessions.happened(session_id, PullRequestSeen(seen))
        assert [each.work.pull_request for each in await done(service)] == [7] * (state is PullRequestStatus.MERGED)


async def test_one_whose_repository_is_gone_is_left_out(service: InProcess, repo: Path) -> None:
    session_id, _ = await at_work(service, repo)
    await land(service, session_id, How.SQUASH)
    assert await done(service)
    repo.rename(repo.with_name("moved"))
    assert await done(service) == []
