"""Pause and resume: the agent ends, everything is kept, and it goes on where it was."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any

import pytest

from branchline.core.model.session import Session
from branchline.core.model.status import Status
from harness.service import InProcess, refused
from harness.sidecar import git
from harness.waiting import until
from harness.worktree_files import branches, disturb, said

ESCAPE = "\x1b"


async def started(service: InProcess, repo: Path, agent: str = "demo", **wanted: Any) -> tuple[str, Path]:
    made = await service.create(repo, agent, **wanted)
    await service.until_status(made.id, Status.READY)
    return made.id, Path(made.worktree)


async def paused(service: InProcess, session_id: str, free_disk: bool = False) -> Session:
    await service.pausing.pause(session_id, free_disk)
    return service.sessions.get(session_id)


async def resumed(service: InProcess, session_id: str) -> Session:
    service.running.resume(session_id)
    return await service.until_status(session_id, Status.READY)


async def test_the_agent_ends_and_the_worktree_is_kept(service: InProcess, repo: Path) -> None:
    session_id, worktree = await started(service, repo)
    before, head = disturb(worktree), git(worktree, "rev-parse", "HEAD")
    now = await paused(service, session_id)
    assert (now.status, now.reason, now.freed) == (Status.PAUSED, "paused", False)
    assert said(worktree) == before
    assert git(worktree, "rev-parse", "HEAD") == head, "the branch gets no commit of ours"
    last = (await service.timeline.all(session_id))[-1]
    assert git(repo, "show", f"{last.commit}:loose file.txt") == "loose"
    await until(lambda: session_id not in service.ptyhost.programs)
    await resumed(service, session_id)
    assert said(worktree) == before


async def test_freed_and_back_to_the_very_state(service: InProcess, repo: Path) -> None:
    session_id, worktree = await started(service, repo)
    before = disturb(worktree)
    now = await paused(service, session_id, free_disk=True)
    assert (now.status, now.freed, now.worktree) == (Status.PAUSED, True, str(worktree))
    assert not worktree.exists()
    await until(lambda: not list(worktree.parent.glob(".branchline-removed-*")))
    assert str(worktree) not in git(repo, "worktree", "list")
    assert now.branch in branches(repo)
    again = await resumed(service, session_id)
    assert (again.freed, again.worktree) == (False, str(worktree))
    assert said(worktree) == before
    assert (worktree / "link").readlink() == Path("loose file.txt")


async def test_an_ended_session_is_freed_too_and_only_once(service: InProcess, repo: Path) -> None:
    session_id, worktree = await started(service, repo)
    service.running.stop(session_id)
    await service.until_status(session_id, Status.PAUSED)
    assert (await paused(service, session_id, free_disk=True)).freed
    assert not worktree.exists()
    for free in (False, True):
        await refused("INVALID_STATE", service.pausing.pause(session_id, free))


async def test_another_folder_in_its_place_is_left_alone(service: InProcess, repo: Path) -> None:
    session_id, worktree = await started(service, repo)
    before = disturb(worktree)
    await paused(service, session_id, free_disk=True)
    worktree.mkdir(parents=True)
    (worktree / "mine.txt").write_text("mine\n")
    again = await resumed(service, session_id)
    assert again.worktree != str(worktree)
    assert said(Path(again.worktree)) == before
    assert (worktree / "mine.txt").read_text() == "mine\n"


async def test_a_worktree_that_somebody_deleted_comes_back(service: InProcess, repo: Path) -> None:
    session_id, worktree = await started(service, repo)
    before = disturb(worktree)
    await paused(service, session_id)
    os.rename(worktree, worktree.parent / "elsewhere")
    await resumed(service, session_id)
    assert said(worktree) == before


async def test_an_agent_that_cannot_go_on_is_told_where_things_stand(service: InProcess, repo: Path) -> None:
    session_id, _ = await started(service, repo)
    await service.instructions.send(session_id, "Delete the old script", submit=True, queue=False)
    await service.approve_all(session_id)
    await paused(service, session_id)
    service.running.resume(session_id)
    assert (await service.until_status(session_id, Status.WORKING)).handed_over
    await service.until_status(session_id, Status.READY)
    lines = await service.viewing.output(session_id, 200)
    assert any("cannot be resumed" in line for line in lines)
    assert any("The last instruction was: “Delete the old script”" in line for line in lines)


async def test_the_scrollback_of_before_stands_above(service: InProcess, repo: Path) -> None:
    service.ptyhost.begins = lambda program: program.prints(f"the words of {program.pid}\r\n")
    session_id, _ = await started(service, repo, agent="scripted")
    first = service.program(session_id).pid
    await paused(service, session_id)
    await resumed(service, session_id)
    second = service.program(session_id).pid
    lines = await service.viewing.output(session_id, 100)
    assert [line for line in lines if line] == [f"the words of {first}", f"the words of {second}"]
    shown = service.terminals.get(session_id).view().lines
    assert [line for line in shown if line] == [f"the words of {second}"], "the screen itself is the new run's alone"


async def test_a_queued_session_is_paused_without_a_worktree(service: InProcess, repo: Path) -> None:
    service.configure(maxSessions=1)
    await started(service, repo)
    queued = await service.create(repo, "demo", name="Later")
    assert queued.status is Status.QUEUED
    now = await paused(service, queued.id, free_disk=True)
    assert (now.status, now.worktree, now.freed) == (Status.PAUSED, "", False)


async def test_another_branch_that_the_agent_checked_out_is_not_the_sessions(service: InProcess, repo: Path) -> None:
    session_id, worktree = await started(service, repo, name="Own")
    git(worktree, "checkout", "-q", "-b", "topic/other")
    (worktree / "loose.txt").write_text("loose\n")
    assert (await paused(service, session_id, free_disk=True)).branch == "branchline/own"
    record = await resumed(service, session_id)
    assert (record.branch, git(worktree, "branch", "--show-current")) == ("branchline/own", "topic/other")
    await service.removal.remove(session_id, force=True, keep_branch=False)
    assert ("topic/other" in branches(repo), "branchline/own" in branches(repo)) == (True, False)
    await service.removal.restore(session_id)
    assert git(worktree, "branch", "--show-current") == "topic/other"
    assert "branchline/own" in branches(repo)
    assert (worktree / "loose.txt").read_text() == "loose\n"


async def test_ignored_files_come_back_where_the_user_names_them(service: InProcess, repo: Path) -> None:
    service.configure(snapshotInclude=[".env*"])
    session_id, worktree = await started(service, repo)
    (worktree / ".gitignore").write_text(".env*\nbuild/\n")
    (worktree / ".env.local").write_text("KEY=1\n")
    (worktree / "build").mkdir()
    (worktree / "build" / "out.bin").write_text("made anew\n")
    await paused(service, session_id, free_disk=True)
    await resumed(service, session_id)
    assert (worktree / ".env.local").read_text() == "KEY=1\n"
    assert not (worktree / "build").exists()


async def test_an_agent_at_work_is_interrupted_first_and_may_come_to_rest(service: InProcess, repo: Path) -> None:
    made = await service.create(repo, "claude")
    program = service.program(made)
    program.plays("claude/touch", until="working")
    await service.until_status(made.id, Status.WORKING)
    program.reads = lambda _keys: program.plays("claude/touch", until="ready")
    await paused(service, made.id)
    assert program.typed == [ESCAPE]


async def test_an_agent_that_waits_is_not_typed_into(service: InProcess, repo: Path) -> None:
    """Escape would answer its question."""
    session_id = (await service.create(repo, "demo", instruction="Delete the old script")).id
    await service.asking(session_id)
    program = service.program(session_id)
    typed = list(program.typed)
    await paused(service, session_id)
    assert program.typed == typed


async def test_one_whose_instruction_waits_is_not_interrupted(service: InProcess, repo: Path) -> None:
    """Its agent rests."""
    made = await service.half_typed(repo)
    program = service.program(made)
    assert await service.instructions.send(made.id, "Fix the tests", submit=True, queue=True)
    assert service.sessions.get(made.id).status is Status.WORKING
    typed = list(program.typed)
    now = await paused(service, made.id)
    assert (program.typed, now.status, now.pending) == (typed, Status.PAUSED, ("Fix the tests",))


# ---------------------------------------------------------------- several at once


@pytest.mark.parametrize("free_disk", [True, False])
async def test_pause_remove_and_resume_at_once_wait_for_each_other(
    service: InProcess, repo: Path, free_disk: bool
) -> None:
    """Whichever comes first: the session is there with its worktree or freed, or it is gone and can be restored."""
    session_id, worktree = await started(service, repo)
    disturb(worktree)

    async def resume() -> None:
        await service.until_status(session_id, Status.PAUSED)
        service.running.resume(session_id)

    done = await asyncio.gather(
        service.pausing.pause(session_id, free_disk),
        service.removal.remove(session_id, force=True, keep_branch=False),
        resume(),
        return_exceptions=True,
    )
    assert {getattr(each, "code", None) for each in done} <= {None, "NO_SESSION", "INVALID_STATE"}, done
    left = service.sessions.find(session_id)
    if left is None:
        assert not worktree.exists()
        await service.removal.restore(session_id)
    else:
        left = await service.until(session_id, lambda now: now.status in (Status.PAUSED, Status.READY, Status.FAILED))
        assert (left.status, left.under_way) in [(Status.PAUSED, None), (Status.READY, None)]
        if left.status is Status.PAUSED:
            await resumed(service, session_id)
    assert (worktree / "loose file.txt").read_text() == "loose\n"


async def test_two_pauses_at_once_are_one_end(service: InProcess, repo: Path) -> None:
    session_id, worktree = await started(service, repo)
    await asyncio.gather(service.pausing.pause(session_id, True), service.pausing.pause(session_id, True))
    now = service.sessions.get(session_id)
    assert (now.status, now.freed, worktree.exists()) == (Status.PAUSED, True, False)
