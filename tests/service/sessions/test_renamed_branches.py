"""A session's branch is the one that it is, by whatever name; one that took its place is not Branchline's."""

from __future__ import annotations

from pathlib import Path

import pytest

from branchline.core.model.status import Status
from harness.service import InProcess
from harness.sidecar import git
from harness.worktree_files import branches


async def begun(service: InProcess, repo: Path, name: str = "Precious") -> tuple[str, Path]:
    made = await service.create(repo, "demo", name=name)
    await service.until_status(made.id, Status.READY)
    await service.until_listed(made.id, "at the start")
    git(repo, "config", "user.name", "a")
    git(repo, "config", "user.email", "a@b")
    return made.id, Path(made.worktree)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("then", ["", "another one is checked out", "it is copied", "again", "HEAD is detached"])
async def test_it_is_followed_and_goes_with_the_session(
    service: InProcess, repo: Path, then: str, packed: bool
) -> None:
    session_id, worktree = await begun(service, repo)
    git(worktree, "branch", "-m", "new/name")
    name = "new/name"
    if then == "another one is checked out":
        git(worktree, "checkout", "-q", "-b", "another")
    elif then == "it is copied":
        git(worktree, "branch", "-c", "copy")
    elif then == "again":
        git(worktree, "branch", "-m", "third")
        name = "third"
    elif then == "HEAD is detached":
        git(worktree, "checkout", "-q", "--detach")
    if packed:
        git(repo, "pack-refs", "--all")
    session = await service.whereabouts.now(session_id)
    assert (session.branch, session.owns.branch) == (name, True)
    await service.removal.remove(session_id, force=True, keep_branch=False)
    left = {"another", "copy"} & {*branches(repo)}
    assert name not in branches(repo)
    assert left == {"another one is checked out": {"another"}, "it is copied": {"copy"}}.get(then, set())
    restored = await service.removal.restore(session_id)
    assert restored.branch == name
    assert name in branches(repo)


@pytest.mark.parametrize("how", ["made by the agent", "there before", "renamed with no reflog"])
async def test_one_in_its_place_is_shown_but_not_deleted(service: InProcess, repo: Path, how: str) -> None:
    session_id, worktree = await begun(service, repo)
    if how == "made by the agent":
        git(worktree, "checkout", "-q", "-b", "place")
        git(repo, "branch", "-D", "branchline/precious")
    elif how == "there before":
        git(repo, "branch", "place")
        git(worktree, "checkout", "-q", "place")
        git(repo, "branch", "-D", "branchline/precious")
    else:
        (repo / ".git" / "logs" / "refs" / "heads" / "branchline" / "precious").unlink(missing_ok=True)
        git(repo, "config", "core.logAllRefUpdates", "false")
        git(worktree, "branch", "-m", "place")
    session = await service.whereabouts.now(session_id)
    assert (session.branch, session.owns.branch) == ("place", False)
    await service.removal.remove(session_id, force=True, keep_branch=False)
    assert (worktree.exists(), "place" in branches(repo)) == (False, True)


async def test_it_is_shown_by_its_new_name_though_nobody_asks(service: InProcess, repo: Path) -> None:
    """With the next count of what its worktree changed."""
    session_id, worktree = await begun(service, repo)
    git(worktree, "branch", "-m", "new/name")
    service.change_tracker.edited(str(worktree / "loose.txt"))
    session = await service.until(session_id, lambda session: session.branch == "new/name")
    assert session.owns.branch


async def test_a_branch_that_is_there_stays_the_sessions_whatever_is_checked_out(
    service: InProcess, repo: Path
) -> None:
    session_id, worktree = await begun(service, repo)
    git(worktree, "checkout", "-q", "-b", "another")
    assert (await service.whereabouts.now(session_id)).branch == "branchline/precious"
    git(worktree, "checkout", "-q", "--detach")
    assert (await service.whereabouts.now(session_id)).branch == "branchline/precious"


async def test_one_that_was_renamed_while_the_worktree_was_freed_comes_back_by_its_new_name(
    service: InProcess, repo: Path
) -> None:
    session_id, worktree = await begun(service, repo)
    (worktree / "loose.txt").write_text("loose\n")
    await service.pausing.pause(session_id, True)
    git(repo, "branch", "-m", "branchline/precious", "new/name")
    service.running.resume(session_id)
    session = await service.until_status(session_id, Status.READY)
    assert (session.branch, session.owns.branch) == ("new/name", True)
    assert git(session.worktree, "branch", "--show-current") == "new/name"
    assert (Path(session.worktree) / "loose.txt").exists()
    assert "branchline/precious" not in branches(repo)


async def test_a_place_that_another_session_has_by_now_tells_nothing_of_a_removed_one(
    service: InProcess, repo: Path
) -> None:
    session_id, worktree = await begun(service, repo)
    await service.removal.remove(session_id, force=True, keep_branch=False)
    other, place = await begun(service, repo, name="Precious-")
    assert place == worktree
    git(place, "branch", "-m", "others")
    await service.whereabouts.now(other)
    restored = await service.removal.restore(session_id)
    assert (restored.branch, restored.owns.branch) == ("branchline/precious", True)
