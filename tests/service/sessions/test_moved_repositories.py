"""A repository is its common git folder, wherever that is today: sessions find theirs again, live ones, paused and
removed ones; and what is done is done there, or not said."""

from __future__ import annotations

import os
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

import attrs
import pytest

from branchline.core.errors import BranchlineError
from branchline.core.model.status import Status
from branchline.core.reasons import SnapshotReason
from harness.moved_sessions import STATES, begun, record, refs
from harness.proofs import pairs
from harness.service import InProcess, refused
from harness.sidecar import git
from harness.worktree_files import branches

Move = Callable[[InProcess, str, Path], Awaitable[Path]]
"""Takes the repository elsewhere, and gives where it is then."""


async def repaired(service: InProcess, session_id: str, repo: Path) -> Path:
    """By its worktree's own link, which the user mended as git wants it."""
    moved = repo.rename(repo.parent / "two")
    session = service.sessions.find(session_id)
    if session is not None and os.path.isdir(session.worktree):
        git(moved, "worktree", "repair", session.worktree)
    else:
        await service.locating.locate(session_id, str(moved))  # There is no worktree that could tell.
    return moved


async def in_a_window(service: InProcess, session_id: str, repo: Path) -> Path:
    moved = repo.rename(repo.parent / "two")
    await service.locating.look_through([str(moved / "src")])
    return moved


async def right_inside_a_windows_folder(service: InProcess, session_id: str, repo: Path) -> Path:
    (repo.parent / "elsewhere").mkdir()
    moved = Path(shutil.move(repo, repo.parent / "elsewhere" / "two"))
    service.whereabouts.opened([str(repo.parent / "elsewhere")])
    return moved


async def named(service: InProcess, session_id: str, repo: Path) -> Path:
    moved = repo.rename(repo.parent / "two")
    await refused("REPO_GONE", service.whereabouts.found(record(service, session_id)))
    await service.locating.locate(session_id, str(moved))
    return moved


async def with_its_worktrees(service: InProcess, session_id: str, repo: Path) -> Path:
    """As a folder of projects that is renamed."""
    (repo.parent / "far").mkdir()
    for each in repo.parent.glob("sample*"):
        each.rename(repo.parent / "far" / each.name)
    service.whereabouts.opened([str(repo.parent / "far" / "sample")])
    return repo.parent / "far" / "sample"


async def renamed_like_its_worktrees(service: InProcess, session_id: str, repo: Path) -> Path:
    if Path(f"{repo}.worktrees").exists():
        Path(f"{repo}.worktrees").rename(repo.parent / "two.worktrees")
    return await in_a_window(service, session_id, repo)


async def to_another_disk(service: InProcess, session_id: str, repo: Path) -> Path:
    """Every inode is another one then."""
    copy = shutil.copytree(repo, repo.parent / "two", symlinks=True)
    shutil.rmtree(repo)
    service.whereabouts.opened([str(copy)])
    return Path(copy)


async def and_another_one_is_in_its_place(service: InProcess, session_id: str, repo: Path) -> Path:
    """A clone: it has the very commits."""
    moved = await in_a_window(service, session_id, repo)
    git(repo.parent, "clone", "-q", str(moved), str(repo))
    return moved


async def and_back(service: InProcess, session_id: str, repo: Path) -> Path:
    moved = await in_a_window(service, session_id, repo)
    return moved.rename(repo)


MOVES = [
    repaired, in_a_window, right_inside_a_windows_folder, named, with_its_worktrees, renamed_like_its_worktrees,
    to_another_disk, and_another_one_is_in_its_place, and_back,
]  # fmt: skip


@pytest.mark.parametrize(("move", "state"), pairs("repositories that are moved", MOVES, STATES))
async def test_a_session_finds_its_repository_again(service: InProcess, repo: Path, move: Move, state: str) -> None:
    session_id, _ = await begun(service, repo, state)
    moved = await move(service, session_id, repo)
    if state == "removed":
        await service.removal.restore(session_id)
    assert await service.timeline.all(session_id), "its timeline is there"
    taken = None
    if state != "freed":
        taken = await service.timeline.take(session_id, SnapshotReason.ON_DEMAND)
        measured = await service.change_tracker.read(session_id)
        assert [each.path for each in measured.files] == ["loose.txt"]
    found = service.sessions.get(session_id)
    assert (found.repo, found.common_dir) == (str(moved), str(moved / ".git"))
    if state != "live":
        service.running.resume(session_id)
        await service.until_status(session_id, Status.READY)
    worktree = Path(service.sessions.get(session_id).worktree)
    assert (worktree / "loose.txt").read_text() == "loose\n"
    assert git(worktree, "rev-parse", "--path-format=absolute", "--git-common-dir") == str(moved / ".git")
    assert taken is None or taken.ref in refs(moved, session_id), "it is in the repository itself"
    await service.removal.remove(session_id, force=True, keep_branch=False)
    assert (worktree.exists(), "branchline/precious" in branches(moved)) == (False, False)
    assert str(worktree) not in git(moved, "worktree", "list")
    await service.removed.delete(session_id)
    assert refs(moved, session_id) == ""
    if repo != moved and repo.exists():
        assert git(repo, "for-each-ref", "refs/branchline/") == ""


