"""A worktree that lost its repository is refused, and has its ways out; nothing is written anywhere else meanwhile."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.reasons import SnapshotReason
from harness.as_told import as_told
from harness.service import InProcess, refused
from harness.sidecar import git


def lost(worktree: Path, repo: Path) -> None:
    (worktree / ".git").unlink()


def replaced(worktree: Path, repo: Path) -> None:
    (worktree / ".git").unlink()
    git(worktree, "init", "-q")


def over_it(worktree: Path, repo: Path) -> None:
    """As `git init` in another checkout would, by a mistake of some tool."""
    (worktree / ".git").write_text(f"gitdir: {repo}/.git\n")


def pruned(worktree: Path, repo: Path) -> None:
    away = worktree.with_name("away")
    worktree.rename(away)
    git(repo, "worktree", "prune")
    away.rename(worktree)


def pruned_and_lost(worktree: Path, repo: Path) -> None:
    pruned(worktree, repo)
    lost(worktree, repo)


def led_away(worktree: Path, repo: Path) -> None:
    entry = Path((worktree / ".git").read_text().removeprefix("gitdir: ").strip())
    (entry / "commondir").write_text("/nowhere\n")


FAULTS = [lost, replaced, over_it, pruned, pruned_and_lost, led_away]
Break = Callable[[Path, Path], None]


@pytest.fixture
def around(repo: Path) -> Path:
    """A repository around the session's and its worktrees, which git finds when it looks upward."""
    git(repo.parent, "init", "-q")
    return repo.parent


async def worked(service: InProcess, repo: Path) -> tuple[Session, Path]:
    made = await service.create(repo, "demo")
    await service.until_status(made.id, Status.READY)
    worktree = Path(made.worktree)
    (worktree / "committed").write_text("1\n")
    git(worktree, "add", "committed")
    git(worktree, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "the agent's")
    await service.timeline.take(made.id, SnapshotReason.READY)
    (worktree / "staged").write_text("1\n")
    git(worktree, "add", "staged")
    (worktree / "README.md").write_text("changed\n")
    service.running.stop(made.id)
    await service.until_status(made.id, Status.PAUSED)
    while tasks := [each for each in asyncio.all_tasks() if each.get_name() == "taking a snapshot"]:
        await asyncio.wait(tasks)
    (worktree / "loose").write_text("1\n")
    return service.sessions.get(made.id), worktree


def held(*repositories: Path) -> list[str]:
    return [git(each, "--git-dir=.git", "for-each-ref") for each in repositories]


@pytest.mark.parametrize("fault", FAULTS)
async def test_it_is_refused_and_mended(service: InProcess, repo: Path, around: Path, fault: Break) -> None:
    session, worktree = await worked(service, repo)
    fault(worktree, repo)
    before = held(repo, around)
    error = await refused("WORKTREE_UNLINKED", service.timeline.take(session.id, SnapshotReason.ON_DEMAND))
    for way in ("Mend the link", "keep the files", "drop the session"):
        assert way in error.message
    await refused("WORKTREE_UNLINKED", service.change_tracker.read(session.id))
    await refused("WORKTREE_UNLINKED", service.removal.remove(session.id, force=True, keep_branch=False))
    await refused("WORKTREE_UNLINKED", service.pausing.pause(session.id, free_disk=True))
    assert held(repo, around) == before, "written nowhere"
    assert service.sessions.get(session.id).under_way is None
    await service.unlinked.mend(session.id)
    assert git(worktree, "symbolic-ref", "HEAD") == f"refs/heads/{session.branch}"
    assert Path(git(worktree, "rev-parse", "--path-format=absolute", "--git-common-dir")) == repo / ".git"
    status = git(worktree, "status", "--porcelain").splitlines()
    assert sorted(line[2:].strip() for line in status) == ["README.md", "loose", "staged"]
    taken = await service.timeline.take(session.id, SnapshotReason.ON_DEMAND)
    assert git(repo, "show", f"{taken.commit}:README.md") == "changed"
    await refused("INVALID_STATE", service.unlinked.mend(session.id))
    await service.removal.remove(session.id, force=True, keep_branch=False)
    assert not worktree.exists()
    assert held(around) == before[1:]


@pytest.mark.parametrize("fault", FAULTS)
async def test_its_files_are_kept_and_it_goes_on_elsewhere(
    service: InProcess, repo: Path, around: Path, fault: Break
) -> None:
    session, worktree = await worked(service, repo)
    fault(worktree, repo)
    outside = held(around)
    now = await service.unlinked.keep(session.id)
    assert now.freed
    last = (await service.timeline.all(session.id))[-1]
    assert git(repo, "show", f"{last.commit}:loose") == "1"
    assert last.head == git(repo, "rev-parse", session.branch)
    assert (worktree / "loose").read_text() == "1\n", "the folder is the user's"
    service.running.resume(session.id)
    again = await service.until_status(session.id, Status.READY)
    assert again.worktree != session.worktree
    assert (Path(again.worktree) / "README.md").read_text() == "changed\n"
    assert held(around) == outside


