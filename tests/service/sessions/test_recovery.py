"""A step that a killed sidecar had begun is finished or taken back by the next one; nothing is lost by either."""

from __future__ import annotations

from pathlib import Path

import pytest

from branchline.core.model.status import Status
from branchline.core.model.under_way import Step
from branchline.core.reasons import SnapshotReason
from harness.killed_service import edit, killed, started
from harness.service import InProcess
from harness.sidecar import git
from harness.waiting import until
from harness.worktree_files import branches, refs_of

CREATING = {"under_way": "creating", "status": "starting", "process": None}


async def test_a_creation_cut_off_leaves_nothing(service: InProcess, repo: Path) -> None:
    session_id, worktree = await started(service, repo, name="Half made")
    edit(service, await killed(service), session_id, **CREATING)
    again = await service.successor()
    record = again.sessions.get(session_id)
    assert (record.status, record.reason, record.worktree, record.branch) == (Status.PAUSED, "interrupted", "", "")
    assert not worktree.exists()
    assert "branchline/half-made" not in branches(repo)
    again.running.resume(session_id)
    assert (await again.until_status(session_id, Status.READY)).worktree == str(worktree)
    await again.close()


@pytest.mark.parametrize("ours", [True, False])
async def test_a_creation_cut_off_before_it_was_written_down_leaves_no_folder(
    service: InProcess, repo: Path, tmp_path: Path, ours: bool
) -> None:
    """In a folder that Branchline made for worktrees; in one of the user's own an empty folder may be theirs."""
    if not ours:
        service.configure(worktreesFolder=str(tmp_path / "own"))
    session_id, worktree = await started(service, repo)
    await killed(service)
    beside, elsewhere = worktree.parent, tmp_path / "elsewhere"
    for each in (beside / "second", beside / "mine", elsewhere):
        each.mkdir()
    (beside / "mine" / "file").touch()
    (beside / "link").symlink_to(elsewhere)
    again = await service.successor()
    names = {worktree.name, "mine", "link"} | (set() if ours else {"second"})
    assert {each.name for each in beside.iterdir()} == names
    assert elsewhere.is_dir()
    assert again.sessions.get(session_id).worktree == str(worktree)
    await again.close()


async def test_a_fork_cut_off_begins_anew(service: InProcess, repo: Path) -> None:
    session_id, worktree = await started(service, repo)
    (worktree / "loose.txt").write_text("loose\n")
    taken = await service.timeline.take(session_id, SnapshotReason.ON_DEMAND)
    made = await service.forking.fork(session_id, taken.number, agent=None, instruction=None, name="Half made")
    await service.until_status(made.id, Status.READY)
    fork = Path(made.worktree)
    edit(service, await killed(service), made.id, **CREATING)
    (fork / "loose.txt").write_text("half wr")
    again = await service.successor()
    assert (again.sessions.get(made.id).worktree, fork.exists()) == ("", False)
    assert "branchline/half-made" not in branches(repo)
    again.running.resume(made.id)
    there = await again.until_status(made.id, Status.READY)
    assert (Path(there.worktree) / "loose.txt").read_text() == "loose\n"
    await again.close()


@pytest.mark.parametrize("renamed", [True, False])
async def test_a_removal_cut_off_is_done_to_its_end_and_can_be_restored(
    service: InProcess, repo: Path, renamed: bool
) -> None:
    session_id, worktree = await started(service, repo)
    (worktree / "loose.txt").write_text("loose\n")
    await service.removal.remove(session_id, force=True, keep_branch=False)
    await service.removal.restore(session_id)
    content = await killed(service)
    (session,) = content["tables"]["sessions"].values()
    numbers = [int(ref.rpartition("/")[2]) for ref in refs_of(repo, session_id) if ref[-1].isdigit()]
    kept = {"session": {**session}, "at": session["updated_at"], "snapshot": max(numbers), "tip": None}
    content["tables"]["removed"] = {"1": {"id": session_id, "removed": kept}}
    edit(service, content, session_id, under_way="removing")
    if renamed:
        worktree.rename(worktree.parent / ".branchline-removed-12345678")
    again = await service.successor()
    assert again.sessions.all() == []
    assert not worktree.exists()
    await until(lambda: not list(worktree.parent.glob(".branchline-removed-*")))
    await again.removal.restore(session_id)
    assert (worktree / "loose.txt").read_text() == "loose\n"
    await again.close()


async def test_a_freeing_cut_off_is_done_to_its_end(service: InProcess, repo: Path) -> None:
    session_id, worktree = await started(service, repo)
    (worktree / "loose.txt").write_text("loose\n")
    await service.pausing.pause(session_id, False)
    edit(service, await killed(service), session_id, under_way="freeing")
    worktree.rename(worktree.parent / ".branchline-removed-12345678")
    again = await service.successor()
    assert again.sessions.get(session_id).freed
    assert str(worktree) not in git(repo, "worktree", "list")
    again.running.resume(session_id)
    await again.until_status(session_id, Status.READY)
    assert (worktree / "loose.txt").read_text() == "loose\n"
    await again.close()


async def test_a_freeing_that_had_not_begun_is_none(service: InProcess, repo: Path) -> None:
    session_id, worktree = await started(service, repo)
    await service.pausing.pause(session_id, False)
    edit(service, await killed(service), session_id, under_way="freeing")
    again = await service.successor()
    record = again.sessions.get(session_id)
    assert (record.freed, record.under_way, worktree.is_dir()) == (False, None, True)
    await again.close()


async def test_a_restoring_cut_off_begins_anew(service: InProcess, repo: Path) -> None:
    session_id, worktree = await started(service, repo)
    (worktree / "loose.txt").write_text("loose\n")
    await service.pausing.pause(session_id, False)
    content = await killed(service)
    edit(service, content, session_id, under_way="restoring", status="starting", process=None, freed=True)
    (worktree / "loose.txt").unlink()
    again = await service.successor()
    record = again.sessions.get(session_id)
    assert (record.status, record.freed) == (Status.PAUSED, True)
    again.running.resume(session_id)
    await again.until_status(session_id, Status.READY)
    assert (worktree / "loose.txt").read_text() == "loose\n"
    await again.close()


@pytest.mark.parametrize("step", ["removing", "creating"])
async def test_what_cannot_be_finished_now_is_tried_by_the_next_one(
    service: InProcess, repo: Path, step: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The repository's disk is not there. It is in nobody's way meanwhile."""
    session_id, _ = await started(service, repo)
    other, _ = await started(service, repo, name="other")
    await service.pausing.pause(session_id, False)
    edit(service, await killed(service), session_id, under_way=step)
    aside = repo.rename(repo.parent / "aside")
    again = await service.successor()
    assert again.sessions.get(session_id).under_way is Step(step)
    assert "not finished" in caplog.text
    assert again.sessions.get(other).reason == "interrupted"
    aside.rename(repo)
    if step == "creating":
        third = await again.next()
        record = third.sessions.get(session_id)
        assert (record.under_way, record.worktree) == (None, "")
        await third.close()
    else:
        assert again.sessions.get(session_id).worktree, "there is no entry by which it could be restored"
        await again.close()
