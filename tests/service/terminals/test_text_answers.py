"""A free text as the answer: with its line breaks where the agent's terminal takes a paste, on one line elsewhere."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from branchline.core.model.prompt import Prompt, WaitReason
from branchline.core.model.session import Session
from harness.scripted_ptyhost import Program
from harness.service import InProcess, refused

COLS, ROWS = 80, 24
PASTE_START, PASTE_END = "\x1b[200~", "\x1b[201~"
KEYS = " ↑/↓ select · enter accept · ctrl+d decline · esc cancel"
TEXT = "Ada\nGrace\n\nAnd whoever comes."


@attrs.define
class Form:
    """An agent that wants to know something, as GitHub Copilot CLI draws it: one field, which takes a text. It pastes,
    or takes one line."""

    program: Program
    pastes: bool
    asks_else: bool = False
    """It asks something else as soon as something is pasted."""
    field: str = ""
    sent: list[str] = attrs.field(factory=list)

    def __attrs_post_init__(self) -> None:
        self.program.reads = self._reads
        self.program.is_resized(COLS, ROWS)
        self.program.prints("\x1b[?2004h" if self.pastes else "\x1b[?2004l")
        self.draws("Who takes part?")

    def draws(self, question: str) -> None:
        edge = " " + "─" * (COLS - 2)
        rows = [f" ❯ {self.field}".split("\n")[0], *(f"   {row}" for row in self.field.split("\n")[1:])]
        form = ["─" * COLS, " Copilot needs information.", f" {question}", "", " Names", edge, *rows, edge, "", KEYS]
        lines = [*form, "─" * COLS]
        self.program.prints(f"\x1b[2J\x1b[{ROWS - len(lines) + 1};1H" + "\r\n".join(lines))

    def _reads(self, typed: str) -> None:
        if typed.startswith(PASTE_START):
            self.field += typed.removeprefix(PASTE_START).removesuffix(PASTE_END)
            self.draws("And why?" if self.asks_else else "Who takes part?")
            return
        line, enter, _ = typed.partition("\r")
        self.field += line
        if enter:
            self.sent.append(self.field)
            self.program.prints("\x1b[2J\x1b[HThank you.")


async def asked(service: InProcess, repo: Path, pastes: bool, asks_else: bool = False) -> tuple[Session, Prompt, Form]:
    forms: list[Form] = []
    service.ptyhost.begins = lambda program: forms.append(Form(program, pastes, asks_else))
    session = await service.asking((await service.create(repo, agent="copilot")).id)
    assert session.prompt is not None
    assert (session.prompt.kind, session.prompt.takes_text) == (WaitReason.QUESTION, True)
    # An agent that draws at once is not waited for as long as one may take.
    terminal = service.terminals.get(session.id)
    terminal.agent = attrs.evolve(terminal.agent, typing=attrs.evolve(terminal.agent.typing, drawn_within=3600.0))
    return session, session.prompt, forms[0]


async def test_line_breaks_stay_where_the_terminal_takes_a_paste(service: InProcess, repo: Path) -> None:
    session, prompt, form = await asked(service, repo, pastes=True)
    assert await service.prompts.answer(session.id, prompt.id, TEXT) is False
    assert form.sent == [TEXT]
    assert form.program.typed[-2:] == [PASTE_START + TEXT + PASTE_END, "\r"], "Enter comes by itself"


async def test_elsewhere_they_become_blanks_and_that_is_said(service: InProcess, repo: Path) -> None:
    session, prompt, form = await asked(service, repo, pastes=False)
    assert await service.prompts.answer(session.id, prompt.id, TEXT) is True
    assert form.sent == [TEXT.replace("\n", " ")]


@pytest.mark.parametrize("pastes", [True, False])
async def test_a_single_line_is_typed_and_nothing_is_said(service: InProcess, repo: Path, pastes: bool) -> None:
    session, prompt, form = await asked(service, repo, pastes)
    assert await service.prompts.answer(session.id, prompt.id, "Ada") is False
    assert (form.sent, form.program.typed[-1]) == (["Ada"], "Ada\r")


async def test_enter_is_not_pressed_when_the_agent_asks_something_else_after_the_paste(
    service: InProcess, repo: Path
) -> None:
    session, prompt, form = await asked(service, repo, pastes=True, asks_else=True)
    error = await refused("NOT_ANSWERED", service.prompts.answer(session.id, prompt.id, TEXT))
    assert "Enter was not pressed" in error.message
    assert form.sent == []


async def test_what_would_be_taken_for_a_key_is_not_pasted(service: InProcess, repo: Path) -> None:
    session, prompt, form = await asked(service, repo, pastes=True)
    await refused("BAD_TEXT", service.prompts.answer(session.id, prompt.id, f"a\nb{PASTE_END}rm -rf ~\r"))
    assert form.sent == []
