"""What the user runs in a session's worktree: begun, refused, ended with the session, one at a time."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from branchline.core.errors import ErrorCode
from branchline.core.model.run import Run, RunStatus
from branchline.core.model.status import Status
from branchline.core.session.script_terminal import run_id
from branchline.machine.environment import AGENT_OF, AGENT_SESSION
from harness.runs import COMMAND, begun, has_ended, run_of
from harness.scripted_ptyhost import HUNG_UP
from harness.service import InProcess, refused
from harness.sidecar import git
from harness.waiting import until

R = RunStatus


@pytest.fixture(autouse=True)
def command(service: InProcess) -> None:
    service.configure(runCommand=COMMAND)


async def test_it_runs_beside_the_agent_in_the_worktree(service: InProcess, repo: Path) -> None:
    made, program = await begun(service, repo)
    assert made.run == Run(R.RUNNING)
    assert (program.cwd, program.argv) == (made.worktree, ["/bin/sh", "-c", COMMAND])
    assert program.env["BRANCHLINE_PORT"] == str(made.port)
    assert program.env["BRANCHLINE_WORKTREE"] == made.worktree
    assert program.env[AGENT_OF] == str(service.paths.runtime), "what runs there is not the user"
    assert program.env[AGENT_SESSION] == run_id(made.id), "nor what the agent started"
    assert service.program(made) is not program
    error = await refused(ErrorCode.INVALID_STATE, service.scripts.runs.run(made.id))
    assert "already" in error.message


@pytest.mark.parametrize(("code", "status"), [(0, R.ENDED), (7, R.FAILED), (130, R.ENDED)])
async def test_how_it_ended_and_what_it_printed_stays(
    service: InProcess, repo: Path, code: int, status: RunStatus
) -> None:
    made, program = await begun(service, repo)
    program.prints("one\r\ntwo\r\n")
    program.exits(code)
    assert await has_ended(service, made) == Run(status, code)
    assert await service.scripts.runs.output(made.id) == ["one", "two"]
    await refused(ErrorCode.INVALID_STATE, service.scripts.runs.end_by_user(made.id))
    await service.scripts.runs.run(made.id)
    run_of(service, made).prints("three\r\n")
    assert await service.scripts.runs.output(made.id) == ["three"], "a run begins with nothing"


async def test_when_it_has_ended_its_terminal_is_there_for_a_while(
    service: InProcess, repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, program = await begun(service, repo)
    program.prints("cannot do that\r\n")
    program.exits(1)
    await has_ended(service, made)
    assert service.scripts.runs.attach_command(made.id)
    painted, _ = await service.viewing.repaint(run_id(made.id), program.ring.end)
    assert b"cannot do that" in painted
    monkeypatch.setattr("branchline.service.scripts.live_runs.SHOWN", 0.0)
    await service.scripts.runs.run(made.id)
    again = run_of(service, made)
    assert again is not program
    again.exits(0)
    await has_ended(service, made)
    await until(lambda: run_id(made.id) not in service.ptyhost.programs)
    await refused(ErrorCode.NOT_RUNNING, asyncio.to_thread(service.scripts.runs.attach_command, made.id))


async def test_the_user_ends_it_and_the_agent_goes_on(service: InProcess, repo: Path) -> None:
    made, _ = await begun(service, repo)
    await service.scripts.runs.end_by_user(made.id)
    assert await has_ended(service, made) == Run(R.ENDED, HUNG_UP)
    assert service.program(made).exit_code is None


@pytest.mark.parametrize("how", ["remove", "forget", "pause", "free", "shutdown"])
async def test_it_ends_with_the_session(service: InProcess, repo: Path, how: str) -> None:
    made, program = await begun(service, repo, agent="demo")
    await service.until_status(made.id, Status.READY)
    if how == "remove":
        await service.removal.remove(made.id, force=True, keep_branch=False)
    elif how == "forget":
        await service.removal.forget(made.id)
    elif how == "shutdown":
        await service.running.stop_everything()
    else:
        await service.pausing.pause(made.id, how == "free")
    assert program.exit_code == HUNG_UP
    assert service.ptyhost.programs == {}
    assert service.terminals.host.others == {}


async def test_pausing_ends_it_though_the_agent_has_ended(service: InProcess, repo: Path) -> None:
    made, program = await begun(service, repo)
    service.program(made).exits(0)
    await service.until_status(made.id, Status.COMPLETED)
    await service.pausing.pause(made.id, False)
    assert program.exit_code == HUNG_UP
    await refused(ErrorCode.INVALID_STATE, service.pausing.pause(made.id, False))


async def test_stopping_the_agent_does_not_end_it(service: InProcess, repo: Path) -> None:
    made, program = await begun(service, repo)
    await service.running.stop_all_of_it(made.id)
    await service.until_status(made.id, Status.PAUSED)
    assert (program.exit_code, service.sessions.get(made.id).is_run) == (None, True)


async def test_one_that_ignores_its_end_keeps_the_worktree(
    service: InProcess, repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("branchline.service.scripts.runs.KILL_PATIENCE", 0.05)
    made, program = await begun(service, repo)
    program.ends_when_killed = False
    await refused(ErrorCode.STILL_RUNNING, service.removal.remove(made.id, force=True, keep_branch=False))
    assert Path(made.worktree).is_dir()
    program.exits(HUNG_UP)
    assert (await has_ended(service, made)).status is R.ENDED
    await service.removal.remove(made.id, force=True, keep_branch=False)
    assert not Path(made.worktree).exists()


# ------------------------------------------------------------ what is not run


async def test_without_a_command_the_user_is_told_where_to_write_one(service: InProcess, repo: Path) -> None:
    service.configure(runCommand="")
    made = await service.create(repo)
    error = await refused(ErrorCode.RUN_UNKNOWN, service.scripts.runs.run(made.id))
    assert "branchline.runCommand" in error.message
    assert ".branchline/run" in error.message
    assert service.sessions.get(made.id).run is None


async def test_a_repositorys_own_command_runs_once_it_is_approved(service: InProcess, repo: Path) -> None:
    service.configure()
    (repo / ".branchline").mkdir()
    (repo / ".branchline/run").write_text("echo serving\n")
    git(repo, "add", "-A")
    git(repo, "commit", "-qm", "run")
    made = await service.create(repo)
    error = await refused(ErrorCode.NOT_APPROVED, service.scripts.runs.run(made.id))
    assert service.sessions.get(made.id).run is None
    await service.scripts.approvals.approve(made.worktree, str(error.data["digest"]))
    await service.scripts.runs.run(made.id)
    approved = (await service.scripts.project.scripts(made.worktree)).run
    assert approved is not None
    assert approved.source == ".branchline/run"
    assert run_of(service, made).argv[-1] == approved.command
    await service.scripts.runs.end_by_user(made.id)
    # An agent changes it.
    (Path(made.worktree) / ".branchline/run").write_text("echo something else\n")
    await refused(ErrorCode.NOT_APPROVED, service.scripts.runs.run(made.id))


async def test_nothing_runs_without_a_worktree(service: InProcess, repo: Path) -> None:
    made = await service.create(repo, "demo")
    await service.until_status(made.id, Status.READY)
    await service.pausing.pause(made.id, True)
    await refused(ErrorCode.NO_WORKTREE, service.scripts.runs.run(made.id))


async def test_one_that_could_not_be_started_leaves_nothing(service: InProcess, repo: Path) -> None:
    made = await service.create(repo)
    service.ptyhost.refuses = ErrorCode.SPAWN_FAILED
    await refused(ErrorCode.SPAWN_FAILED, service.scripts.runs.run(made.id))
    assert service.sessions.get(made.id).run is None
    assert service.terminals.host.others == {}
    service.ptyhost.refuses = None
    await service.scripts.runs.run(made.id)


# ------------------------------------------------------------ one at a time


@pytest.mark.parametrize("by", ["setting", "first"])
async def test_where_one_can_run_the_other_gives_way(service: InProcess, repo: Path, by: str) -> None:
    service.configure(runCommand=COMMAND, runOneAtATime=True)
    first, program = await begun(service, repo, name="first")
    assert first.run == Run(R.RUNNING, one_at_a_time=True)
    if by == "first":  # The setting is another by now; what runs already still cannot run twice.
        service.configure(runCommand=COMMAND)
    second = await service.create(repo, name="second")
    assert [each.id for each in await service.scripts.runs.run(second.id)] == [first.id]
    assert program.exit_code == HUNG_UP
    assert (service.sessions.get(first.id).is_run, service.sessions.get(second.id).is_run) == (False, True)


async def test_begun_at_once_one_of_them_stays(service: InProcess, repo: Path) -> None:
    service.configure(runCommand=COMMAND, runOneAtATime=True)
    made = [await service.create(repo, name=name) for name in ("first", "second", "third")]
    await asyncio.gather(*[service.scripts.runs.run(each.id) for each in made])
    assert [service.sessions.get(each.id).is_run for each in made].count(True) == 1


async def test_several_run_beside_each_other_and_in_other_repositories(
    service: InProcess, repo: Path, tmp_path: Path
) -> None:
    first, _ = await begun(service, repo, name="first")
    second, _ = await begun(service, repo, name="second")
    assert first.port != second.port
    git(tmp_path, "clone", "-q", str(repo), "other")
    service.configure(runCommand=COMMAND, runOneAtATime=True)
    third = await service.create(tmp_path / "other", name="third")
    assert await service.scripts.runs.run(third.id) == []
    assert all(service.sessions.get(each.id).is_run for each in (first, second, third))
