"""A session's own limits: beside those of the settings, narrower at once, wider with the next start."""

from __future__ import annotations

import pytest

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.policy.limits import Limits
from branchline.core.session.own_limits import limits_of_start, limits_set, narrowed, read
from harness.service import session

MINUTE, LOOK = "answersPerMinute", "answersWithoutLook"


def test_they_are_written_in_one_way() -> None:
    assert read([f"{LOOK}=9", f"{MINUTE}=007", f"{MINUTE}=5"]) == (f"{MINUTE}=5", f"{LOOK}=9")
    assert read([]) == ()


@pytest.mark.parametrize(
    "text",
    ["", MINUTE, f"{MINUTE}=", f"{MINUTE}=0", f"{MINUTE}=-1", f"{MINUTE}=x", f"{MINUTE}=100001", "money=5", "=5"],
)
def test_what_is_none_is_refused_with_those_that_there_are(text: str) -> None:
    with pytest.raises(BranchlineError) as caught:
        read([text])
    assert caught.value.code is ErrorCode.BAD_LIMITS
    assert "sameAnswers, answersPerMinute, answersWithoutLook" in caught.value.message


@pytest.mark.parametrize(
    ("own", "often", "in_a_row"),
    [((), 30, 200), ((f"{MINUTE}=5",), 5, 200), ((f"{MINUTE}=500", f"{LOOK}=1"), 30, 1), ((f"{MINUTE}=x",), 1, 200)],
)
def test_of_both_the_lower_one_holds(own: tuple[str, ...], often: int, in_a_row: int) -> None:
    limits = narrowed(Limits(), own)
    assert (limits.often, limits.in_a_row, limits.same) == (often, in_a_row, 5)


@pytest.mark.parametrize(
    ("before", "wanted", "now", "later"),
    [
        ((), (f"{MINUTE}=5",), (f"{MINUTE}=5",), None),
        ((f"{MINUTE}=5",), (f"{MINUTE}=3",), (f"{MINUTE}=3",), None),
        ((f"{MINUTE}=5",), (f"{MINUTE}=9",), (f"{MINUTE}=5",), (f"{MINUTE}=9",)),
        ((f"{MINUTE}=5",), (), (f"{MINUTE}=5",), ()),
        ((f"{MINUTE}=5",), (f"{LOOK}=9",), (f"{MINUTE}=5", f"{LOOK}=9"), (f"{LOOK}=9",)),
    ],
)
def test_lower_ones_hold_at_once_and_higher_ones_with_the_next_start(
    before: tuple[str, ...], wanted: tuple[str, ...], now: tuple[str, ...], later: tuple[str, ...] | None
) -> None:
    after = limits_set(session("a", limits=before), wanted)
    assert (after.limits, after.next_limits) == (now, later)
    started = limits_of_start(after)
    assert (started.limits, started.next_limits) == (wanted, None)


def test_what_was_to_come_is_forgotten_where_it_is_set_back() -> None:
    waiting = limits_set(session("a", limits=(f"{MINUTE}=5",)), (f"{MINUTE}=9",))
    assert limits_set(waiting, (f"{MINUTE}=5",)).next_limits is None
