"""What is printed must not be taken for the agent's own dialogs or input, and every rule must bear every screen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branchline.agents.registry import BUILT_IN
from branchline.core.model.screen import ScreenView
from branchline.core.model.status import Status
from harness import recordings

RULE = "─" * 100


def view(text: str, cursor: tuple[int, int], title: str = "", quiet_for: float = 1.0) -> ScreenView:
    return ScreenView(tuple(text.split("\n")), cursor, title, 100, quiet_for)


CLAUDE_DIALOG = f"""\
{RULE}
 Bash command
   make all
 Do you want to proceed?
 ❯ 1. Yes
   2. No

 Esc to cancel · Tab to amend
"""
CLAUDE_BOX = f"{RULE}\n❯\n{RULE}\n  ⏸ manual mode on"


def test_a_dialog_that_was_printed_above_the_input_is_none() -> None:
    seen = BUILT_IN["claude"].observe(view(CLAUDE_DIALOG + CLAUDE_BOX, (9, 2)))
    assert seen is not None
    assert seen.takes_text


def test_a_dialog_at_the_bottom_is_one() -> None:
    seen = BUILT_IN["claude"].observe(view(CLAUDE_DIALOG, (4, 1)))
    assert seen is not None
    assert (seen.status, seen.reason, seen.takes_text) == (Status.WAITING, "approval", False)


def test_an_input_box_that_was_printed_is_none_without_the_cursor() -> None:
    assert BUILT_IN["claude"].observe(view(CLAUDE_BOX + "\nsome output below", (4, 17))) is None


def test_a_working_line_in_the_text_is_none() -> None:
    printed = "● To stop it, press esc to interrupt\n● • Working (3s • esc to interrupt)\n\n"
    seen = BUILT_IN["claude"].observe(view(printed + CLAUDE_BOX, (4, 2)))
    assert seen is not None
    assert seen.takes_text


@pytest.mark.parametrize(
    ("typed", "column"), [("hello", 7), ("hello", 2), ("1. Yes", 8), ("Do you want to proceed?", 25), ("/", 3)]
)
def test_a_half_typed_line_takes_no_text(typed: str, column: int) -> None:
    screen = f"{RULE}\n❯ {typed}\n{RULE}\n  ⏸ manual mode on"
    seen = BUILT_IN["claude"].observe(view(screen, (1, column)))
    assert seen is not None
    assert (seen.status, seen.takes_text) == (Status.READY, False)


def test_a_line_of_many_rows_is_one_half_typed_line() -> None:
    seen = BUILT_IN["claude"].observe(view(f"{RULE}\n❯ one\n\n  three\n{RULE}\n  ? for shortcuts", (3, 7)))
    assert seen is not None
    assert (seen.status, seen.takes_text) == (Status.READY, False)


def test_an_empty_box_that_was_just_drawn_takes_no_text() -> None:
    seen = BUILT_IN["claude"].observe(view(CLAUDE_BOX, (1, 2), quiet_for=0.1))
    assert seen is not None
    assert (seen.status, seen.takes_text) == (Status.READY, False)


@pytest.mark.parametrize("name", [name for name in BUILT_IN if name not in ("demo", "aider")])
@pytest.mark.parametrize("scenario", ["touch", "write"])
def test_an_agents_own_dialog_shown_by_another_agent_is_none(name: str, scenario: str) -> None:
    """A recorded dialog, printed as a file's text above the input box of Claude Code."""
    recording = recordings.load(f"{name}/{scenario}")
    dialogs = [seen for _, seen in recordings.play(recording, BUILT_IN[name]) if seen and seen.status is Status.WAITING]
    assert dialogs, "the recording holds a dialog"
    lines = recordings.screen_when(recording, "waiting")
    shown = "\n".join(["● Read(dialog.txt)", *(f"     {line}" for line in lines)])[:4000]
    seen = BUILT_IN["claude"].observe(view(f"{shown}\n\n{CLAUDE_BOX}", (shown.count("\n") + 3, 2)))
    assert seen is not None
    assert seen.takes_text


LINES = st.lists(st.text(alphabet=" ─│╭╰╹┃▀▄❯›>●△1234. Yesno(esc to interrupt)…✻⠋", max_size=60), max_size=12)


@pytest.mark.parametrize("name", BUILT_IN)
@given(lines=LINES, row=st.integers(-1, 14), column=st.integers(0, 70), title=st.text(max_size=5))
def test_every_rule_bears_every_screen(name: str, lines: list[str], row: int, column: int, title: str) -> None:
    seen = BUILT_IN[name].observe(ScreenView(tuple(lines), (row, column), title, 60, 1.0))
    if seen is not None and seen.takes_text:
        assert seen.status is Status.READY
