"""What viewers see: the screen, the text above it, a repaint that is up to date, a recording for a report."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from branchline.core.model.status import Status
from branchline.service.terminals import viewing
from branchline.service.terminals.replay import agent_named, load, replay
from branchline.terminal.screen import Screen
from harness.service import InProcess, refused


async def test_a_repaint_is_the_screen_with_what_is_above_it(service: InProcess, repo: Path) -> None:
    made = await service.create(repo)
    program = service.program(made)
    program.prints("".join(f"line {number}\r\n" for number in range(100)) + "the \x1b[1mlast")
    painted, offset = await service.viewing.repaint(made.id, program.ring.end)
    assert offset == program.ring.end
    screen = Screen(*program.size)
    screen.feed(painted)
    assert [line for line in screen.text() if line] == [*(f"line {number}" for number in range(100)), "the last"]
    screen.close()


async def test_a_repaint_waits_for_the_output_that_the_viewer_has(service: InProcess, repo: Path) -> None:
    made = await service.create(repo)
    program = service.program(made)
    painting = asyncio.create_task(service.viewing.repaint(made.id, program.ring.end + 4))
    await asyncio.sleep(0)
    assert not painting.done()
    program.prints("late")
    painted, offset = await painting
    assert (b"late" in painted, offset) == (True, program.ring.end)


async def test_one_that_waits_in_vain_has_an_older_screen(
    service: InProcess, repo: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(viewing, "REPAINT_PATIENCE", 0.05)
    made = await service.create(repo)
    program = service.program(made)
    program.prints("old")
    painted, offset = await service.viewing.repaint(made.id, program.ring.end + 1000)
    assert (b"old" in painted, offset) == (True, program.ring.end)
    assert "before the output was caught up with" in caplog.text


@pytest.mark.parametrize("how", ["ends", "is dropped"])
async def test_one_that_waits_for_an_agent_that_goes_is_told(service: InProcess, repo: Path, how: str) -> None:
    made = await service.create(repo)
    program = service.program(made)
    painting = asyncio.create_task(service.viewing.repaint(made.id, program.ring.end + 1000))
    await asyncio.sleep(0)
    if how == "ends":
        program.exits(0)
    else:
        service.sessions.drop(made.id)
    await refused("NOT_RUNNING" if how == "ends" else "NO_SESSION", painting)


async def test_the_last_lines(service: InProcess, repo: Path) -> None:
    made = await service.create(repo)
    service.program(made).prints("".join(f"line {number}\r\n" for number in range(100)))
    assert await service.viewing.output(made.id, 3) == ["line 97", "line 98", "line 99"]
    assert await service.viewing.output(made.id, 0) == []
    assert len(await service.viewing.output(made.id, 1000)) == 100


async def test_a_report_is_a_recording_without_the_users_words(service: InProcess, repo: Path) -> None:
    made = await service.create(repo, "demo", instruction="Add a greeting feature")
    await service.asking(made.id)
    path, _ = await service.viewing.report(made.id)
    assert path.stat().st_mode & 0o777 == 0o600
    recording = load(path)
    seen = [observation for _, observation in replay(recording, agent_named(recording.agent)) if observation]
    assert seen[-1].status is Status.WAITING
    output = b"".join(read.data for read in recording.reads)
    assert made.worktree.encode() not in output
    assert b"Do you want to create" in output


async def test_a_report_that_cannot_be_written_is_said(service: InProcess, repo: Path) -> None:
    made = await service.create(repo)
    (service.paths.data / "reports").write_text("a file in its place")
    await refused("NOT_SAVED", service.viewing.report(made.id))


async def test_one_that_does_not_run_has_none_of_it(service: InProcess, repo: Path) -> None:
    made = await service.create(repo)
    service.program(made).exits(0)
    await service.until_status(made.id, Status.COMPLETED)
    for work in (
        service.viewing.repaint(made.id, 0),
        service.viewing.output(made.id, 3),
        service.viewing.report(made.id),
    ):
        await refused("NOT_RUNNING", work)
    assert service.viewing.attach_command(made.id)[-2:] == ["attach", made.id]


async def test_what_it_was_told_and_did_last_is_known_once_it_did_something(service: InProcess, repo: Path) -> None:
    made = await service.create(repo, agent="demo", instruction="Delete the old script")
    assert service.viewing.told(service.sessions.get(made.id)) == "Delete the old script"
    assert service.viewing.did(service.sessions.get(made.id)) is None
    await service.approve_all(made.id)
    done = service.sessions.get(made.id)
    assert service.viewing.told(done) == "Delete the old script"
    assert "old_report.py" in (service.viewing.did(done) or "")
    service.program(made).exits(0)
    ended = await service.until_status(made.id, Status.COMPLETED)
    assert service.viewing.did(ended) is None
