"""Worktrees that no session has: found, told of, adopted with their snapshots, or removed and had back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from branchline.core.model.status import Status
from branchline.core.reasons import SnapshotReason
from harness.service import InProcess, refused
from harness.sidecar import git
from harness.waiting import until

ORPHANED = ["ORPHANED_WORKTREES"]


async def started(service: InProcess, repo: Path, **wanted: Any) -> tuple[str, Path]:
    made = await service.create(repo, "demo", **wanted)
    await service.until_status(made.id, Status.READY)
    await service.until_listed(made.id, "at the start")
    return made.id, Path(made.worktree)


async def lost(service: InProcess, *, with_repositories: bool = False) -> InProcess:
    """The one after a sidecar whose list of sessions was lost; their worktrees stand."""
    for session in service.sessions.all():
        service.sessions.drop(session.id)
    if with_repositories:
        service.orphans._store.set_meta("repositories", [])
    service.ptyhost.close()
    return await service.next()


def codes(service: InProcess) -> list[str]:
    return [each.code for each in service.notices]


async def test_they_are_told_of_and_adopted_with_their_snapshots(service: InProcess, repo: Path) -> None:
    session_id, worktree = await started(service, repo, name="Orphan")
    (worktree / "loose.txt").write_text("loose\n")
    await service.timeline.take(session_id, SnapshotReason.ON_DEMAND)
    again = await lost(service)
    assert (again.sessions.all(), codes(again)) == ([], ORPHANED)
    (orphan,) = await again.orphans.all()
    assert (orphan.path, orphan.branch, orphan.repo) == (str(worktree), "branchline/orphan", str(repo))
    adopted = await again.orphans.adopt(str(worktree))
    assert (adopted.id, adopted.status, adopted.branch) == (session_id, Status.PAUSED, "branchline/orphan")
    assert adopted.reason == "adopted"
    assert (await again.orphans.all(), codes(again)) == ([], [])
    assert await again.timeline.all(session_id), "its snapshots are its own again"
    measured = await again.change_tracker.read(session_id)
    assert [each.path for each in measured.files] == ["loose.txt"]
    again.running.resume(session_id)
    await again.until(session_id, lambda session: session.process is not None)
    await again.close()


async def test_they_are_found_where_a_window_is_open_though_nothing_else_knows_of_them(
    service: InProcess, repo: Path, tmp_path: Path
) -> None:
    session_id, worktree = await started(service, repo, name="Orphan")
    again = await lost(service, with_repositories=True)
    told: list[list[str]] = []
    again.orphans.listeners.add(lambda notices: told.append([each.code for each in notices]))
    await again.orphans.look_through([str(tmp_path)])
    assert (codes(again), told) == ([], [])
    await again.orphans.look_through([str(repo / "src")])
    await again.orphans.look_through([str(repo / "src")])
    assert (codes(again), told) == (ORPHANED, [ORPHANED]), "once, where it altered"
    assert (await again.orphans.adopt(str(worktree))).id == session_id
    assert told == [ORPHANED, []]
    await again.close()


async def test_one_is_removed_only_with_force_and_comes_back(service: InProcess, repo: Path) -> None:
    _, worktree = await started(service, repo, name="Orphan")
    (worktree / "loose.txt").write_text("loose\n")
    again = await lost(service)
    error = await refused("DIRTY", again.orphans.remove(str(worktree), force=False))
    assert error.data["files"] == 1
    (worktree / "loose.txt").rename(worktree.parent / "aside")
    git(worktree, "bisect", "start", "HEAD", "HEAD~1")
    error = await refused("DIRTY", again.orphans.remove(str(worktree), force=False))
    assert (error.data["files"], error.data["missing"]) == (0, ["a bisect under way"])
    (worktree.parent / "aside").rename(worktree / "loose.txt")
    await again.orphans.remove(str(worktree), force=True)
    assert not worktree.exists()
    (removed,) = again.removed.all()
    await again.removal.restore(removed.session.id)
    assert (worktree / "loose.txt").read_text() == "loose\n"
    await again.close()


@pytest.mark.parametrize("what", ["the repository itself", "a session's", "the user's own", "nothing"])
async def test_what_is_no_orphan_is_left_alone(service: InProcess, repo: Path, tmp_path: Path, what: str) -> None:
    _, worktree = await started(service, repo)
    own = tmp_path / "own"
    git(repo, "worktree", "add", "-q", "--detach", str(own))
    place = {
        "the repository itself": str(repo),
        "a session's": str(worktree),
        "the user's own": str(own),
        "nothing": "/nowhere",
    }[what]
    await refused("NOT_ORPHANED", service.orphans.adopt(place))
    await refused("NOT_ORPHANED", service.orphans.remove(place, force=True))
    assert (own.is_dir(), worktree.is_dir(), len(service.sessions.all())) == (True, True, 1)


async def test_one_of_a_removed_session_is_that_session_again(service: InProcess, repo: Path) -> None:
    """Its removal was taken back by hand: git has its worktree again."""
    session_id, worktree = await started(service, repo, name="Twice", task="web-1")
    await service.removal.remove(session_id, force=True, keep_branch=True)
    await service.removal.restore(session_id)
    entry = service.sessions.get(session_id)
    service.removed.add(await kept(service, session_id))
    service.sessions.drop(session_id)
    adopted = await service.orphans.adopt(str(worktree))
    assert (adopted.id, adopted.name, adopted.task) == (session_id, "Twice", "web-1")
    assert (adopted.created_at, service.removed.all()) == (entry.created_at, [])


async def kept(service: InProcess, session_id: str) -> Any:
    return await service.removal._kept(service.sessions.get(session_id), True)


async def test_a_worktree_that_is_gone_is_told_until_it_is_back(service: InProcess, repo: Path) -> None:
    session_id, worktree = await started(service, repo, name="Lost")
    await service.pausing.pause(session_id, False)
    worktree.rename(worktree.parent / "aside")
    await service.orphans.look()
    assert codes(service) == ["WORKTREES_MISSING"]
    service.running.resume(session_id)
    await service.until_status(session_id, Status.READY)
    await service.orphans.look()
    assert "WORKTREES_MISSING" not in codes(service)
    await until(worktree.is_dir)
