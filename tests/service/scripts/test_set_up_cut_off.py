"""A set-up script that is stopped, cut off or run again: never twice at once, and not after its session."""

from __future__ import annotations

import asyncio
from pathlib import Path

from branchline.core.errors import ErrorCode
from branchline.core.model.setup import SetupStatus
from branchline.core.model.status import Status
from branchline.core.reasons import PauseReason
from branchline.core.session.project_scripts import ScriptKind
from branchline.core.session.script_terminal import terminal_of
from harness.service import InProcess, refused
from harness.set_ups import begun, runs, set_up_of, stands
from harness.waiting import until

S = SetupStatus


async def test_a_session_that_is_stopped_starts_no_agent_and_is_set_up_when_it_goes_on(
    service: InProcess, repo: Path
) -> None:
    made, _ = await begun(service, repo)
    service.running.stop(made.id)
    stopped = await service.until(made.id, stands(S.CUT_OFF))
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
    await service.until(made.id, stands(S.DONE))
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
    await service.until(made.id, stands(S.CANCELLED))
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
    await service.until(made.id, stands(S.FAILED))
    await asyncio.sleep(0)
    assert Path(service.sessions.get(made.id).worktree).is_dir()
