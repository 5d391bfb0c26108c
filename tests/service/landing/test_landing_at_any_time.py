"""Paused sessions whose worktree was freed are landed as others; of one at work, what is committed."""

from __future__ import annotations

from pathlib import Path

import pytest

from branchline.core.model.landing import How
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.git.hunks import Lines
from harness.landing import HOWS, at_work, everything, land, left_over, log_of
from harness.service import InProcess, refused
from harness.sidecar import git


async def freed(service: InProcess, session_id: str) -> Session:
    await service.pausing.pause(session_id, free_disk=True)
    session = await service.until_status(session_id, Status.PAUSED)
    assert session.freed
    assert not Path(session.worktree).exists()
    return session


@pytest.mark.parametrize("how", HOWS)
async def test_a_freed_worktree_comes_back_and_all_of_it_lands(how: How, service: InProcess, repo: Path) -> None:
    session_id, worktree = await at_work(service, repo)
    await freed(service, session_id)
    planned = await land(service, session_id, how, dry_run=True)
    assert any("add --all" in each for each in planned.commands), "what the snapshot has is not committed"
    told = await land(service, session_id, how, message="Landed")
    assert told.landed is not None
    assert git(repo, "show", "main:deep/new.txt") == "new"
    assert git(repo, "show", "main:first.txt") == "committed"
    session = service.sessions.get(session_id)
    assert (session.status, session.freed, session.under_way) == (Status.PAUSED, False, None)
    assert git(worktree, "status", "--porcelain") == ""
    assert left_over(service, session_id) == []


async def test_what_stops_a_landing_keeps_a_freed_sessions_work(service: InProcess, repo: Path) -> None:
    session_id, worktree = await at_work(service, repo)
    was = git(worktree, "status", "--porcelain", "--untracked-files=all")
    await freed(service, session_id)
    (repo / "README.md").write_text("something else\n")
    git(repo, "commit", "--quiet", "--all", "--message", "meanwhile")
    main = git(repo, "rev-parse", "main")
    await refused("LAND_CONFLICT", land(service, session_id, How.SQUASH))
    assert git(repo, "rev-parse", "main") == main
    assert git(worktree, "status", "--porcelain", "--untracked-files=all") == was
    assert service.sessions.get(session_id).under_way is None


async def test_files_of_a_freed_session_are_applied(service: InProcess, repo: Path) -> None:
    session_id, _ = await at_work(service, repo)
    await freed(service, session_id)
    await service.landings.applying.apply(session_id, ["deep/new.txt"], Lines(1, 1))
    assert (repo / "deep" / "new.txt").read_text() == "new\n"


async def busy(service: InProcess, repo: Path) -> tuple[Session, Path]:
    """A session whose agent works, with a commit and a change that is none."""
    made = await service.create(repo, "claude", name="Login")
    made = await service.until(made.id, lambda session: session.process is not None)
    await service.hook(made, "UserPromptSubmit", prompt="do it")
    await service.until_status(made.id, Status.WORKING)
    worktree = Path(made.worktree)
    (worktree / "first.txt").write_text("committed\n")
    git(worktree, "add", "first.txt")
    git(worktree, "commit", "--quiet", "--message", "first")
    (worktree / "README.md").write_text("half done\n")
    git(worktree, "add", "README.md")
    return made, worktree


@pytest.mark.parametrize("how", HOWS)
async def test_what_is_committed_lands_while_the_agent_works(how: How, service: InProcess, repo: Path) -> None:
    made, worktree = await busy(service, repo)
    before = everything(repo, worktree)
    error = await refused("AGENT_WORKS", land(service, made.id, how))
    assert error.data["committed"] is True
    planned = await land(service, made.id, how, committed=True, dry_run=True)
    assert not any("add --all" in each or str(worktree) in each for each in planned.commands)
    assert everything(repo, worktree) == before
    told = await land(service, made.id, how, committed=True)
    assert told.landed is not None
    assert told.landed.tip == git(worktree, "rev-parse", "HEAD")
    assert git(repo, "show", "main:first.txt") == "committed"
    assert "half done" not in git(repo, "show", "main:README.md")
    assert everything(repo, worktree)["worktree"] == before["worktree"], "index, HEAD and files stay the agent's"
    assert service.sessions.get(made.id).under_way is None
    assert left_over(service, made.id) == []


async def test_where_nothing_is_committed_there_is_nothing_to_land(service: InProcess, repo: Path) -> None:
    made, worktree = await busy(service, repo)
    git(worktree, "reset", "--quiet", "--soft", "main")
    before = log_of(repo)
    await refused("NOTHING_TO_LAND", land(service, made.id, How.SQUASH, committed=True))
    assert log_of(repo) == before