async def test_a_worktree_inside_the_repository_is_moved_with_it(service: InProcess, repo: Path) -> None:
    service.configure(worktreesFolder=str(repo / "src" / "worktrees"))
    session_id, worktree = await begun(service, repo, "paused")
    assert worktree.is_relative_to(repo)
    moved = await in_a_window(service, session_id, repo)
    assert service.sessions.get(session_id).worktree == str(moved / worktree.relative_to(repo))
    await service.removal.remove(session_id, force=True, keep_branch=False)
    assert not (moved / worktree.relative_to(repo)).exists()


async def test_one_in_the_queue_finds_it_too(service: InProcess, repo: Path) -> None:
    service.configure(maxSessions=1)
    first, _ = await begun(service, repo, "live")
    queued = await service.create(repo, "demo", name="Queued")
    moved = repo.rename(repo.parent / "two")
    await service.locating.look_through([str(moved)])
    service.running.stop(first)
    ready = await service.until_status(queued.id, Status.READY)
    assert (ready.repo, Path(ready.worktree).parent) == (str(moved), moved.parent / "two.worktrees")


async def test_through_a_link_that_leads_elsewhere_by_now(service: InProcess, repo: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(repo)
    made = await service.create(tmp_path / "link", "demo", name="Precious")
    await service.until_status(made.id, Status.READY)
    await service.pausing.pause(made.id, True)
    moved = repo.rename(repo.parent / "two")
    (tmp_path / "link").unlink()
    (tmp_path / "link").symlink_to(moved)
    service.whereabouts.opened([str(tmp_path / "link")])
    service.running.resume(made.id)
    assert (await service.until_status(made.id, Status.READY)).repo == str(moved)


async def test_a_worktree_without_a_session_is_adopted_where_its_repository_was_moved(
    service: InProcess, repo: Path
) -> None:
    session_id, worktree = await begun(service, repo, "paused")
    service.sessions.drop(session_id)
    moved = repo.rename(repo.parent / "two")
    await service.locating.look_through([str(moved)])
    adopted = await service.orphans.adopt(str(worktree))
    assert (adopted.id, adopted.repo) == (session_id, str(moved))
    assert git(worktree, "status", "--short") == "?? loose.txt"


async def test_a_store_of_an_earlier_version_learns_it(service: InProcess, repo: Path) -> None:
    session_id, _ = await begun(service, repo, "freed")
    plain = attrs.evolve(service.sessions.get(session_id), common_dir="", common_inode="")
    service.sessions._put(plain)
    again = await service.next()
    known = again.sessions.get(session_id)
    assert (known.common_dir, known.common_inode) == (str(repo / ".git"), str(os.stat(repo / ".git").st_ino))
    moved = repo.rename(repo.parent / "two")
    again.whereabouts.opened([str(moved)])
    assert await again.timeline.all(session_id)
    await again.close()


async def test_a_worktree_that_was_moved_by_git_is_found(service: InProcess, repo: Path, tmp_path: Path) -> None:
    session_id, worktree = await begun(service, repo, "paused")
    git(repo, "worktree", "move", str(worktree), str(tmp_path / "there"))
    await service.timeline.take(session_id, SnapshotReason.ON_DEMAND)
    assert service.sessions.get(session_id).worktree == str(tmp_path / "there")
    await service.removal.remove(session_id, force=True, keep_branch=False)
    assert not (tmp_path / "there").exists()


async def test_a_link_that_somebody_else_made_is_not_mended(service: InProcess, repo: Path, tmp_path: Path) -> None:
    """It leads to a repository that is there, but is not the session's."""
    session_id, worktree = await begun(service, repo, "paused")
    other = tmp_path / "other"
    git(tmp_path, "init", "-q", str(other))
    (worktree / ".git").write_text(f"gitdir: {other / '.git'}\n")
    service.whereabouts.opened([str(repo.rename(repo.parent / "two"))])
    with pytest.raises(BranchlineError):
        await service.removal.remove(session_id, force=True, keep_branch=False)
    assert (worktree / ".git").read_text() == f"gitdir: {other / '.git'}\n"
    assert (worktree / "loose.txt").exists()
    assert service.sessions.has(session_id)
