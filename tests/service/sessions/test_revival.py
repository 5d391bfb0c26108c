"""A worktree comes back from its snapshot whole, or nothing is left of it and it can be tried again."""

from __future__ import annotations

from pathlib import Path

import pytest

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.git.snapshots import snapshots
from harness.service import InProcess, refused
from harness.sidecar import git
from harness.worktree_files import branches, commit, disturb, said


async def freed(service: InProcess, repo: Path) -> tuple[Session, Path, tuple[str, str]]:
    """One whose disk was freed, where it was, and what git said of it."""
    made = await service.create(repo, name="Freed")
    worktree = Path(made.worktree)
    before = disturb(worktree)
    await service.pausing.pause(made.id, True)
    return service.sessions.get(made.id), worktree, before


@pytest.mark.parametrize("how", ["resume", "restore"])
async def test_one_that_cannot_be_filled_leaves_nothing_and_is_tried_again(
    service: InProcess, repo: Path, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, worktree, before = await freed(service, repo)
    if how == "restore":
        await service.removal.remove(session.id, force=True, keep_branch=False)

    async def full(*_: object) -> None:
        raise BranchlineError(ErrorCode.DISK_FULL, "The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(snapshots, "restore", full)
        if how == "resume":
            service.running.resume(session.id)
            failed = await service.until_status(session.id, Status.FAILED)
            assert failed.reason == "The disk is full."
        else:
            await refused("DISK_FULL", service.removal.restore(session.id))
    left = service.sessions.get(session.id)
    assert (left.freed, left.under_way, worktree.exists()) == (True, None, False)
    assert str(worktree) not in git(repo, "worktree", "list")
    service.running.resume(session.id)
    await service.until(session.id, lambda now: now.process is not None)
    assert said(worktree) == before


async def test_a_branch_that_was_deleted_meanwhile_is_made_again(service: InProcess, repo: Path) -> None:
    made = await service.create(repo, name="Gone")
    commit(Path(made.worktree))
    tip = git(made.worktree, "rev-parse", "HEAD")
    await service.pausing.pause(made.id, True)
    git(repo, "branch", "-D", "branchline/gone")
    service.running.resume(made.id)
    again = await service.until(made.id, lambda now: now.process is not None)
    assert (again.branch, git(again.worktree, "rev-parse", "HEAD")) == ("branchline/gone", tip)


async def test_a_branch_that_has_other_commits_by_then_is_left_alone(service: InProcess, repo: Path) -> None:
    made = await service.create(repo, name="Moved")
    await service.pausing.pause(made.id, True)
    git(repo, "branch", "-f", "branchline/moved", "HEAD~1")
    moved = git(repo, "rev-parse", "branchline/moved")
    service.running.resume(made.id)
    again = await service.until(made.id, lambda now: now.process is not None)
    assert git(repo, "rev-parse", "branchline/moved") == moved
    assert again.branch in branches(repo)
    assert git(again.worktree, "rev-parse", "HEAD") == made.base
