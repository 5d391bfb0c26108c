"""A session made out of another one's snapshot: its files, its index, its commit, the rest as there."""

from __future__ import annotations

from pathlib import Path

from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.reasons import SnapshotReason
from harness.service import InProcess, refused
from harness.sidecar import git
from harness.worktree_files import refs_of


async def rested(service: InProcess, repo: Path) -> tuple[Session, Path]:
    made = await service.create(repo, "demo", name="First", task="web-1", auto_yes="safe")
    await service.until_status(made.id, Status.READY)
    await service.until_listed(made.id, "at the start")
    return made, Path(made.worktree)


async def forked(service: InProcess, session_id: str, number: int, name: str | None = None) -> Session:
    return await service.forking.fork(session_id, number, agent=None, instruction=None, name=name)


async def test_it_begins_with_the_files_of_a_snapshot(service: InProcess, repo: Path) -> None:
    made, worktree = await rested(service, repo)
    (worktree / "staged.txt").write_text("staged\n")
    git(worktree, "add", "staged.txt")
    (worktree / "loose.txt").write_text("loose\n")
    (worktree / "README.md").unlink()
    taken = await service.timeline.take(made.id, SnapshotReason.ON_DEMAND)
    status = git(worktree, "status", "--porcelain")
    (worktree / "loose.txt").write_text("later\n")
    fork = await forked(service, made.id, taken.number, name="another_try")
    await service.until_status(fork.id, Status.READY)
    other = Path(fork.worktree)
    assert other != worktree
    assert (other / "loose.txt").read_text() == "loose\n"
    assert git(other, "status", "--porcelain") == status
    assert git(other, "rev-parse", "HEAD") == git(worktree, "rev-parse", "HEAD")
    assert (worktree / "loose.txt").read_text() == "later\n"
    assert (fork.name, fork.agent, fork.task, fork.auto_yes) == ("another_try", "demo", "web-1", "safe")
    await service.until_listed(fork.id, "at the start")
    assert len(refs_of(repo, fork.id)) == 1, "what it was before is nobody's work"


async def test_it_starts_at_the_commit_of_then(service: InProcess, repo: Path) -> None:
    made, worktree = await rested(service, repo)
    head = git(worktree, "rev-parse", "HEAD")
    (worktree / "loose.txt").write_text("loose\n")
    taken = await service.timeline.take(made.id, SnapshotReason.ON_DEMAND)
    git(worktree, "add", ".")
    git(worktree, "commit", "-qm", "later")
    fork = await forked(service, made.id, taken.number)
    assert git(fork.worktree, "rev-parse", "HEAD") == head
    assert git(fork.worktree, "status", "--porcelain") == "?? loose.txt"
    assert (fork.name, made.name) == ("First-2", "First")


async def test_one_whose_snapshot_goes_while_it_is_queued_fails_and_leaves_nothing(
    service: InProcess, repo: Path
) -> None:
    made, worktree = await rested(service, repo)
    service.configure(maxSessions=1)
    fork = await forked(service, made.id, 1, name="Later")
    assert fork.status is Status.QUEUED
    git(repo, "update-ref", "-d", f"refs/branchline/{made.id}/1")
    service.configure(maxSessions=2)
    failed = await service.until_status(fork.id, Status.FAILED)
    assert "not there any more" in (failed.reason or "")
    assert (failed.worktree, refs_of(repo, fork.id)) == ("", [])
    assert "branchline/later" not in git(repo, "branch", "--format=%(refname:short)")
    assert worktree.is_dir()


async def test_a_snapshot_without_a_commit_starts_no_branch(service: InProcess, repo: Path) -> None:
    made, worktree = await rested(service, repo)
    git(worktree, "checkout", "-q", "--orphan", "empty")
    (worktree / "loose.txt").write_text("loose\n")
    taken = await service.timeline.take(made.id, SnapshotReason.ON_DEMAND)
    assert taken.head is None
    await refused("NO_COMMIT", forked(service, made.id, taken.number))
    assert len(service.sessions.all()) == 1
