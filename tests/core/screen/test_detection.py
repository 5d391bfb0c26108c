from __future__ import annotations

import re

import pytest

from branchline.core.model.screen import ScreenView
from branchline.core.screen.detection import (
    inside,
    is_rule,
    last_block,
    last_frame,
    last_row,
    numbered_choices,
    row_above,
    texts_below,
)
from branchline.core.screen.input_box import InputBox, input_box

MARKER = re.compile(r"> ")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("─" * 40, True),
        ("  " + "─" * 40, True),
        ("╭" + "─" * 40 + "╮", True),
        ("──── a name ─────────────", True),
        ("▄" * 40, True),
        ("───", False),
        ("", False),
        ("│ ──────────────────── │", False),
        ("a line with one ─ in it", False),
        ("-" * 40, False),
    ],
)
def test_rules(line: str, expected: bool) -> None:
    assert is_rule(line) is expected


def test_blocks_and_rows() -> None:
    lines = ["a", "b", "", "c", "│    │", "d", "e", "", "  "]
    assert last_row(lines) == 6
    assert last_row(["", " │ "]) == -1
    assert last_block(lines) == range(5, 7)
    assert last_block(lines, end=4) == range(3, 4)
    assert list(last_block([])) == []
    assert row_above(lines, 5) == 3
    assert row_above(lines, 0) == -1
    assert inside("│ x │ █") == "x"


def box(lines: list[str], cursor: tuple[int, int]) -> InputBox | None:
    return input_box(ScreenView(tuple(lines), cursor, cols=40), MARKER, is_rule, is_rule)


EDGE = "─" * 40


def test_an_input_box_is_around_the_cursor() -> None:
    assert box([EDGE, "> ", EDGE], (1, 2)) == InputBox(1, 1, "", cursor_at_start=True)
    assert box([EDGE, "> hi", EDGE], (1, 4)) == InputBox(1, 1, "hi", cursor_at_start=False)
    assert box([EDGE, "> one", "  two", EDGE], (2, 3)) == InputBox(1, 2, "one\ntwo", cursor_at_start=False)


@pytest.mark.parametrize(
    ("lines", "cursor"),
    [
        ([EDGE, "> ", EDGE], (2, 2)),
        ([EDGE, "> ", EDGE, "text"], (3, 2)),
        (["text", "> ", EDGE], (1, 2)),
        ([EDGE, "> "], (1, 2)),
        ([EDGE, "no marker", EDGE], (1, 2)),
        ([], (0, 0)),
        ([EDGE, "> ", EDGE], (9, 2)),
    ],
)
def test_no_input_box(lines: list[str], cursor: tuple[int, int]) -> None:
    assert box(lines, cursor) is None


def test_a_placeholder_is_no_text_and_typed_text_is_no_placeholder() -> None:
    placeholder = re.compile("Ask anything")
    assert InputBox(1, 1, "Ask anything", cursor_at_start=True).is_empty(placeholder)
    assert not InputBox(1, 1, "Ask anything", cursor_at_start=False).is_empty(placeholder)
    assert not InputBox(1, 1, "Ask them", cursor_at_start=True).is_empty(placeholder)
    assert not InputBox(1, 1, "Ask anything", cursor_at_start=True).is_empty()


def choices(text: str) -> list[tuple[int, str, bool]]:
    return [(each.number, each.label, each.selected) for each in numbered_choices(text.split("\n"))]


def test_lists_of_options() -> None:
    assert choices("❯ 1. Yes\n  2. No") == [(1, "Yes", True), (2, "No", False)]
    assert choices("│   1. Yes │\n│ › 2. No  │") == [(1, "Yes", False), (2, "No", True)]
    assert choices("❯ 1. Red\n     a colour\n\n  2. Blue\n     another") == [(1, "Red", True), (2, "Blue", False)]
    assert choices("1. first tip\n2. second tip\n\n● 1. Allow\n  2. Deny") == [(1, "Allow", True), (2, "Deny", False)]
    assert choices("  3. c\n❯ 4. d\n  5. e") == [(3, "c", False), (4, "d", True), (5, "e", False)]


@pytest.mark.parametrize(
    "text",
    ["", "1. Yes\n2. No", "❯ 1. Yes", "❯ 1. Yes\n❯ 2. No", "❯ 1. Yes\n  3. No", "❯ 1. Yes" + "\n" * 12 + "  2. No"],
)
def test_what_is_no_list_of_options(text: str) -> None:
    assert choices(text) == []


def test_the_last_frame() -> None:
    framed = ["text", "╭────╮", "│ hi │", "╰────╯", ""]
    assert last_frame(framed) == range(2, 3)
    assert last_frame([*framed, "a hint"]) == range(2, 3)
    assert last_frame([*framed, "more", "text"]) == range(0)
    assert last_frame(["│ top out of sight", "│ hi", "╰────╯"]) == range(2)
    assert list(last_frame(["no frame", "╰────╯"])) == []
    assert last_frame(["text", "╭────╮", "│ hi │", "╰──"]) == range(0), "it is being drawn"
    assert last_frame(["text", "╭─────", "│ cut off at the right", "╰─────"]) == range(2, 3)
    assert texts_below([*framed, "a hint", EDGE], 2) == ["╰────╯", "a hint"]
