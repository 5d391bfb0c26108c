"""What agents are told waits for their ready screen, and is never typed into a question."""

from __future__ import annotations

from pathlib import Path

import pytest

from branchline.core.model.status import Status
from branchline.core.session.instruction_events import InstructionQueued, InstructionTyping
from harness.service import InProcess, refused
from harness.sidecar import git


async def test_nothing_is_typed_into_a_dialog(service: InProcess, repo: Path) -> None:
    made = await service.create(repo, "demo", instruction="Fix the tests")
    before = await service.asking(made.id)
    typed = list(service.program(made).typed)
    error = await refused("DIALOG_OPEN", service.instructions.send(made.id, "yes", submit=True, queue=False))
    assert "asking" in error.message
    assert await service.instructions.send(made.id, "Write the docs", submit=True, queue=True)
    now = service.sessions.get(made.id)
    assert (now.status, now.prompt, now.pending) == (Status.WAITING, before.prompt, ("Write the docs",))
    assert service.program(made).typed == typed
    assert git(made.worktree, "status", "--porcelain") == ""


async def test_what_is_queued_is_typed_at_the_next_ready_screen_in_turn(service: InProcess, repo: Path) -> None:
    made = await service.create(repo, "demo", instruction="Delete the old script")
    session = await service.asking(made.id)
    for text in ("Write the docs", "Delete the old script again"):
        assert await service.instructions.send(made.id, text, submit=True, queue=True)
    assert session.prompt is not None
    await service.prompts.answer(made.id, session.prompt.id, "3")
    asked = await service.asking(made.id, before=session.prompt)
    assert asked.prompt is not None
    assert asked.prompt.paths == ("README.md",)
    assert asked.pending == ("Delete the old script again",)
    assert asked.instruction == "Write the docs"


async def test_one_that_waits_goes_before_one_that_comes(service: InProcess, repo: Path) -> None:
    service.configure(maxSessions=1)
    await service.create(repo)
    queued = await service.create(repo, "demo", instruction="First")
    assert queued.status is Status.QUEUED
    await refused("NOT_READY", service.instructions.send(queued.id, "Second", submit=True, queue=False))
    assert await service.instructions.send(queued.id, "Second", submit=True, queue=True)
    assert service.sessions.get(queued.id).pending == ("First", "Second")


@pytest.mark.parametrize("text", ["", "  \n "])
async def test_an_empty_text_is_none(service: InProcess, repo: Path, text: str) -> None:
    made = await service.create(repo)
    await refused("BAD_TEXT", service.instructions.send(made.id, text, submit=True, queue=True))
    assert service.sessions.get(made.id).pending == ()


async def test_one_that_does_not_run_takes_nothing(service: InProcess, repo: Path) -> None:
    made = await service.create(repo)
    service.program(made).exits(0)
    await service.until_status(made.id, Status.COMPLETED)
    await refused("NOT_RUNNING", service.instructions.send(made.id, "Go on", submit=True, queue=True))
    await refused("NOT_RUNNING", service.instructions.interrupt(made.id))
    await refused("NO_SESSION", service.instructions.interrupt("nobody"))
    await refused("NO_SESSION", service.instructions.send("nobody", "Go on", submit=True, queue=True))


async def test_an_interrupt_stops_the_turn(service: InProcess, repo: Path) -> None:
    made = await service.create(repo, "demo", instruction="Fix the tests")
    await service.asking(made.id)
    await service.instructions.interrupt(made.id)
    await service.until_status(made.id, Status.READY)
    assert service.program(made).typed[-1] == "\x1b"


async def test_one_that_could_not_be_typed_waits_for_the_next_ready_screen(service: InProcess, repo: Path) -> None:
    """Its agent draws a ready screen, and a half-typed line right after."""
    made = await service.half_typed(repo)
    program = service.program(made)
    assert await service.instructions.send(made.id, "Fix the tests", submit=True, queue=True)
    assert service.sessions.get(made.id).pending == ("Fix the tests",)
    program.takes("\x15")  # The user clears it.
    await service.asking(made.id)
    assert service.sessions.get(made.id).instruction == "Fix the tests"


async def test_what_a_sidecar_before_this_one_was_typing_waits_again(service: InProcess, repo: Path) -> None:
    session = await service.half_typed(repo)  # It stays in the input.
    service.sessions.happened(session.id, InstructionQueued("Mend the clock"))
    service.sessions.happened(session.id, InstructionTyping(40))
    service.instructions.recover()
    now = service.sessions.get(session.id)
    assert (now.typing, now.pending) == (None, ("Mend the clock",))
