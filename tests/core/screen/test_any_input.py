"""Inputs of agents that nobody adapted to, and signs that they work."""

from __future__ import annotations

import pytest

from branchline.core.model.screen import Motion, ScreenView
from branchline.core.screen.any_input import input_rows, observe

RULE = "─" * 40
BOX = "╭" + "─" * 40 + "╮\n│ > Ask anything" + " " * 26 + "│\n╰" + "─" * 40 + "╯"
INPUTS = [
    BOX,
    BOX.replace("> Ask", "● ▋Ask"),
    f"{RULE}\n\n{RULE}\n~/work (main)",
    f"{RULE}\n❯ What can I do for you?\n{RULE}\n footer",
    f"{RULE}\nhalf typed\n{RULE}\n footer",
    "┃\n┃ > / commands, ! bash\n┃\n\n normal mode on",
]


def view(text: str, moving: str = "", talking: str = "", cursor: tuple[int, int] | None = None) -> ScreenView:
    """The rows with `moving` in them change all the time, those with `talking` say something new."""
    lines = text.split("\n")
    typed = next((row for row, line in enumerate(lines) if "half typed" in line), 23)
    lines += [""] * (24 - len(lines))
    rows = tuple(0.1 if (moving and moving in line) or (talking and talking in line) else 9.0 for line in lines)
    words = tuple(0.1 if talking and talking in line else 9.0 for line in lines)
    return ScreenView(tuple(lines), cursor or (typed, 4), "", 80, 0.1, motion=Motion(rows, words, draws=True))


def status(seen: ScreenView) -> str | None:
    observed = observe(seen)
    assert observed is None or not observed.takes_text, "nothing is typed on a screen that nobody knows"
    return observed.status.value if observed else None


@pytest.mark.parametrize("text", INPUTS)
def test_an_input_and_no_sign_of_work_is_ready(text: str) -> None:
    assert status(view("done\n\n" + text)) == "ready"


@pytest.mark.parametrize("text", INPUTS)
@pytest.mark.parametrize(
    "sign",
    [
        "⠋ Thinking",
        " ⣻⡿⣏  ( 0s • esc to interrupt )",
        "✶ Musing…",
        "(◕‿◕) reflecting...",
        "Working (12s)",
        "◐ Running a command",
    ],
)
def test_a_sign_that_moves_is_work(text: str, sign: str) -> None:
    assert status(view(f"{sign}\n\n{text}", moving=sign)) == "working"
    assert status(view(f"{sign}\n\n{text}")) == "ready", "what does not move says nothing"


def test_a_sign_beside_the_input_is_work_when_anything_moves() -> None:
    text = f"clock 12:00:01\nmusing...\n{RULE}\n❯ \n{RULE}"
    assert status(view(text, moving="clock")) == "working"
    assert status(view(text)) == "ready"


def test_an_ornament_that_never_ends_is_no_work() -> None:
    assert status(view("  @@@@@@  \n @@    @@ \n\n" + BOX, moving="@@")) == "ready"
    assert status(view("12:00:01\n\n" + BOX, moving="12:00")) == "ready"


def test_text_that_comes_is_left_to_activity() -> None:
    assert status(view("some words\n\n" + BOX, talking="some words")) is None


def test_typing_is_no_work() -> None:
    typed = BOX.replace("Ask anything", "please do it")
    assert status(view("done\n\n" + typed, talking="please do it")) == "ready"
    assert status(view(f"done\n\n{RULE}\n❯ /mod\n{RULE}\n/model  choose one", talking="/model")) == "ready"


@pytest.mark.parametrize(
    "text",
    [
        "just text",
        "╭──────────────╮\n│ a message    │\n╰──────────────╯",
        "│ a │ b │",
        "> a quotation\nand text",
    ],
)
def test_what_is_no_input(text: str) -> None:
    assert input_rows(view(text)) is None
    assert status(view(text)) is None
