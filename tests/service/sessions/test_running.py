"""Stops agents, and lets sessions go on in their worktree."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from branchline.core.errors import BranchlineError
from branchline.core.model.status import Status
from harness.service import InProcess, refused


async def test_a_resumed_session_runs_again_in_its_worktree(service: InProcess, repo: Path) -> None:
    made = await service.create(repo, "demo")
    await service.until_status(made.id, Status.READY)
    assert service.running.stop(made.id).stopping == "stopped"
    paused = await service.until_status(made.id, Status.PAUSED)
    assert paused.reason == "stopped"
    with pytest.raises(BranchlineError) as caught:
        service.running.stop(made.id)
    assert caught.value.code == "INVALID_STATE"
    assert service.running.resume(made.id).status in {Status.QUEUED, Status.STARTING}
    again = await service.until_status(made.id, Status.READY)
    assert again.worktree == made.worktree
    with pytest.raises(BranchlineError) as caught:
        service.running.resume(made.id)
    assert caught.value.code == "INVALID_STATE"


async def test_without_its_program_it_stays_as_it_is(service: InProcess, repo: Path) -> None:
    made = await service.create(repo, "aider")
    service.program(made).exits(0)
    before = await service.until_status(made.id, Status.COMPLETED)
    service.settings.configure({"agentPaths": {"aider": "/nowhere/aider"}})
    with pytest.raises(BranchlineError) as caught:
        service.running.resume(made.id)
    assert caught.value.code == "AGENT_NOT_FOUND"
    assert service.sessions.get(made.id).status is before.status


async def test_all_that_a_crash_stopped_go_on(service: InProcess, repo: Path) -> None:
    service.configure(maxSessions=2)
    lost = [await service.create(repo) for _ in range(2)]
    service.ptyhost.is_lost()
    for each in lost:
        assert service.sessions.get(each.id).reason == "interrupted"
    done = await service.create(repo, name="done")
    service.program(done).exits(0)
    await service.until_status(done.id, Status.COMPLETED)
    assert service.running.resume_interrupted() == 2
    for each in lost:
        await service.until(each.id, lambda session: session.process is not None)
    assert service.running.resume_interrupted() == 0
    assert service.sessions.get(done.id).status is Status.COMPLETED


async def test_everything_is_stopped_with_the_terminal_host(service: InProcess, repo: Path) -> None:
    service.configure(maxSessions=2)
    sessions = [await service.create(repo) for _ in range(3)]
    assert sessions[-1].status is Status.QUEUED
    await service.running.stop_everything()
    assert {each.status for each in service.sessions.all()} == {Status.PAUSED}
    assert (service.ptyhost.programs, service.ptyhost.listener) == ({}, None)


async def test_one_that_cannot_be_ended_is_said(
    service: InProcess, repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("branchline.service.sessions.ending.KILL_PATIENCE", 0.1)
    made = await service.create(repo)
    service.program(made).ends_when_killed = False
    for work in (
        service.running.stop_everything(),
        service.removal.remove(made.id, force=True, keep_branch=False),
        service.pausing.pause(made.id, True),
    ):
        await refused("STILL_RUNNING", work)
    left = service.sessions.get(made.id)
    assert (left.stopping, Path(made.worktree).is_dir(), service.removed.all()) == ("stopped", True, [])
    service.program(made).exits(0)
    await service.until_status(made.id, Status.PAUSED)


async def test_whoever_ends_one_that_is_resumed_meanwhile_ends_it_again(service: InProcess, repo: Path) -> None:
    """The lock of its worktree is held, and the start of the agent waits for that: nobody else would end it."""
    made = await service.create(repo)

    def resume(_news: object) -> None:
        if service.sessions.has(made.id) and service.sessions.get(made.id).status is Status.PAUSED:
            service.sessions.listeners.remove(resume)
            service.running.resume(made.id)

    service.sessions.listeners.add(resume)
    await asyncio.wait_for(service.removal.remove(made.id, force=True, keep_branch=False), 8)
    assert (service.sessions.all(), Path(made.worktree).exists()) == ([], False)
    await asyncio.sleep(0)
    assert [each for each in service.ptyhost.programs.values() if each.exit_code is None] == []
