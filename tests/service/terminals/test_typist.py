"""Typed at the agent's own pace, only where it takes an instruction, and sent once."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.screen import observations
from branchline.service.terminals import typist
from harness.late_agent import LateAgent, ready
from harness.service import InProcess, refused
from harness.waiting import until


async def until_over(service: InProcess, session: Session) -> None:
    """Until nobody types into it."""
    await until(lambda: not service.instructions._typist.is_typing(session.id))


async def until_taken() -> None:
    await until(lambda: not [each for each in asyncio.all_tasks() if "instruction taken" in each.get_name()])


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typist, "TAKEN_SOON", 0.5)  # An empty input has to stand still for a moment.


@pytest.mark.parametrize("ignored", [0, 1, 3])
async def test_an_enter_that_was_not_taken_is_pressed_again_until_it_is(
    service: InProcess, repo: Path, ignored: int, quick: None
) -> None:
    session, agent = await ready(service, repo, ignored)
    await service.instructions.send(session.id, "Mend the clock", submit=True, queue=False)
    await until(lambda: agent.sent)
    await until_taken()
    assert agent.sent == ["Mend the clock"]
    assert service.program(session).typed.count("\r") == ignored + 1


async def test_where_it_is_never_taken_it_is_given_up(service: InProcess, repo: Path, quick: None) -> None:
    session, agent = await ready(service, repo, ignored=100)
    await service.instructions.send(session.id, "Mend the clock", submit=True, queue=False)
    await until_over(service, session)
    await until_taken()
    assert (agent.sent, service.program(session).typed.count("\r")) == ([], 1 + typist.ENTERS)


async def test_without_submit_it_stands_in_the_input(service: InProcess, repo: Path) -> None:
    session, agent = await ready(service, repo)
    await service.instructions.send(session.id, "Mend the", submit=False, queue=False)
    await until_over(service, session)
    now = service.sessions.get(session.id)
    assert (now.status, now.pending, now.instruction) == (Status.READY, (), None)
    assert (agent.sent, "\r" in service.program(session).typed) == ([], False)
    before = list(service.program(session).typed)
    error = await refused("INPUT_BUSY", service.instructions.send(session.id, "more", submit=True, queue=False))
    assert "half-typed" in error.message
    assert service.program(session).typed == before


STILL = 1.0
"""Seconds that a screen has to stand still here: longer than a busy machine lets a process wait."""
DRAWN_EVERY = 0.02
DRAWINGS = 1.2 * STILL / DRAWN_EVERY


async def drawing_anew(service: InProcess, session: Session, agent: LateAgent) -> asyncio.Task[None]:
    """Draws the same again and again, until it is cancelled; returns once the service sees it."""

    async def draw_on() -> None:
        while True:
            agent.draws()
            await asyncio.sleep(DRAWN_EVERY)

    drawing = asyncio.create_task(draw_on())
    await until(lambda: service.terminals.get(session.id).quiet_for() < observations.STILL)
    return drawing


def still_late(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (typist, observations):
        monkeypatch.setattr(module, "STILL", STILL)


async def test_a_screen_that_is_drawn_anew_meanwhile_is_waited_for(
    service: InProcess, repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, agent = await ready(service, repo)
    still_late(monkeypatch)
    drawing = await drawing_anew(service, session, agent)
    before = agent.drawn
    sending = asyncio.create_task(service.instructions.send(session.id, "Mend the clock", submit=True, queue=False))
    # Longer than it has to stand still, as often as it is drawn.
    await until(lambda: agent.drawn > before + DRAWINGS)
    assert service.program(session).typed == []
    drawing.cancel()
    await sending
    await until(lambda: agent.sent == ["Mend the clock"])


async def test_one_that_never_stands_still_takes_nothing_and_that_is_said(
    service: InProcess, repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typist, "STILL_PATIENCE", 0.6)
    session, agent = await ready(service, repo)
    still_late(monkeypatch)
    drawing = await drawing_anew(service, session, agent)
    error = await refused("NOT_READY", service.instructions.send(session.id, "more", submit=True, queue=False))
    assert "all the time" in error.message
    drawing.cancel()
    assert service.program(session).typed == []


async def test_two_at_once_are_not_mixed(service: InProcess, repo: Path) -> None:
    session, agent = await ready(service, repo)
    assert await service.instructions.send(session.id, "first", submit=True, queue=False) is False
    await refused("NOT_READY", service.instructions.send(session.id, "second", submit=True, queue=False))
    assert await service.instructions.send(session.id, "third", submit=True, queue=True)
    await until(lambda: agent.sent)
    assert agent.sent == ["first"]
    await until(lambda: len(agent.sent) > 1)
    assert agent.sent == ["first", "third"]


async def test_what_is_being_checked_is_claimed(service: InProcess, repo: Path) -> None:
    session, agent = await ready(service, repo)
    service.program(session).prints("\x07")  # It has to stand still for a moment.
    first = asyncio.create_task(service.instructions.send(session.id, "first", submit=True, queue=False))
    await asyncio.sleep(0)
    await refused("INPUT_BUSY", service.instructions.send(session.id, "second", submit=True, queue=False))
    assert await first is False
    await until(lambda: agent.sent)
    assert agent.sent == ["first"]


async def test_enter_is_not_pressed_into_a_question_that_comes_meanwhile(service: InProcess, repo: Path) -> None:
    session = await service.create(repo, "claude")
    program = service.program(session)
    program.plays("claude/touch", until="ready")
    await service.until_status(session.id, Status.READY)
    program.reads = lambda _keys: program.plays("claude/touch", until="waiting")
    assert await service.instructions.send(session.id, "Mend it", submit=True, queue=False) is False
    asked = await service.asking(session.id)
    await until_over(service, session)
    assert asked.pending == service.sessions.get(session.id).pending == ("Mend it",)
    assert "\r" not in "".join(program.typed)


@pytest.mark.parametrize("how", ["ends", "is dropped"])
async def test_an_agent_that_is_gone_meanwhile_is_typed_into_no_more(service: InProcess, repo: Path, how: str) -> None:
    session, _ = await ready(service, repo)
    program = service.program(session)

    def go(_keys: str) -> None:
        if how == "ends":
            program.exits(0)
        else:
            asyncio.get_running_loop().call_soon(service.sessions.drop, session.id)

    program.reads = go
    assert await service.instructions.send(session.id, "Mend it", submit=True, queue=False) is False
    await until_over(service, session)
    assert "\r" not in program.typed
    if how == "ends":  # It is typed when the session goes on.
        ended = await service.until_status(session.id, Status.COMPLETED)
        assert ended.pending == ("Mend it",)


async def test_what_is_taken_back_before_the_first_key_is_not_typed(service: InProcess, repo: Path) -> None:
    session, agent = await ready(service, repo)
    before = list(service.program(session).typed)
    await service.instructions.send(session.id, "Mend the clock", submit=True, queue=False)
    assert service.instructions.take_back(session.id).status is Status.READY
    await until_over(service, session)
    assert (agent.sent, service.program(session).typed) == ([], before)
    await service.instructions.send(session.id, "Mend the door", submit=True, queue=False)
    await until(lambda: agent.sent)
    assert agent.sent == ["Mend the door"]


async def test_an_instruction_is_work_from_its_enter_on(service: InProcess, repo: Path) -> None:
    """The agent draws nothing for it."""
    session, agent = await ready(service, repo, ignored=100)
    service.program(session).reads = lambda keys: None if keys == "\r" else LateAgent._reads(agent, keys)
    await service.instructions.send(session.id, "Mend the clock", submit=True, queue=False)
    await service.until(
        session.id, lambda now: (now.status, now.evidence.rule) == (Status.WORKING, "instruction typed")
    )
