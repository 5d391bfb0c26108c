"""Live terminals: what they do is told to the sessions, and they outlive the sidecar and its connection."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from branchline.core.model.status import Status
from branchline.core.reasons import StartReason
from branchline.machine import user_environment
from branchline.service.terminals.host import COLS, ROWS
from harness.service import InProcess, refused
from harness.waiting import until


@pytest.mark.parametrize(
    ("code", "status", "reason"),
    [(0, Status.COMPLETED, None), (3, Status.FAILED, "exit code 3"), (-9, Status.FAILED, "ended by signal 9")],
)
async def test_the_end_of_an_agent_is_told_and_collected(
    service: InProcess, repo: Path, code: int, status: Status, reason: str | None
) -> None:
    made = await service.create(repo)
    service.program(made).exits(code)
    ended = await service.until_status(made.id, status)
    assert (ended.reason, ended.exit_code, ended.process) == (reason, code, None)
    await until(lambda: made.id not in service.ptyhost.programs)
    assert service.terminals.find(made.id) is None


async def test_an_exit_code_is_collected_once_it_is_on_the_disk(service: InProcess, repo: Path) -> None:
    made = await service.create(repo)
    aside = service.paths.store.rename(service.paths.data / "aside")
    service.paths.store.mkdir()
    service.program(made).exits(3)
    await service.until_status(made.id, Status.FAILED)
    await until(lambda: service.saving._dirty.is_set())
    assert made.id in service.ptyhost.programs, "the terminal host alone knows it still"
    service.paths.store.rmdir()
    aside.rename(service.paths.store)


async def test_what_a_program_asks_its_terminal_is_answered_once(service: InProcess, repo: Path) -> None:
    made = await service.create(repo)
    program = service.program(made)
    program.prints("\x1b[6n")
    assert program.mark == program.ring.end
    mark = program.mark
    again = await service.next()
    await until(lambda: again.terminals.find(made.id) is not None)
    assert program.mark == mark, "what was answered before is not answered again"
    await again.close()


async def test_the_next_sidecar_has_the_screen_as_it_was(service: InProcess, repo: Path) -> None:
    made = await service.create(repo)
    program = service.program(made)
    program.prints("".join(f"line {number}\r\n" for number in range(50)))
    await service.close()
    program.prints("while nobody looked")
    again = await service.successor()
    lines = await again.viewing.output(made.id, 100)
    assert lines == [*(f"line {number}" for number in range(50)), "while nobody looked"]
    await again.close()


async def test_where_no_screen_was_kept_the_scrollback_is_read(service: InProcess, repo: Path) -> None:
    made = await service.create(repo)
    service.program(made).prints("one\r\ntwo")
    await service.close()
    (service.paths.session_folder(made.id) / "keyframe").write_bytes(b"damaged")
    again = await service.successor()
    assert await again.viewing.output(made.id, 100) == ["one", "two"]
    await again.close()


async def test_a_resize_is_the_screens_too(service: InProcess, repo: Path) -> None:
    made = await service.create(repo)
    terminal = service.terminals.get(made.id)
    assert (terminal.screen.cols, terminal.screen.rows) == (COLS, ROWS)
    service.program(made).is_resized(80, 24)
    assert (terminal.screen.cols, terminal.screen.rows) == (80, 24)


async def test_when_the_terminal_host_is_lost_its_agents_are_interrupted(service: InProcess, repo: Path) -> None:
    first, second = await service.create(repo), await service.create(repo)
    service.running.stop(second.id)
    service.program(second).ends_when_killed = False
    service.ptyhost.is_lost()
    assert service.sessions.get(first.id).reason == "interrupted"
    assert service.sessions.get(second.id).status is Status.PAUSED
    await refused("NOT_RUNNING", service.terminals.write(first.id, b"x"))
    service.running.resume(first.id)
    await service.until(first.id, lambda session: session.process is not None)
    assert service.program(first).argv, "another host was found, and holds it"


async def test_a_stranger_is_nobodys(service: InProcess) -> None:
    service.terminals.on_output("nobody", 0, b"x")
    service.terminals.on_resized("nobody", 0, 10, 10)
    service.terminals.on_lagged("nobody", 5)
    assert service.terminals.find("nobody") is None
    await refused("NO_SESSION", service.terminals.write("nobody", b"x"))


async def test_the_terminal_host_knows_in_which_environment_the_next_sidecar_is_to_start(
    service: InProcess, repo: Path
) -> None:
    await service.create(repo)
    assert "WHOSE" not in service.ptyhost.guard_env
    try:
        service.environments.take({**os.environ, "WHOSE": "of a window"})
        await until(lambda: service.ptyhost.guard_env.get("WHOSE") == "of a window")
    finally:
        user_environment.remember(None)


async def test_that_an_agent_has_drawn_nothing_is_on_the_record_until_it_draws(service: InProcess, repo: Path) -> None:
    service.configure(agents={"mine": {"command": ["/bin/sh"]}})
    made = await service.create(repo, "mine")
    blank = await service.until(made.id, lambda record: record.reason == StartReason.NOTHING_DRAWN)
    assert blank.status is Status.STARTING
    service.program(made).prints("Loading")
    await service.until(made.id, lambda record: record.reason is None)
