"""Copilot's dialogs as it draws them, in several sizes, and with contents that imitate them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from branchline.core.model.prompt import Meaning, WaitReason
from branchline.core.model.screen import Observation
from branchline.core.model.status import Status
from branchline.core.screen.prompts import DOWN, ENTER, UP
from harness.dialogs.copilot import KEYS, SIZES, observed, prompt_of, recorded, shell


def form(
    message: Sequence[str],
    field: Sequence[str],
    cols: int = 100,
    keys: Sequence[str] = ("↑/↓ select · enter accept · ctrl+d decline · esc cancel",),
) -> list[str]:
    said = [" Copilot needs information.", *(f" {line}" for line in message)]
    return ["─" * cols, *said, "", *field, "", *(f" {line}" for line in keys), "─" * cols]


COLOURS = [" Colour:", "   Red", " ❯ Green", "   Blue", "   Other (type your answer)"]
STEPS = [UP + ENTER, ENTER, DOWN + ENTER, DOWN * 2 + ENTER]


@pytest.mark.parametrize("size", SIZES)
def test_answers_are_counted_from_the_selected_one(size: tuple[int, int]) -> None:
    prompt = prompt_of(form(["Which colour should the button have?"], COLOURS, size[0]), *size)
    assert (prompt.kind, prompt.title) == (WaitReason.QUESTION, "Which colour should the button have?")
    assert [option.label for option in prompt.options] == ["Red", "Green", "Blue", "Other (type your answer)"]
    assert [option.key for option in prompt.options] == STEPS
    assert {option.meaning for option in prompt.options} == {Meaning.OTHER}
    assert prompt.selected == "2"


def test_the_recorded_question() -> None:
    (prompt,) = recorded("ask")
    assert (prompt.kind, prompt.title) == (WaitReason.QUESTION, "Which colour should the button have?")
    assert [option.key for option in prompt.options] == [ENTER, DOWN + ENTER, DOWN * 2 + ENTER, DOWN * 3 + ENTER]


def test_rows_that_go_on_are_no_answers_of_their_own() -> None:
    field = [" Colour:", " What it looks like", " ❯ A long answer that goes on in", " the next row", "   Yes"]
    prompt = prompt_of(form(["A long question that goes on in", "the next row?", "", "1. One"], field, 40), 40)
    assert prompt.title == "A long question that goes on in the next row?"
    assert [option.label for option in prompt.options] == ["A long answer that goes on in the next row", "Yes"]
    assert [option.key for option in prompt.options] == [ENTER, DOWN + ENTER]


@pytest.mark.parametrize(
    ("keys", "pointed"),
    [
        (["↑/↓ select · space toggle · enter accept ·", "ctrl+d decline · esc cancel"], True),  # several may be chosen
        (["↑/↓ select · enter accept · esc cancel"], False),  # the selected one is out of sight
    ],
)
def test_where_enter_chooses_nothing_known_no_answer_is_offered(keys: list[str], pointed: bool) -> None:
    field = COLOURS if pointed else [row.replace("❯", " ") for row in COLOURS]
    prompt = prompt_of(form(["Which?"], field, 50, keys), 50)
    assert (prompt.kind, prompt.title, prompt.options) == (WaitReason.QUESTION, "Which?", ())


def test_without_a_message_the_field_is_the_question() -> None:
    assert prompt_of(form([], COLOURS)).title == "Colour:"


@pytest.mark.parametrize(("edge", "column"), [("▄", 4), ("─", 3)])
def test_a_field_takes_text_and_is_not_the_input(edge: str, column: int) -> None:
    typed = " " * (column - 3) + "❯ abc"
    rows = form(["Some things"], [" Name", f" {edge * 78}", typed, f" {edge * 78}"], 80)
    prompt = prompt_of(rows, 80, 24, cursor=(24 - 5, column))
    assert (prompt.kind, prompt.takes_text, prompt.options) == (WaitReason.QUESTION, True, ())
    assert "abc" not in prompt.text


def test_a_question_cannot_imitate_a_permission() -> None:
    said = [line[1:] for line in shell("touch a")]
    prompt = prompt_of(form(["Which?", *said], COLOURS))
    assert (prompt.kind, prompt.command) == (WaitReason.QUESTION, None)
    assert prompt.options[0].label == "Red"


# ---------------------------------------------------------------- what is no dialog

FOLDER_LINE = " /home/u/work [⎇ main]"
COLOURED = ("╻" + "▄" * 99, "┃", "╹" + "▀" * 99)
PLAIN = ("─" * 100, "❯", "─" * 100)
"""The input where the terminal does not tell its colours."""
FOOTER = " ← open sidebar · Interactive · Manual Approval · / commands"


def at_the_input(rows: Sequence[str], box: Sequence[str], footer: str = FOOTER) -> Observation | None:
    return observed([*rows, "", FOLDER_LINE, *box, footer], 100, 30, cursor=(27, 2))


@pytest.mark.parametrize("box", [COLOURED, PLAIN])
@pytest.mark.parametrize("rows", [shell("touch a"), form(["Which?"], COLOURS), [KEYS]])
def test_a_dialog_that_was_printed_above_the_input_is_none(rows: list[str], box: tuple[str, ...]) -> None:
    seen = at_the_input(rows, box)
    assert seen is not None
    assert (seen.status, seen.takes_text) == (Status.READY, True)


@pytest.mark.parametrize("box", [COLOURED, PLAIN])
def test_it_works_as_the_footer_says(box: tuple[str, ...]) -> None:
    seen = at_the_input(["○ Working"], box, " ○ Working esc esc interrupt")
    assert seen is not None
    assert seen.status is Status.WORKING


@pytest.mark.parametrize("box", [COLOURED, PLAIN])
@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([" ✗ Failed to get response", "   Last error: 500 Internal server error"], "api error"),
        ([" ✗ Authentication failed with provider (HTTP", "   401)."], "login needed"),
        ([" ✗ Something else"], "api error"),
        ([" ● Request failed due to a transient API error. Retrying..."], None),
        ([" ✗ Failed: error 500", "", " ● All done."], None),
    ],
)
def test_the_mark_of_an_error_tells_why_a_turn_ended(rows: list[str], reason: str | None, box: tuple[str, ...]) -> None:
    seen = at_the_input([f"{row:<99}┃" for row in ["", *rows]], box)
    assert seen is not None
    assert (seen.status, seen.reason) == (Status.READY, reason)


@pytest.mark.parametrize("box", [COLOURED, PLAIN])
@pytest.mark.parametrize("footer", [" ● Loading:", " ◉ Loading: 2 skills"])
def test_its_input_is_ready_while_it_loads_and_takes_no_text_yet(box: tuple[str, ...], footer: str) -> None:
    seen = at_the_input([], box, footer)
    assert seen is not None
    assert (seen.status, seen.takes_text, seen.loads) == (Status.READY, False, True)
