"""From a granted slot to a running agent: one agent at most, and what fails leaves a session that says why."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from branchline.core.errors import ErrorCode
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.service.base.sessions import Changed, News
from harness.scripted_ptyhost import Program
from harness.service import InProcess
from harness.waiting import until
from harness.worktree_files import branches


@pytest.fixture
def own(service: InProcess, tmp_path: Path) -> Path:
    """The program of the agent `own`; one session may run at a time."""
    program = tmp_path / "own-agent"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    service.configure(maxSessions=1, agents={"own": {"command": [str(program)], "like": "demo"}})
    return program


async def queued_behind(service: InProcess, repo: Path, first: str = "scripted") -> tuple[Session, Session, Session]:
    """One that runs, one of the agent `own` that waits for its slot, and one that waits behind that."""
    runs = await service.create(repo, first, name="runs")
    waits = await service.create(repo, "own", name="waits")
    last = await service.create(repo, "scripted", name="last")
    assert (waits.status, last.status) == (Status.QUEUED, Status.QUEUED)
    return runs, waits, last


async def test_a_program_that_went_missing_in_the_queue(service: InProcess, repo: Path, own: Path) -> None:
    runs, waits, last = await queued_behind(service, repo)
    own.unlink()
    service.program(runs).exits(0)
    failed = await service.until_status(waits.id, Status.FAILED)
    assert "is not installed" in (failed.reason or "")
    assert (failed.worktree, "branchline/waits" in branches(repo)) == ("", False)
    await service.until(last.id, lambda session: session.process is not None)


async def test_an_agent_that_went_from_the_settings_in_the_queue(service: InProcess, repo: Path, own: Path) -> None:
    runs, waits, last = await queued_behind(service, repo)
    service.configure(maxSessions=1)
    service.program(runs).exits(0)
    failed = await service.until_status(waits.id, Status.FAILED)
    assert "There is no agent “own”" in (failed.reason or "")
    await service.until(last.id, lambda session: session.process is not None)


async def test_where_the_terminal_host_refuses_nothing_is_left(service: InProcess, repo: Path, own: Path) -> None:
    runs, waits, last = await queued_behind(service, repo)
    service.ptyhost.refuses = ErrorCode.SPAWN_FAILED
    service.program(runs).exits(0)
    failed = await service.until_status(waits.id, Status.FAILED)
    await service.until_status(last.id, Status.FAILED)
    assert failed.reason == "It was not started."
    assert (failed.worktree, failed.process, failed.under_way) == ("", None, None)
    assert branches(repo).count("branchline/waits") == 0
    service.ptyhost.refuses = None
    service.running.resume(waits.id)
    again = await service.until(waits.id, lambda session: session.process is not None)
    assert Path(again.worktree).is_dir()


async def test_a_worktree_that_was_there_before_is_kept_where_the_start_fails(service: InProcess, repo: Path) -> None:
    made = await service.create(repo)
    service.program(made).exits(0)
    await service.until_status(made.id, Status.COMPLETED)
    service.ptyhost.refuses = ErrorCode.SPAWN_FAILED
    service.running.resume(made.id)
    failed = await service.until_status(made.id, Status.FAILED)
    assert (failed.worktree, Path(made.worktree).is_dir()) == (made.worktree, True)


# ---------------------------------------------------------------- a stop while it starts


async def test_a_stop_while_its_worktree_is_made_takes_that_back_and_starts_nothing(
    service: InProcess, repo: Path
) -> None:
    def stop(news: News) -> None:
        if isinstance(news, Changed) and news.session.worktree and news.session.status is Status.STARTING:
            service.running.stop(news.session.id)

    service.sessions.listeners.add(stop)
    made = await service.create(repo)
    assert (made.status, made.reason, made.worktree, made.branch) == (Status.PAUSED, "stopped", "", "")
    assert (Path(f"{repo}.worktrees").exists(), service.ptyhost.spawned) == (False, 0)
    service.sessions.listeners.remove(stop)
    service.running.resume(made.id)
    again = await service.until(made.id, lambda session: session.process is not None)
    assert (Path(again.worktree).is_dir(), service.ptyhost.spawned) == (True, 1)


async def test_a_stop_while_its_agent_is_started_ends_that_one(service: InProcess, repo: Path) -> None:
    """It runs already, but nobody knows of it yet."""
    begun: list[Program] = []

    def begin(program: Program) -> None:
        begun.append(program)
        service.running.stop(program.session_id)

    service.ptyhost.begins = begin
    made = await service.create(repo)
    assert (made.status, made.process) == (Status.PAUSED, None)
    await until(lambda: begun[0].exit_code is not None)
    await until(lambda: not service.ptyhost.programs)
    assert service.terminals.find(made.id) is None
    assert Path(made.worktree).is_dir()
    service.ptyhost.begins = begun.append
    service.running.resume(made.id)
    await service.until(made.id, lambda session: session.process is not None)
    assert [each.exit_code is None for each in begun] == [False, True]


async def test_a_start_that_waits_for_its_turn_does_nothing_once_it_is_stopped(service: InProcess, repo: Path) -> None:
    made = await service.create(repo)
    service.program(made).exits(0)
    await service.until_status(made.id, Status.COMPLETED)
    await service.pausing.pause(made.id, True)
    async with service.locks.of(made.id):
        service.running.resume(made.id)
        service.running.stop(made.id)
        await asyncio.sleep(0)
    await service.until_started(made.id)
    now = service.sessions.get(made.id)
    assert (now.status, now.freed, Path(made.worktree).exists()) == (Status.PAUSED, True, False)


async def test_of_two_starts_that_wait_for_their_turn_one_starts_an_agent(service: InProcess, repo: Path) -> None:
    made = await service.create(repo)
    service.program(made).exits(0)
    await service.until_status(made.id, Status.COMPLETED)
    async with service.locks.of(made.id):
        for _ in range(2):
            service.running.resume(made.id)
            await asyncio.sleep(0)
            service.running.stop(made.id)
        service.running.resume(made.id)
    await service.until(made.id, lambda session: session.process is not None)
    await service.until_started(made.id)
    assert service.ptyhost.spawned == 2, "one for the first time, one now"
    assert service.sessions.get(made.id).status is Status.STARTING


# ---------------------------------------------------------------- what cannot be written down


async def test_an_agent_of_which_nothing_could_be_written_down_is_ended(
    service: InProcess, repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sidecar that starts later would know nothing of it."""
    begun: list[Program] = []

    def begin(program: Program) -> None:
        begun.append(program)
        monkeypatch.setattr("branchline.store.store_file.write", full)

    service.ptyhost.begins = begin
    with pytest.raises(OSError, match="the disk is full"):
        await service.create(repo)
    monkeypatch.undo()
    assert service.sessions.all() == []
    await until(lambda: begun[0].exit_code is not None)
    assert not Path(begun[0].cwd).exists()