@pytest.mark.parametrize("fault", FAULTS)
async def test_it_is_dropped_and_nothing_else(service: InProcess, repo: Path, around: Path, fault: Break) -> None:
    session, worktree = await worked(service, repo)
    fault(worktree, repo)
    before, names = held(repo, around), sorted(os.listdir(worktree))
    await service.unlinked.drop(session.id)
    assert service.sessions.find(session.id) is None
    assert (held(repo, around), sorted(os.listdir(worktree))) == (before, names)
    back = await service.removal.restore(session.id)
    assert (Path(back.worktree) / "committed").read_text() == "1\n", "as the latest snapshot has it"


async def test_what_replaced_it_is_kept(service: InProcess, repo: Path) -> None:
    session, worktree = await worked(service, repo)
    replaced(worktree, repo)
    git(worktree, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "--allow-empty", "-m", "theirs")
    await service.unlinked.mend(session.id)
    kept = service.paths.session_folder(session.id) / "replaced-git"
    assert git(kept, "--git-dir=.", "log", "--format=%s") == "theirs"


async def test_nothing_is_written_through_links_that_an_agent_put_there(
    service: InProcess, repo: Path, tmp_path: Path
) -> None:
    session, worktree = await worked(service, repo)
    victim = tmp_path / "victim"
    victim.write_text("the user's\n")
    entry = Path((worktree / ".git").read_text().removeprefix("gitdir: ").strip())
    for name in ("branchline.json", "commondir", "index.branchline"):
        (entry / name).unlink(missing_ok=True)
        (entry / name).symlink_to(victim)
    (entry / "HEAD").unlink()
    (entry / "HEAD").symlink_to(tmp_path / "made")
    git(worktree.parent, "init", "-q", "elsewhere")
    (worktree / ".git").unlink()
    (worktree / ".git").symlink_to(worktree.parent / "elsewhere" / ".git")
    await service.unlinked.mend(session.id)
    assert victim.read_text() == "the user's\n"
    assert not (tmp_path / "made").exists()
    assert git(worktree, "symbolic-ref", "HEAD") == f"refs/heads/{session.branch}"


async def test_its_agent_is_not_started_there(service: InProcess, repo: Path, around: Path) -> None:
    session, worktree = await worked(service, repo)
    lost(worktree, repo)
    service.running.resume(session.id)
    failed = await service.until_status(session.id, Status.FAILED)
    assert failed.reason is not None
    assert "Mend the link" in failed.reason


async def test_who_resumes_it_is_told_at_once(service: InProcess, repo: Path, around: Path) -> None:
    session, worktree = await worked(service, repo)
    await service.unlinked.refuse(session.id)
    lost(worktree, repo)
    await refused("WORKTREE_UNLINKED", service.unlinked.refuse(session.id))
    assert as_told(service.sessions.get(session.id)) == as_told(session), "it is no failure of the session's"
    await service.unlinked.mend(session.id)
    await service.unlinked.refuse(session.id)
    shutil.rmtree(worktree)
    await service.unlinked.refuse(session.id)  # It is made again.
    shutil.move(repo, repo.parent / "moved")
    await refused("REPO_GONE", service.unlinked.refuse(session.id))


async def test_no_way_out_while_the_agent_runs_but_to_mend(service: InProcess, repo: Path) -> None:
    made = await service.create(repo, "demo")
    await service.until_status(made.id, Status.READY)
    await refused("INVALID_STATE", service.unlinked.mend(made.id))
    lost(Path(made.worktree), repo)
    await refused("INVALID_STATE", service.unlinked.keep(made.id))
    await refused("INVALID_STATE", service.unlinked.drop(made.id))
    await service.unlinked.mend(made.id)
    assert (await service.change_tracker.read(made.id)).files == ()


async def test_a_repository_that_lost_its_git_is_not_the_one_around_it(
    service: InProcess, repo: Path, around: Path
) -> None:
    session, _ = await worked(service, repo)
    before = held(around)
    shutil.move(repo / ".git", around / "elsewhere")
    await refused("REPO_GONE", service.timeline.all(session.id))
    await refused("REPO_GONE", service.timeline.take(session.id, SnapshotReason.ON_DEMAND))
    await refused("REPO_GONE", service.removal.remove(session.id, force=True, keep_branch=False))
    assert held(around) == before
