"""What the user runs outlives the sidecar, and the next one takes it over."""

from __future__ import annotations

from pathlib import Path

import pytest

from branchline.core.model.run import Run, RunStatus
from branchline.core.session.run_events import RunEnding
from branchline.core.session.script_terminal import run_id
from harness.runs import COMMAND, begun, has_ended, listening
from harness.scripted_ptyhost import HUNG_UP
from harness.service import InProcess

R = RunStatus


@pytest.fixture(autouse=True)
def command(service: InProcess) -> None:
    service.configure(runCommand=COMMAND)


async def test_the_next_sidecar_takes_it_over(service: InProcess, repo: Path) -> None:
    made, program = await begun(service, repo)
    program.prints("before\r\n\x1b[6n")
    mark = program.mark
    assert mark == program.ring.end, "what it asks its terminal is answered"
    again = await service.next()
    assert again.sessions.get(made.id).run == made.run
    painted, offset = await again.viewing.repaint(run_id(made.id), program.ring.end)
    assert b"before" in painted
    assert offset == program.ring.end
    assert program.mark == mark, "and not answered again"
    async with listening() as port:
        program.prints(f"http://localhost:{port}/\r\n")
        await again.until(made.id, lambda now: now.run is not None and now.run.port == port)
    await again.scripts.runs.end_by_user(made.id)
    assert program.exit_code == HUNG_UP
    await again.close()


@pytest.mark.parametrize("ended", [True, False])
async def test_what_ended_meanwhile_is_told_by_the_next(service: InProcess, repo: Path, ended: bool) -> None:
    made, program = await begun(service, repo)
    await service.close()
    if ended:
        program.exits(3)
    else:  # With its terminal host.
        del service.ptyhost.programs[run_id(made.id)]
    again = await service.successor()
    assert await has_ended(again, made) == Run(R.FAILED, 3 if ended else None)
    await again.close()


async def test_an_end_that_was_cut_off_is_brought_to_its_end(service: InProcess, repo: Path) -> None:
    made, program = await begun(service, repo)
    service.sessions.happened(made.id, RunEnding())
    await service.close()
    again = await service.successor()
    assert (await has_ended(again, made)).status is R.ENDED
    assert program.exit_code == HUNG_UP
    await again.close()


async def test_where_the_terminal_host_is_lost_it_was_cut_off(service: InProcess, repo: Path) -> None:
    made, _ = await begun(service, repo)
    service.ptyhost.is_lost()
    found = await service.until(made.id, lambda now: not now.is_run)
    assert found.run == Run(R.FAILED)
    await service.scripts.runs.run(made.id)
    assert service.sessions.get(made.id).is_run


async def test_its_record_is_kept_with_the_session(service: InProcess, repo: Path) -> None:
    made, program = await begun(service, repo)
    program.exits(7)
    await has_ended(service, made)
    again = await service.next()
    kept = again.sessions.get(made.id)
    assert kept.run == Run(R.FAILED, 7)
    await again.close()


async def test_its_terminal_is_shown_by_a_viewer_that_stays(service: InProcess, repo: Path) -> None:
    made, _ = await begun(service, repo)
    assert service.scripts.runs.attach_command(made.id)[-3:] == ["attach", run_id(made.id), "--hold"]


@pytest.mark.parametrize("killed", [True, False])
async def test_of_one_that_has_ended_nothing_is_left_to_the_next(service: InProcess, repo: Path, killed: bool) -> None:
    made, program = await begun(service, repo)
    program.exits(0)
    await has_ended(service, made)
    if killed:
        service.terminals.host.others.clear()  # Nobody leaves it politely.
    again = await service.next()
    assert run_id(made.id) not in again.ptyhost.programs
    assert again.sessions.get(made.id).run == Run(R.ENDED, 0)
    await again.close()