def full(*_: object) -> None:
    raise OSError("the disk is full")


@pytest.mark.parametrize(("switched", "told"), [(None, True), (False, True), (True, False)])
async def test_an_agents_git_finds_no_bare_repositories_unless_it_is_set(
    service: InProcess, repo: Path, switched: bool | None, told: bool
) -> None:
    if switched is not None:
        service.configure(findBareRepositories=switched)
    session = await service.create(repo, "scripted")
    assert ("safe.bareRepository=explicit" in service.program(session).env.get("GIT_CONFIG_PARAMETERS", "")) is told


async def test_an_agent_that_is_taken_back_as_the_sidecar_ends_is_gone_and_collected(
    service: InProcess, repo: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Its start waits for the disk; what it began meanwhile is taken back while nothing new begins."""

    async def never() -> None:
        await asyncio.Event().wait()

    service.ptyhost.begins = lambda _: monkeypatch.setattr(service.sessions, "saved", never)
    making = asyncio.create_task(service.create(repo))
    await until(lambda: any(each.process for each in service.sessions.all()))
    await service.background.close()
    assert service.ptyhost.programs == {}
    assert "should not run" not in caplog.text
    making.cancel()
    await asyncio.wait([making])


async def test_when_an_agent_starts_it_is_on_the_disk_that_its_worktree_is_made(service: InProcess, repo: Path) -> None:
    said: list[tuple[str, str | None]] = []

    def begins(program: Program) -> None:
        records = json.loads(service.paths.store.read_text())["tables"]["sessions"].values()
        said.extend((each["worktree"], each["under_way"]) for each in records if each["id"] == program.session_id)

    service.ptyhost.begins = begins
    await service.create(repo, name="one")
    assert said == [(f"{repo}.worktrees/one", None)]
