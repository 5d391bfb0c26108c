"""What was being typed when the sidecar ended is sent once, and whole; or the user is told."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.model.under_way import Typed
from branchline.core.reasons import InputReason
from branchline.core.screen.typing_plan import CLEAR, PASTE_END, PASTE_START
from branchline.core.session.instruction_events import InstructionQueued, InstructionTyping, KeysSent
from harness.late_agent import LateAgent, ready
from harness.service import InProcess
from harness.waiting import until

TEXT = "Mend the clock on the tower, and then wind it up"


def paste(text: str) -> str:
    return f"{PASTE_START.decode()}{text}{PASTE_END.decode()}"


async def cut_off(service: InProcess, repo: Path, typed: Typed, *keys: str) -> tuple[InProcess, Session, LateAgent]:
    """A sidecar that starts after one which ended when the agent had got just these keys."""
    session, agent = await ready(service, repo)
    service.sessions.happened(session.id, InstructionQueued(TEXT))
    service.sessions.happened(session.id, InstructionTyping(40))
    service.sessions.happened(session.id, KeysSent(typed))
    await service.close()
    for each in keys:
        service.program(session).takes(each)
    return await service.successor(), session, agent


def hurries(service: InProcess, session: Session) -> None:
    """Its agent is known to draw at once what it gets."""
    terminal = service.terminals.get(session.id)
    terminal.agent = attrs.evolve(terminal.agent, typing=attrs.evolve(terminal.agent.typing, drawn_within=0.5))


async def until_sent(service: InProcess, session: Session) -> Session:
    return await service.until(session.id, lambda record: not record.pending)


async def until_left(service: InProcess, session: Session) -> None:
    """To the user."""
    record = await service.until(session.id, lambda record: record.typed is Typed.LEFT)
    assert (record.status, record.reason, record.unread) == (Status.READY, InputReason.CUT_OFF, True)
    assert record.pending == (TEXT,)


@pytest.mark.parametrize("typed", [Typed.PART, Typed.ALL])
async def test_after_the_paste_enter_is_what_is_missing(service: InProcess, repo: Path, typed: Typed) -> None:
    service, session, agent = await cut_off(service, repo, typed, paste(TEXT))
    sent = await until_sent(service, session)
    assert (agent.sent, sent.instruction, sent.typed, sent.typing) == ([TEXT], TEXT, None, None)
    await service.close()


async def test_after_enter_nothing_is(service: InProcess, repo: Path) -> None:
    service, session, agent = await cut_off(service, repo, Typed.ALL, paste(TEXT), "\r")
    sent = await until_sent(service, session)
    assert (agent.sent, sent.instruction) == ([TEXT], TEXT)
    assert (await service.until_status(session.id, Status.READY)).unread, "its turn is over"
    assert service.program(session).typed == [paste(TEXT), "\r"]
    await service.close()


async def test_what_comes_after_it_is_typed_in_turn(service: InProcess, repo: Path) -> None:
    service, session, agent = await cut_off(service, repo, Typed.ALL, paste(TEXT), "\r")
    await service.instructions.send(session.id, "Then the bell", submit=True, queue=True)
    await until(lambda: agent.sent == [TEXT, "Then the bell"])
    await service.close()


async def test_beside_something_else_it_is_left_until_the_user_sends_it(service: InProcess, repo: Path) -> None:
    service, session, agent = await cut_off(service, repo, Typed.ALL, paste(TEXT), " and more")
    hurries(service, session)
    await until_left(service, session)
    typed = list(service.program(session).typed)
    await service.instructions.send(session.id, "Then the bell", submit=True, queue=True)
    assert service.program(session).typed == typed, "nothing more is typed until then"
    service.program(session).takes("\r")
    await until(lambda: agent.sent == [f"{TEXT} and more", "Then the bell"])
    await service.close()


async def test_what_the_user_cleared_is_typed_anew(service: InProcess, repo: Path) -> None:
    service, session, agent = await cut_off(service, repo, Typed.PART, "mine, and not the instruction")
    hurries(service, session)
    await until_left(service, session)
    assert service.program(session).typed == ["mine, and not the instruction"]
    service.program(session).takes(CLEAR)
    await until_sent(service, session)
    assert agent.sent == [TEXT]
    await service.close()


async def test_what_is_left_to_the_user_can_be_taken_back(service: InProcess, repo: Path) -> None:
    service, session, agent = await cut_off(service, repo, Typed.PART, "mine")
    hurries(service, session)
    await until_left(service, session)
    record = service.instructions.take_back(session.id)
    assert (record.status, record.reason, record.pending, record.typed) == (Status.READY, None, (), None)
    service.program(session).takes(CLEAR)
    await service.instructions.send(session.id, "Then the bell", submit=True, queue=True)
    await until(lambda: agent.sent == ["Then the bell"])
    await service.close()


async def test_of_a_paste_that_never_came_nothing_is_missing(service: InProcess, repo: Path) -> None:
    service, session, agent = await cut_off(service, repo, Typed.PART)
    hurries(service, session)
    await until_sent(service, session)
    assert (agent.sent, service.program(session).typed) == ([TEXT], [paste(TEXT), "\r"])
    await service.close()


async def test_a_paste_that_is_read_late_is_not_pasted_again(service: InProcess, repo: Path) -> None:
    """An empty input alone does not say that nothing is on its way."""
    service, session, agent = await cut_off(service, repo, Typed.PART)
    await until(lambda: (seen := service.terminals.get(session.id).observe()) is not None and seen.takes_text)
    assert service.program(session).typed == []
    service.program(session).takes(paste(TEXT))
    await until_sent(service, session)
    assert (agent.sent, service.program(session).typed) == ([TEXT], [paste(TEXT), "\r"])
    await service.close()


async def test_with_an_agent_that_ended_meanwhile_its_input_is_gone(service: InProcess, repo: Path) -> None:
    for typed, pending in ((Typed.PART, (TEXT,)), (Typed.ALL, ())):
        service, session, _agent = await cut_off(service, repo, typed, paste(TEXT))
        service.program(session).exits(0)
        record = await service.until_status(session.id, Status.COMPLETED)
        assert (record.pending, record.typed) == (pending, None)
    await service.close()


async def test_a_sidecar_that_is_replaced_while_it_types_is_followed_by_one_that_goes_on(
    service: InProcess, repo: Path
) -> None:
    """It is not killed, but leaves; what it types waits to be drawn then."""
    session, agent = await ready(service, repo)
    reads, program = service.program(session).reads, service.program(session)
    program.reads = lambda _keys: None
    await service.instructions.send(session.id, TEXT, submit=True, queue=False)
    await until(lambda: program.typed)
    program.reads = reads
    await service.close()
    reads(paste(TEXT))
    service = await service.successor()
    await until_sent(service, session)
    assert (agent.sent, program.typed) == ([TEXT], [paste(TEXT), "\r"])
    await service.close()
