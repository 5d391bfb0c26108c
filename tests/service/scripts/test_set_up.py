"""The set-up script runs before the agent, once for a worktree, and whatever becomes of it is told."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from branchline.core.errors import ErrorCode
from branchline.core.model.preparing import Phase
from branchline.core.model.session import Session
from branchline.core.model.setup import SetupStatus
from branchline.core.model.status import Status
from branchline.core.reasons import PauseReason
from branchline.core.session.project_scripts import ScriptKind
from branchline.core.session.script_terminal import terminal_of
from branchline.service.scripts.setup import ScriptFailed
from harness.scripted_ptyhost import Program
from harness.service import InProcess, refused
from harness.waiting import until
from harness.worktree_files import commit

S = SetupStatus


def is_set_up(session: Session) -> bool:
    return session.setup is not None and session.setup.status is S.RUNNING


def stands(status: SetupStatus) -> object:
    return lambda session: session.setup is not None and session.setup.status is status


async def set_up_of(service: InProcess, session: Session) -> Program:
    """What runs as the session's set-up script, once it does."""
    terminal = terminal_of(session.id, ScriptKind.SETUP)
    await until(lambda: (found := service.ptyhost.programs.get(terminal)) is not None and found.exit_code is None)
    return service.ptyhost.programs[terminal]


async def begun(service: InProcess, repo: Path, **settings: object) -> tuple[Session, Program]:
    """A session whose set-up script runs."""
    service.configure(setupScript="make ready", **settings)
    made = await service.create(repo)
    program = await set_up_of(service, made)
    return await service.until(made.id, is_set_up), program


async def runs(service: InProcess, session: Session) -> Session:
    return await service.until(session.id, lambda now: now.process is not None)


async def test_it_runs_in_the_worktree_before_the_agent_starts(service: InProcess, repo: Path) -> None:
    made, program = await begun(service, repo, scriptEnvironment={"DATABASE_URL": "postgres:///app_${name}"})
    made = await service.until(made.id, lambda session: session.preparing is not None)
    assert (made.status, made.process, made.preparing and made.preparing.phase) == (Status.STARTING, None, Phase.SETUP)
    assert (program.cwd, program.argv[-1]) == (made.worktree, "make ready")
    port = service.sessions.get(made.id).port
    told = {name: value for name, value in program.env.items() if name.startswith("BRANCHLINE_")}
    name = told["BRANCHLINE_NAME"]
    assert told["BRANCHLINE_WORKTREE"] == made.worktree
    assert told["BRANCHLINE_MAIN"] == str(repo)
    assert told["BRANCHLINE_SESSION"] == made.id
    assert told["BRANCHLINE_PORT"] == str(port)
    assert program.env["DATABASE_URL"] == f"postgres:///app_{name}"
    assert made.id not in service.ptyhost.programs
    program.prints("all is ready\r\n")
    program.exits(0)
    started = await runs(service, made)
    assert (started.setup and started.setup.status, started.preparing, started.setup_due) == (S.DONE, None, False)
    agent = service.program(made)
    assert {each: agent.env[each] for each in told} == told
    assert agent.env["DATABASE_URL"] == program.env["DATABASE_URL"]
    assert await service.scripts.running.printed(made.id, ScriptKind.SETUP) == ["all is ready"]
    assert terminal_of(made.id, ScriptKind.SETUP) not in service.ptyhost.programs


async def test_it_runs_once_and_again_where_the_worktree_came_back(service: InProcess, repo: Path) -> None:
    made, program = await begun(service, repo)
    program.exits(0)
    await runs(service, made)
    service.program(made).exits(0)
    await service.until_status(made.id, Status.COMPLETED)
    service.running.resume(made.id)
    await runs(service, made)
    assert service.ptyhost.spawned == 3
    await service.pausing.pause(made.id, free_disk=True)
    service.running.resume(made.id)
    (await set_up_of(service, made)).exits(0)
    again = await runs(service, made)
    assert again.setup is not None
    assert again.setup.status is S.DONE


