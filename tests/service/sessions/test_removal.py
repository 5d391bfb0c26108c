"""What is removed goes whole, never without the user's word where something is lost, and can be restored as it was."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from branchline.core.errors import BranchlineError
from branchline.core.model.session import Removed
from branchline.core.model.status import Status
from harness.service import InProcess, refused
from harness.sidecar import git
from harness.waiting import timeout, until
from harness.worktree_files import branches, commit, said


async def started(service: InProcess, repo: Path, **wanted: Any) -> tuple[str, Path]:
    made = await service.create(repo, "demo", **wanted)
    await service.until_status(made.id, Status.READY)
    return made.id, Path(made.worktree)


def work_in(worktree: Path) -> tuple[str, ...]:
    """A commit of its own, something staged, something loose; what git says of it."""
    commit(worktree)
    (worktree / "staged.txt").write_text("staged\n")
    git(worktree, "add", "staged.txt")
    (worktree / "loose.txt").write_text("loose\n")
    return state(worktree)


def state(worktree: Path) -> tuple[str, ...]:
    return (*said(worktree), git(worktree, "log", "--format=%H"))


async def stopped(service: InProcess, session_id: str) -> None:
    service.running.stop(session_id)
    await service.until_status(session_id, Status.PAUSED)


async def removed(service: InProcess, session_id: str, keep_branch: bool = False) -> Removed:
    return await service.removal.remove(session_id, force=True, keep_branch=keep_branch)


async def test_removed_and_restored(service: InProcess, repo: Path) -> None:
    session_id, worktree = await started(service, repo, name="Precious", task="web-1", auto_yes="safe")
    service.editing.update(session_id, name=None, task=None, auto_yes=None, pinned=True, read=None)
    before = work_in(worktree)
    error = await refused("DIRTY", service.removal.remove(session_id, force=False, keep_branch=False))
    told = {"files": 2, "commits": 1, "ignored": 0, "missing": [], "live": True}
    assert {name: error.data[name] for name in told} == told
    asked = await service.removal.losses(session_id)
    assert (asked.files, asked.commits, asked.ignored, asked.missing, asked.live) == (2, 1, 0, (), True)
    assert service.removed.all() == []
    assert service.sessions.get(session_id).status is Status.READY, "nothing changed"
    gone = await removed(service, session_id)
    assert not worktree.exists()
    assert "branchline/precious" not in branches(repo)
    (entry,) = service.removed.all()
    assert entry == gone
    named = (entry.session.id, entry.session.name, entry.session.agent, entry.session.task, entry.session.branch)
    assert named == (session_id, "Precious", "demo", "web-1", "branchline/precious")
    restored = await service.removal.restore(session_id)
    kept = (restored.name, restored.task, restored.auto_yes, restored.pinned, restored.branch)
    assert kept == ("Precious", "web-1", "safe", True, "branchline/precious")
    assert (restored.status, restored.reason, restored.freed) == (Status.PAUSED, "restored", False)
    assert state(worktree) == before
    assert service.removed.all() == []
    service.running.resume(session_id)
    await service.until_status(session_id, Status.READY)
    (transcript,) = service.paths.transcripts.glob(f"*/{session_id}-*.jsonl")
    assert "removed" in transcript.read_text()


async def test_without_losses_it_needs_no_force_and_is_restored_all_the_same(service: InProcess, repo: Path) -> None:
    session_id, worktree = await started(service, repo)
    await stopped(service, session_id)
    await service.removal.remove(session_id, force=False, keep_branch=False)
    assert not worktree.exists()
    assert (await service.removal.restore(session_id)).worktree == str(worktree)
    assert worktree.is_dir()


async def test_a_branch_is_kept_where_that_is_wanted(service: InProcess, repo: Path) -> None:
    session_id, worktree = await started(service, repo, name="Kept")
    commit(worktree)
    tip = git(worktree, "rev-parse", "HEAD")
    await removed(service, session_id, keep_branch=True)
    assert (worktree.exists(), git(repo, "rev-parse", "branchline/kept")) == (False, tip)


async def test_a_freed_session_is_removed_and_restored(service: InProcess, repo: Path) -> None:
    session_id, worktree = await started(service, repo)
    before = work_in(worktree)
    await service.pausing.pause(session_id, True)
    _other, taken = await started(service, repo, name="session")
    assert taken != worktree, "its place is kept for it"
    await removed(service, session_id)
    assert taken.is_dir(), "what is another session's stays"
    assert (await service.removal.restore(session_id)).freed is False
    assert state(worktree) == before


async def test_a_branch_that_is_taken_by_then(service: InProcess, repo: Path) -> None:
    """Whoever made one of that name meanwhile keeps it as it is."""
    session_id, worktree = await started(service, repo, name="Precious")
    before = work_in(worktree)
    await removed(service, session_id)
    git(repo, "branch", "branchline/precious", "HEAD")
    tip = git(repo, "rev-parse", "branchline/precious")
    restored = await service.removal.restore(session_id)
    assert git(repo, "rev-parse", "branchline/precious") == tip
    assert restored.branch != "branchline/precious"
    assert state(Path(restored.worktree))[1:] == before[1:]


async def test_deleted_for_good(service: InProcess, repo: Path) -> None:
    session_id, worktree = await started(service, repo)
    work_in(worktree)
    await removed(service, session_id)
    assert service.paths.session_folder(session_id).is_dir()
    await service.removed.delete(session_id)
    assert service.removed.all() == []
    assert git(repo, "for-each-ref", "refs/branchline/") == ""
    assert not service.paths.session_folder(session_id).exists()
    await refused("NO_SESSION", service.removal.restore(session_id))


async def test_a_branch_that_somebody_else_has_by_then_stays_and_that_is_said(
    service: InProcess, repo: Path, tmp_path: Path
) -> None:
    session_id, worktree = await started(service, repo, name="Held")
    git(worktree, "checkout", "-q", "--detach")
    git(repo, "worktree", "add", "-q", str(tmp_path / "theirs"), "branchline/held")
    gone = await removed(service, session_id)
    assert (gone.held_by, gone.tip) == (str(tmp_path / "theirs"), None)
    assert (worktree.exists(), "branchline/held" in branches(repo)) == (False, True)
    other, _ = await started(service, repo, name="Not held")
    assert (await removed(service, other)).held_by is None


async def test_a_branch_that_is_taken_by_then_is_another(service: InProcess, repo: Path) -> None:
    """No other session gets the name; one may get the branch, which has neither capitals nor a dash at its end."""
    session_id, _ = await started(service, repo, name="Same")
    await removed(service, session_id)
    await started(service, repo, name="Same-")
    restored = await service.removal.restore(session_id)
    assert restored.name == "Same"
    assert restored.branch != "branchline/same", "that is the other one's, though it has no other commits"
    assert git(restored.worktree, "branch", "--show-current") == restored.branch


async def test_where_git_refuses_half_way_the_session_is_there_still(service: InProcess, repo: Path) -> None:
    """Another program holds its branch: the worktree is gone by then, and comes back with a resume."""
    session_id, worktree = await started(service, repo, name="Held")
    (worktree / "loose.txt").write_text("loose\n")
    lock = repo / ".git" / "refs" / "heads" / "branchline" / "held.lock"
    lock.touch()
    error = (await asyncio.gather(removed(service, session_id), return_exceptions=True))[0]
    assert isinstance(error, BranchlineError)
    left = service.sessions.get(session_id)
    assert (left.status, left.under_way, service.removed.all()) == (Status.PAUSED, None, [])
    lock.unlink()
    service.running.resume(session_id)
    await service.until_status(session_id, Status.READY)
    assert (worktree / "loose.txt").read_text() == "loose\n"
    await removed(service, session_id)
    assert (worktree.exists(), "branchline/held" in branches(repo)) == (False, False)


async def test_nothing_is_removed_while_its_snapshot_cannot_be_taken(service: InProcess, repo: Path) -> None:
    session_id, worktree = await started(service, repo)
    await stopped(service, session_id)
    (worktree / "loose.txt").write_text("loose\n")
    objects = repo / ".git" / "objects"
    objects.rename(repo / ".git" / "aside")
    done = await asyncio.gather(removed(service, session_id), return_exceptions=True)
    (repo / ".git" / "aside").rename(objects)
    assert isinstance(done[0], Exception)
    left = service.sessions.get(session_id)
    assert (left.status, left.under_way, service.removed.all()) == (Status.PAUSED, None, [])
    assert (worktree / "loose.txt").read_text() == "loose\n"
    await removed(service, session_id)
    assert not worktree.exists()


async def test_two_removals_at_once_are_one(service: InProcess, repo: Path) -> None:
    session_id, worktree = await started(service, repo)
    work_in(worktree)
    done = await asyncio.gather(removed(service, session_id), removed(service, session_id), return_exceptions=True)
    assert sorted(getattr(each, "code", "") for each in done) == ["", "NO_SESSION"]
    assert len(service.removed.all()) == 1
    await service.removal.restore(session_id)
    assert (worktree / "loose.txt").read_text() == "loose\n"


async def test_whoever_waits_for_a_session_that_is_removed_is_told(service: InProcess, repo: Path) -> None:
    """An answer that was just given, a repaint of what did not come yet."""
    session_id = (await service.create(repo, "demo", instruction="Delete the old script")).id
    session = await service.asking(session_id)
    assert session.prompt is not None
    program = service.program(session)
    program.reads = lambda _text: None  # It does not take the key.
    end = program.ring.end
    answering = asyncio.create_task(service.prompts.answer(session_id, session.prompt.id, "1"))
    painting = asyncio.create_task(service.viewing.repaint(session_id, end + 1000))
    await until(lambda: program.typed[-1:] == ["1"])
    await removed(service, session_id)
    async with timeout(lambda: "nobody told them"):
        await answering  # The key was sent, and the prompt is gone with its agent.
        await refused("NOT_RUNNING", painting)
