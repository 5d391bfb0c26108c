"""The set-up script runs before the agent, once for a worktree, and whatever becomes of it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from branchline.core.model.preparing import Phase
from branchline.core.model.setup import SetupStatus
from branchline.core.model.status import Status
from branchline.core.session.project_scripts import ScriptKind
from branchline.core.session.script_terminal import terminal_of
from branchline.service.scripts.setup import ScriptFailed
from harness.service import InProcess, refused
from harness.set_ups import begun, runs, set_up_of, stands
from harness.waiting import until
from harness.worktree_files import commit

S = SetupStatus


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
    done = await service.until(made.id, stands(S.DONE))
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