async def test_a_spare_is_set_up_when_a_session_takes_it_and_not_before(service: InProcess, repo: Path) -> None:
    first, program = await begun(service, repo, spareWorktrees=1)
    program.exits(0)
    first = await runs(service, first)
    await until(lambda: service.spares.paths(first.common_dir))
    assert service.ptyhost.spawned == 2
    second = await service.create(repo)
    program = await set_up_of(service, second)
    assert program.cwd == service.sessions.get(second.id).worktree
    program.exits(0)
    await runs(service, second)


async def test_without_a_script_the_agent_starts_at_once(service: InProcess, repo: Path) -> None:
    made = await runs(service, await service.create(repo))
    assert (made.setup, made.setup_due, service.ptyhost.spawned) == (None, False, 1)


async def test_one_that_is_not_approved_runs_when_it_is(service: InProcess, repo: Path) -> None:
    (repo / ".branchline").mkdir()
    (repo / ".branchline/setup").write_text("npm ci\n")
    commit(repo)
    made = await runs(service, await service.create(repo))
    assert (made.setup, made.setup_due) == (None, True)
    assert made.setup_waits is not None
    error = await refused("NOT_APPROVED", service.scripts.setup.run(made.id))
    assert error.data["digest"] == made.setup_waits.digest
    await service.scripts.approvals.approve(made.worktree, made.setup_waits.digest)
    (await set_up_of(service, made)).exits(0)
    done = await service.until(made.id, stands(S.DONE))  # type: ignore[arg-type]
    assert (done.setup_due, done.process) == (False, made.process)


@pytest.mark.parametrize(
    ("code", "why"),
    [(1, "The set-up script failed with exit code 1."), (-9, "The set-up script was ended by signal 9.")],
)
async def test_one_that_fails_is_told_and_the_agent_starts(service: InProcess, repo: Path, code: int, why: str) -> None:
    failed: list[ScriptFailed] = []
    service.scripts.setup.failed.add(failed.append)
    made, program = await begun(service, repo)
    program.exits(code)
    started = await runs(service, made)
    assert started.setup is not None
    assert (started.setup.status, started.setup.exit_code) == (S.FAILED, code)
    assert [(each.session.id, each.kind, each.why) for each in failed] == [(made.id, ScriptKind.SETUP, why)]


async def test_where_the_user_wants_it_the_agent_waits_for_one_that_failed(service: InProcess, repo: Path) -> None:
    made, program = await begun(service, repo, setupFailure="wait")
    program.exits(3)
    failed = await service.until_status(made.id, Status.FAILED)
    assert (failed.reason, failed.worktree) == ("The set-up script failed with exit code 3.", made.worktree)
    assert Path(made.worktree).is_dir()
    service.running.resume(made.id)
    (await set_up_of(service, made)).exits(0)
    assert (await runs(service, made)).setup_due is False


async def test_one_that_takes_too_long_is_ended(service: InProcess, repo: Path) -> None:
    made, _ = await begun(service, repo, setupMinutes=0.0005)
    started = await runs(service, made)
    assert started.setup is not None
    assert started.setup.status is S.TIMED_OUT
    assert terminal_of(made.id, ScriptKind.SETUP) not in service.ptyhost.programs


async def test_one_that_is_cancelled_lets_the_agent_start(service: InProcess, repo: Path) -> None:
    made, _ = await begun(service, repo)
    cancelled = await service.scripts.setup.cancel(made.id)
    assert cancelled.setup is not None
    assert cancelled.setup.status is S.CANCELLED
    started = await runs(service, made)
    assert started.setup_due is False
    await refused("INVALID_STATE", service.scripts.setup.cancel(made.id))


async def test_a_session_that_is_stopped_starts_no_agent_and_is_set_up_when_it_goes_on(
    service: InProcess, repo: Path
) -> None:
    made, _ = await begun(service, repo)
    service.running.stop(made.id)
    stopped = await service.until(made.id, stands(S.CUT_OFF))  # type: ignore[arg-type]
    async with service.locks.of(made.id):  # The start has come to its end.
        pass
    assert (stopped.status, stopped.setup_due, made.id in service.ptyhost.programs) == (Status.PAUSED, True, False)
    assert Path(made.worktree).is_dir()
    service.running.resume(made.id)
    (await set_up_of(service, made)).exits(0)
    assert (await runs(service, made)).setup_due is False


