"""When auto-yes stops by itself."""

from __future__ import annotations

import pytest

from branchline.core.policy.limits import History, Limits, exceeded
from branchline.core.reasons import AutoYesPause

LIMITS = Limits()


def after(answers: list[tuple[float, str]]) -> History:
    history = History()
    for at, asked in answers:
        assert exceeded(history, asked, at, LIMITS) is None, f"too early, at {at}"
        history = history.answered(asked, at, LIMITS)
    return history


def test_the_same_five_times_within_two_minutes() -> None:
    history = after([(20.0 * n, "make") for n in range(5)])
    assert exceeded(history, "make", 100, LIMITS) == AutoYesPause("sameAnswers", 5, 120)
    assert exceeded(history, "make all", 100, LIMITS) is None
    assert exceeded(history, "make", 121, LIMITS) is None, "the first one is over two minutes ago"


def test_thirty_answers_within_a_minute() -> None:
    history = after([(float(n), f"step {n}") for n in range(30)])
    assert exceeded(history, "step 30", 31, LIMITS) == AutoYesPause("answersPerMinute", 30, 60)
    assert exceeded(history, "step 30", 61, LIMITS) is None


def test_two_hundred_without_a_look() -> None:
    history = after([(10.0 * n, f"step {n}") for n in range(200)])
    assert exceeded(history, "next", 2000, LIMITS) == AutoYesPause("answersWithoutLook", 200)
    assert exceeded(history.looked(), "next", 2000, LIMITS) is None


def test_what_no_limit_looks_at_is_forgotten() -> None:
    history = after([(10.0 * n, f"step {n}") for n in range(100)])
    assert len(history.answers) <= 12
    assert history.since_look == 100


@pytest.mark.parametrize("limits", [Limits(same=1), Limits(often=1), Limits(in_a_row=1)])
def test_the_limits_are_settings(limits: Limits) -> None:
    history = History().answered("make", 0, limits)
    assert exceeded(history, "make", 1, limits) is not None
