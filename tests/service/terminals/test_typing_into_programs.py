"""Instructions for a program of the user's own, of which nothing is known but the sign at which it takes text."""

from __future__ import annotations

import asyncio
from pathlib import Path

from branchline.agents.any_program import user_defined
from branchline.agents.shared.agent import Typing
from branchline.core.model.session import Session
from branchline.core.screen.typing_plan import PASTE_END, PASTE_START
from harness.scripted_ptyhost import Program
from harness.service import InProcess
from harness.waiting import until


async def at_its_sign(service: InProcess, repo: Path, sign: str) -> tuple[Session, Program]:
    service.configure(agents={"mine": {"command": ["/bin/sh"]}})
    session = await service.create(repo, "mine")
    program = service.program(session)
    program.prints(sign)
    await until(lambda: (seen := service.terminals.get(session.id).observe()) is not None and seen.takes_text)
    return session, program


async def test_a_question_that_comes_between_two_pieces_gets_none_of_the_rest(service: InProcess, repo: Path) -> None:
    """Its terminal takes no pastes."""
    session, program = await at_its_sign(service, repo, "$ ")
    asked = asyncio.Event()

    def asks(_keys: str) -> None:
        if not asked.is_set():
            asked.set()
            program.prints("\r\nOverwrite everything? [y/N] ")

    program.reads = asks
    text = "word " * 200
    await service.instructions.send(session.id, text, submit=True, queue=False)
    await service.asking(session.id)
    await until(lambda: not service.instructions._typist.is_typing(session.id))
    assert len("".join(program.typed)) < len(text)
    assert service.sessions.get(session.id).pending == (text,)


async def test_one_that_draws_nothing_of_what_it_gets_is_told_all_the_same(service: InProcess, repo: Path) -> None:
    session, program = await at_its_sign(service, repo, "\x1b[?2004h$ ")
    assert await service.instructions.send(session.id, "a\nb", submit=True, queue=False) is False
    told = await service.until(session.id, lambda session: session.instruction is not None)
    assert (told.instruction, told.pending) == ("a\nb", ())
    assert program.typed == [f"{PASTE_START.decode()}a\nb{PASTE_END.decode()}", "\r"]
    assert user_defined.agent("mine", ("sh",), "", "").typing.drawn_within < Typing().drawn_within
