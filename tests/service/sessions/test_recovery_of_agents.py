"""Agents that outlive a sidecar that broke off, and those that did not."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from branchline.core.model.status import Status
from branchline.core.notices import Notice, NoticeCode
from harness.killed_service import edit, killed, started
from harness.service import InProcess
from harness.sidecar import git
from harness.waiting import until
from harness.worktree_files import branches, refs_of


async def test_agents_that_run_on_are_taken_over(service: InProcess, repo: Path) -> None:
    session_id, _ = await started(service, repo)
    program = service.program(session_id)
    again = await service.next()
    assert again.program(session_id) is program
    assert again.sessions.get(session_id).status is Status.READY
    await again.instructions.send(session_id, "Delete the old script", submit=True, queue=False)
    await again.asking(session_id)
    await again.close()


async def test_one_that_ended_meanwhile_is_said_so(service: InProcess, repo: Path) -> None:
    session_id, _ = await started(service, repo)
    await service.close()
    service.program(session_id).exits(3)
    again = await service.successor()
    failed = await again.until_status(session_id, Status.FAILED)
    assert failed.reason == "exit code 3"
    await again.close()


async def test_those_that_were_lost_go_on_at_once_but_not_those_that_were_stopped(
    service: InProcess, repo: Path
) -> None:
    lost = [await started(service, repo, name=f"s{number}") for number in range(3)]
    stopped, _ = await started(service, repo, name="stopped")
    service.running.stop(stopped)
    await service.until_status(stopped, Status.PAUSED)
    await killed(service)
    again = await service.successor()
    assert {again.sessions.get(each).reason for each, _ in lost} == {"interrupted"}
    assert again.running.resume_interrupted() == 3
    for session_id, worktree in lost:
        assert (await again.until_status(session_id, Status.READY)).worktree == str(worktree)
    assert again.sessions.get(stopped).reason == "stopped"
    assert sorted(again.ptyhost.programs) == sorted(each for each, _ in lost), "each runs once"
    await again.close()


async def test_one_that_was_to_be_stopped_and_is_not_yet_is_stopped(service: InProcess, repo: Path) -> None:
    """The sidecar was killed between the request and the first signal."""
    session_id, _ = await started(service, repo)
    await service.close()
    content = json.loads(service.paths.store.read_text())
    edit(service, content, session_id, stopping="paused")
    again = await service.successor()
    record = await again.until_status(session_id, Status.PAUSED)
    assert record.reason == "paused"
    await until(lambda: session_id not in again.ptyhost.programs)
    await again.close()


async def test_an_agent_of_which_the_store_knows_nothing_yet_is_taken_over(service: InProcess, repo: Path) -> None:
    """The sidecar was killed between the start of the agent and the note of it."""
    session_id, _ = await started(service, repo)
    await service.close()
    content = json.loads(service.paths.store.read_text())
    edit(service, content, session_id, status="starting", process=None)
    again = await service.successor()
    record = await again.until_status(session_id, Status.READY)
    assert record.process is not None
    assert record.process.pid == again.program(session_id).pid
    await again.close()


async def test_a_worktree_that_vanished_comes_back(service: InProcess, repo: Path) -> None:
    session_id, worktree = await started(service, repo, name="Lost")
    (worktree / "loose.txt").write_text("loose\n")
    await service.pausing.pause(session_id, False)
    await killed(service)
    shutil.rmtree(worktree)
    again = await service.successor()
    (notice,) = again.notices
    assert notice == Notice(NoticeCode.WORKTREES_MISSING, count=1, names=("Lost",))
    again.running.resume(session_id)
    await again.until_status(session_id, Status.READY)
    assert (worktree / "loose.txt").read_text() == "loose\n"
    await again.close()


async def test_one_without_a_snapshot_says_that_its_worktree_is_gone(service: InProcess, repo: Path) -> None:
    session_id, worktree = await started(service, repo)
    await service.until_listed(session_id, "at the start")
    await killed(service)
    shutil.rmtree(worktree)
    for ref in refs_of(repo, session_id):
        git(repo, "update-ref", "-d", ref)
    again = await service.successor()
    again.running.resume(session_id)
    failed = await again.until_status(session_id, Status.FAILED)
    assert "there is no snapshot of it" in (failed.reason or "")
    assert failed.branch in branches(repo), "what is there of it stays"
    await again.close()
