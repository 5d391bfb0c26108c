"""Styles of rows in short."""

from __future__ import annotations

import pytest

from branchline.core.screen.colours import row


@pytest.mark.parametrize(
    ("styled", "text", "runs"),
    [
        ("", "", ""),
        ("plain", "plain", ""),
        ("plain   ", "plain", ""),
        ("    ", "", ""),
        ("\x1b[0m\x1b[1m\x1b[38;5;1mred\x1b[0m on", "red on", "3:Bf1 3"),
        ("ab \x1b[0m\x1b[48;5;4m   \x1b[0m  ", "ab    ", "3 3:g4"),
        ("\x1b[0m\x1b[38;5;200mx\x1b[0m\x1b[48;2;1;2;3my\x1b[0m", "xy", "1:f#ff00d7 1:g#010203"),
        ("\x1b[0m\x1b[38;5;232mx\x1b[0m\x1b[38;5;255my\x1b[0m", "xy", "1:f#080808 1:f#eeeeee"),
        ("\x1b[0m\x1b[38;5;16mx\x1b[0m\x1b[38;5;15my\x1b[0m", "xy", "1:f#000000 1:f15"),
        ("\x1b[0m\x1b[2m\x1b[3m\x1b[9m\x1b[4:2m\x1b[7mi\x1b[0m", "i", "1:FIRSU"),
        ("\x1b[0m\x1b[4:0mi\x1b[0m", "i", ""),
        # Nothing that a client draws: an underline's colour, an overline.
        ("\x1b[0m\x1b[53m\x1b[4m\x1b[58;5;3mu\x1b[0m", "u", "1:U"),
        ("\x1b[0m\x1b[1ma\x1b[0m\x1b[1mb\x1b[0m", "ab", "2:B"),
        ("日本\x1b[0m\x1b[38;5;10mé\x1b[0m", "日本é", "2 1:f10"),
    ],
)
def test_a_row_in_short(styled: str, text: str, runs: str) -> None:
    assert row(styled) == (text, runs)
