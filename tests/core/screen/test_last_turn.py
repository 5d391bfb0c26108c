"""What an agent said last, off its screen."""

from __future__ import annotations

import pytest

from branchline.core.screen.last_turn import last_turn

RULE = "─" * 40
BOX = ("╭" + "─" * 38 + "╮", "│ > " + " " * 35 + "│", "╰" + "─" * 38 + "╯", "  enter to send")


@pytest.mark.parametrize(
    ("lines", "instruction", "said"),
    [
        (("> Review it", "", "● One.", "  Two.", "", *BOX), "Review it", "● One.\n  Two."),
        (("> Review all of", "  the work", "", "● One.", *BOX), "Review all of the work", "● One."),
        # What was told before the last time is left out; where the echo is out of sight, all that is seen is kept.
        (("> First", "old", "> Second", "new", RULE, "❯ ", RULE, "  footer"), "Second", "new"),
        (("  of it.", "  And more.", *BOX), "Review it", "of it.\nAnd more."),
        (("Found a defect.", "> "), "Review it", "Found a defect."),
        (("Found a defect.",), "Review it", "Found a defect."),
        (BOX, "Review it", ""),
        ((), "Review it", ""),
        (("", ""), "", ""),
    ],
)
def test_the_rows_between_what_was_told_and_the_input(lines: tuple[str, ...], instruction: str, said: str) -> None:
    assert last_turn(lines, instruction) == said
