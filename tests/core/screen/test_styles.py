"""Rows with their styles, as the screen writes them."""

from __future__ import annotations

import pytest

from branchline.core.screen.styles import Run, is_faint_from, runs

BOX = "❯\u00a0\x1b[0m\x1b[7mR\x1b[0m\x1b[2mesend your message\x1b[0m"


def test_the_runs_of_a_row() -> None:
    assert runs("ab\x1b[0m\x1b[1m\x1b[48;2;9;9;9mcd\x1b[0me") == [
        Run("ab", 0, ""),
        Run("cd", 2, "1;48;2;9;9;9"),
        Run("e", 4, ""),
    ]
    assert runs("") == []


@pytest.mark.parametrize(
    ("sgr", "background"),
    [("1;48;2;9;9;9", "48;2;9;9;9"), ("48;5;12", "48;5;12"), ("41", "41"), ("38;2;41;42;43", None), ("", None)],
)
def test_the_background_of_a_run(sgr: str, background: str | None) -> None:
    assert Run("x", 0, sgr).background == background


@pytest.mark.parametrize(
    ("row", "column", "faint"),
    [
        (BOX, 3, True),
        (BOX, 2, False),  # the cell under the cursor is drawn inverse
        ("❯ typed", 2, False),
        ("❯ \x1b[0m\x1b[2mfaint\x1b[0m then not", 2, False),
        ("❯ ", 2, False),
        ("", 0, False),
    ],
)
def test_a_placeholder_is_faint(row: str, column: int, faint: bool) -> None:
    assert is_faint_from(row, column) is faint
