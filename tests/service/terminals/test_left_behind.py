"""What cannot be ended is named, and nothing is taken from under it; or it is let live, where the user wants that."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.machine.environment import AGENT_OF, AGENT_SESSION
from branchline.service.terminals import left_behind
from harness.left_running import end, lives, runs_sleep
from harness.ptyhost import until
from harness.service import InProcess, refused


@pytest.fixture
async def ended(service: InProcess, repo: Path) -> Session:
    """A session whose agent ended by itself."""
    made = await service.create(repo)
    service.program(made).exits(0)
    return await service.until_status(made.id, Status.COMPLETED)


@pytest.fixture
def left(service: InProcess, ended: Session) -> Iterator[int]:
    """The pid of what its agent left: none of this process's own children, which would be the sidecar's."""
    marks = {AGENT_OF: str(service.paths.runtime), AGENT_SESSION: ended.id}
    environment = {"PATH": os.environ["PATH"], **marks}
    started = subprocess.run(
        ["sh", "-c", "sleep 1000 < /dev/null > /dev/null 2>&1 & echo $!"],
        env=environment,
        capture_output=True,
        check=True,
    )
    pid = int(started.stdout)
    until(lambda: runs_sleep(pid))
    yield pid
    end([pid])


@pytest.fixture
def stubborn(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a process of another user: a signal does not reach it."""
    monkeypatch.setattr(left_behind, "signal_process", lambda *_: False)
    monkeypatch.setattr(left_behind, "SERIES", ((15, 0.1, 1), (9, 0.1, 1)))


async def test_it_keeps_its_worktree(service: InProcess, ended: Session, left: int, stubborn: None) -> None:
    for work in (
        service.removal.remove(ended.id, force=True, keep_branch=False),
        service.pausing.pause(ended.id, free_disk=True),
        service.running.stop_all_of_it(ended.id),
    ):
        error = await refused("STILL_RUNNING", work)
        assert f"sleep ({left})" in error.message
    assert Path(ended.worktree).is_dir()
    service.configure(keepProcesses=True)
    await service.removal.remove(ended.id, force=True, keep_branch=False)
    assert lives(left)
    assert not Path(ended.worktree).exists()


async def test_where_nothing_is_left_there_is_nothing_to_stop_or_pause(service: InProcess, ended: Session) -> None:
    await refused("INVALID_STATE", service.running.stop_all_of_it(ended.id))
    await refused("INVALID_STATE", service.pausing.pause(ended.id, free_disk=False))
    assert await service.terminals.left_behind.of(ended.id) == []
    await refused("NO_SESSION", service.terminals.left_behind.of("none"))


async def test_a_stop_of_what_an_ended_agent_left_leaves_the_session_as_it_is(
    service: InProcess, ended: Session, left: int
) -> None:
    assert [each.process.pid for each in await service.terminals.left_behind.of(ended.id)] == [left]
    assert (await service.running.stop_all_of_it(ended.id)).status is Status.COMPLETED
    assert not lives(left)


async def test_an_agent_that_cannot_be_looked_at_is_ended_all_the_same(
    service: InProcess, repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await service.create(repo)

    def fails(_: Path) -> None:
        raise OSError("no /proc")

    monkeypatch.setattr(left_behind, "process_table", fails)
    service.running.stop(made.id)
    await service.until_status(made.id, Status.PAUSED)