async def test_one_that_is_stopped_and_resumed_at_once_is_set_up_before_its_agent(
    service: InProcess, repo: Path
) -> None:
    made, first = await begun(service, repo)
    service.running.stop(made.id)
    service.running.resume(made.id)
    await until(lambda: first.exit_code is not None)
    second = await set_up_of(service, made)
    assert (second is not first, made.id in service.ptyhost.programs) == (True, False)
    second.exits(0)
    assert (await runs(service, made)).setup_due is False
    assert service.ptyhost.spawned == 3


async def test_a_session_that_is_removed_meanwhile_leaves_nothing(service: InProcess, repo: Path) -> None:
    made, _ = await begun(service, repo)
    await service.removal.remove(made.id, force=True, keep_branch=False)
    assert not Path(made.worktree).exists()
    assert service.ptyhost.programs == {}


async def test_it_runs_again_beside_the_agent_where_the_user_wants_it(service: InProcess, repo: Path) -> None:
    made, program = await begun(service, repo)
    await refused("INVALID_STATE", service.scripts.setup.run(made.id))
    program.prints("the first time\r\n")
    program.exits(1)
    started = await runs(service, made)
    again = await service.scripts.setup.run(made.id)
    assert (again.setup and again.setup.status, again.process, again.preparing) == (S.RUNNING, started.process, None)
    await refused("INVALID_STATE", service.scripts.setup.run(made.id))
    second = await set_up_of(service, made)
    second.prints("the second time\r\n")
    second.exits(0)
    await service.until(made.id, stands(S.DONE))  # type: ignore[arg-type]
    assert await service.scripts.running.printed(made.id, ScriptKind.SETUP) == ["the second time"]
    service.configure()
    await refused("NO_SCRIPT", service.scripts.setup.run(made.id))


async def test_one_that_runs_beside_the_agent_ends_with_the_session(service: InProcess, repo: Path) -> None:
    made, program = await begun(service, repo)
    program.exits(0)
    await runs(service, made)
    await service.scripts.setup.run(made.id)
    await set_up_of(service, made)
    service.running.stop(made.id)
    await service.until(made.id, stands(S.CANCELLED))  # type: ignore[arg-type]
    assert terminal_of(made.id, ScriptKind.SETUP) not in service.ptyhost.programs


async def test_where_the_terminal_host_refuses_it_is_said(service: InProcess, repo: Path) -> None:
    service.configure(setupScript="make ready")
    service.ptyhost.refuses = ErrorCode.SPAWN_FAILED
    made = await service.create(repo)
    failed = await service.until_status(made.id, Status.FAILED)
    assert failed.setup is not None
    assert (failed.setup.status, failed.setup.detail) == (S.FAILED, "It was not started.")
    assert Path(failed.worktree).is_dir()


async def test_one_that_a_sidecar_left_is_cut_off_and_runs_again_never_twice_at_once(
    service: InProcess, repo: Path
) -> None:
    made, program = await begun(service, repo)
    after = await service.next()
    try:
        left = after.sessions.get(made.id)
        assert (left.status, left.reason, left.setup_due) == (Status.PAUSED, PauseReason.INTERRUPTED.value, True)
        assert left.setup is not None
        assert left.setup.status is S.CUT_OFF
        assert program.exit_code is not None
        assert Path(left.worktree).is_dir()
        after.configure(setupScript="make ready")
        after.running.resume(made.id)
        again = await set_up_of(after, made)
        again.exits(0)
        assert (await runs(after, made)).setup_due is False
    finally:
        await after.close()


async def test_where_the_terminal_host_is_lost_it_is_said(service: InProcess, repo: Path) -> None:
    made, _ = await begun(service, repo)
    service.ptyhost.is_lost()
    await service.until(made.id, stands(S.FAILED))  # type: ignore[arg-type]
    await asyncio.sleep(0)
    assert Path(service.sessions.get(made.id).worktree).is_dir()
