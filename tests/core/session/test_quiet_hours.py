"""Hours in which the user wants to hear nothing."""

from __future__ import annotations

import pytest

from branchline.core.session.quiet_hours import QuietHours, read_quiet_hours


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("22:00-07:00", [22 * 60, 23 * 60 + 59, 0, 7 * 60 - 1], [7 * 60, 12 * 60, 22 * 60 - 1]),
        ("9:30 – 17:00", [9 * 60 + 30, 16 * 60 + 59], [9 * 60 + 29, 17 * 60, 0]),
        ("08:00-08:00", [], [8 * 60, 0]),
        ("", [], [0, 12 * 60]),
        ("  ", [], [0]),
    ],
)
def test_they_may_go_over_midnight(text: str, inside: list[int], outside: list[int]) -> None:
    hours = read_quiet_hours(text)
    assert hours is not None
    assert [minute in hours for minute in inside] == [True] * len(inside)
    assert [minute in hours for minute in outside] == [False] * len(outside)


@pytest.mark.parametrize(
    ("text", "minute", "left"),
    [
        ("22:00-07:00", 22 * 60, 9 * 60),
        ("22:00-07:00", 7 * 60 - 1, 1),
        ("22:00-07:00", 7 * 60, 0),
        ("9:30-17:00", 16 * 60, 60),
        ("", 0, 0),
    ],
)
def test_it_is_known_when_they_end(text: str, minute: int, left: int) -> None:
    hours = read_quiet_hours(text)
    assert hours is not None
    assert hours.left(minute) == left


@pytest.mark.parametrize("text", ["22-7", "24:00-07:00", "22:60-07:00", "22:00", "22:00-07:00-08:00", "at night", "-"])
def test_what_is_written_otherwise_is_none(text: str) -> None:
    assert read_quiet_hours(text) is None


def test_the_default_is_no_hours() -> None:
    assert read_quiet_hours("") == QuietHours()
