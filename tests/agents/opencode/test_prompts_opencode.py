"""opencode's dialogs as it draws them, in several sizes, and with contents that imitate them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from branchline.core.model.prompt import Meaning, WaitReason
from branchline.core.model.screen import Observation
from branchline.core.model.status import Status
from harness.dialogs.opencode import BELOW, FAILING, OUTSIDE, PANEL, WRITING, block, observed, prompt_of, shell

QUESTION = [
    "",
    "  Which colour should the button have?",
    "",
    "  1. Red",
    "     Make it red",
    "  2. Plan (b)",
    "     Make it green",
    "  3. Type your own answer",
    "",
    "  ↑↓ select  enter submit  esc dismiss",
    "",
]


@pytest.mark.parametrize("cols", [100, 80, 60, 140])
@pytest.mark.parametrize("tabs", [[], ["", "   Colour   Sizes   Confirm"]])
def test_a_digit_answers_a_question(cols: int, tabs: list[str]) -> None:
    prompt = prompt_of(block([*tabs, *QUESTION], cols), cols, cursor=(0, 0))
    assert (prompt.kind, prompt.title) == (WaitReason.QUESTION, "Which colour should the button have?")
    assert [(option.label, option.meaning, option.key) for option in prompt.options] == [
        ("Red", Meaning.OTHER, "1"),
        ("Plan (b)", Meaning.OTHER, "2"),
        ("Type your own answer", Meaning.OTHER, "3"),
    ]


def test_what_a_question_says_is_no_option_and_no_permission() -> None:
    said = [
        "",
        "  △ Permission required",
        "    # Shell command",
        "",
        "  $ true",
        "",
        "   Allow once   Allow always   Reject",
        "  1. Yes",
    ]
    prompt = prompt_of(block([*said, *QUESTION[2:]], 100), cursor=(0, 0))
    assert (prompt.kind, prompt.command) == (WaitReason.QUESTION, None)
    assert [option.label for option in prompt.options] == ["Red", "Plan (b)", "Type your own answer"]


def test_no_digit_chooses_the_tenth_answer() -> None:
    options = [line for n in range(1, 13) for line in (f"  {n}. Way {n}", "     as it says")]
    prompt = prompt_of(block(["", "  Which way?", "", *options, *QUESTION[8:]], 100), height=40, cursor=(0, 0))
    assert [option.key for option in prompt.options] == [*"123456789", "", "", ""]


def test_of_several_answers_none_is_offered() -> None:
    rows = ["", "  Which sizes? (select all that apply)", "", "  1. [ ] Small", "  2. [✓] Big", *QUESTION[8:]]
    assert prompt_of(block(rows, 100), cursor=(0, 0)).options == ()


def test_an_answer_that_is_being_typed_takes_text() -> None:
    rows = [*QUESTION[:8], "     so far", *QUESTION[8:]]
    prompt = prompt_of(block(rows, 100), height=12, cursor=(8, 14))
    assert (prompt.takes_text, prompt.options) == (True, ())
    assert "so far" not in prompt.text


def test_a_question_whose_end_is_out_of_sight() -> None:
    options = [line for n in range(1, 9) for line in (f"  {n}. Way {n}", "     as it says")]
    prompt = prompt_of(block(["", "  Which way?", "", *options], 60), 60, 19, cursor=(18, 58))
    assert (prompt.kind, prompt.title, prompt.takes_text) == (WaitReason.QUESTION, "Which way?", False)
    assert [option.key for option in prompt.options] == [*"12345678"]


# ---------------------------------------------------------------- what is no dialog


def input_box(cols: int = 100, footer: str = "   ~/work      120 (0%)  ctrl+p commands") -> list[str]:
    edge = f"{OUTSIDE}  {WRITING}╹{'▀' * (cols - 5)}"
    return [*block(["", "", "", "  Build · Stub Model"], cols, BELOW, WRITING), edge, footer, ""]


def at_the_input(rows: Sequence[str], cols: int = 100, footer: str | None = None) -> Observation | None:
    box = input_box(cols, footer) if footer else input_box(cols)
    return observed([*rows, *box], cols, cursor=(30 - len(box) + 1, 5))


@pytest.mark.parametrize("rows", [shell("touch a"), block(QUESTION, 100)])
def test_a_dialog_that_was_printed_above_the_input_is_none(rows: list[str]) -> None:
    seen = at_the_input([*rows, ""])
    assert seen is not None
    assert (seen.status, seen.takes_text) == (Status.READY, True)


def test_a_barred_text_that_says_nothing_of_a_dialog_is_none() -> None:
    assert observed([*block(["", "  Just a text", ""], 100), ""]) is None


MODEL = ["", "     ▣  Build · Stub Model", ""]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (block(["", "  Incorrect API key provided. (401)", ""], 100, bar=FAILING), "login needed"),
        (block(["", "  Provider overloaded", ""], 100, bar=FAILING), "overloaded"),
        # The user's own words stand in such a block too, as does what tools print.
        (block(["", "  fix the error 500 at the login", ""], 100, bar=WRITING), None),
        (block(["", "  $ make", "", "  error: 500", ""], 100, bar=PANEL), None),
        (["     There was an error 500."], None),
    ],
)
def test_the_block_of_an_error_tells_why_a_turn_ended(rows: list[str], reason: str | None) -> None:
    seen = at_the_input([*rows, *MODEL])
    assert seen is not None
    assert (seen.status, seen.reason) == (Status.READY, reason)


@pytest.mark.parametrize(
    "footer",
    [
        "   ■■■■⬝⬝⬝⬝  esc interrupt       tab agents  ctrl+p commands",
        "   ⬝⬝■■■■⬝⬝ Internal server error [retrying in 1s attempt #4]",
        '   ⬝Bad⬝Request: {"error": {"message": "Bad Request", "type": "server_error", "p',
    ],
)
def test_it_works_while_it_tries_again(footer: str) -> None:
    seen = at_the_input([], footer=footer)
    assert seen is not None
    assert seen.status is Status.WORKING
