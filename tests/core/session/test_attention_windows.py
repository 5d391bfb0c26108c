"""In which window the user is told, and when in another one."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from branchline.core.model.status import Status
from branchline.core.session.attention_events import (
    Event,
    NeedsSeen,
    WindowClosed,
    WindowOpened,
)
from harness.told_needs import OPEN, Told, away, changed, looks, waits

TWO = [WindowOpened(1, ("/code/shop",)), WindowOpened(2, ("/code/blog", "/nowhere"))]


@pytest.mark.parametrize(
    ("looked", "window"),
    [
        ([], 2),  # has the repository open
        ([looks(1)], 1),
        ([looks(1), away(1)], 1),
        ([looks(1), looks(2)], 2),
        ([looks(1), away(1), looks(2), away(2)], 2),
        ([looks(2), away(2), looks(1), away(1)], 1),
    ],
)
def test_the_window_that_the_user_was_in_last_tells_and_no_other(looked: Sequence[Event], window: int) -> None:
    t = Told().happens(*TWO)
    for event in looked:
        t.passes(1.0).happens(event)
    t.passes(10.0).happens(waits("a")).passes()
    assert t.told == [(window, ["waiting a p"])]
    t.happens(looks(3 - window), away(3 - window)).passes()
    assert t.told == [(window, ["waiting a p"])], "none twice"


def test_when_that_window_is_closed_another_one_tells() -> None:
    t = Told().happens(*TWO, looks(1), waits("a")).passes().happens(WindowClosed(1)).passes()
    assert t.told == [(1, ["waiting a p"]), (2, ["waiting a p"])]


def test_what_was_put_away_or_looked_at_is_not_told_again() -> None:
    t = Told().happens(*TWO, looks(1), waits("a"), waits("b")).passes()
    t.happens(NeedsSeen(("waiting a p",)), looks(2, "b"), WindowClosed(1)).passes()
    assert len(t.told) == 1


def test_what_failed_or_finished_is_not_told_again_where_the_user_was_in_that_window() -> None:
    failed = changed("a", Status.FAILED)
    t = Told().happens(*TWO, looks(1), failed).passes().happens(WindowClosed(1)).passes()
    assert t.told == [(1, ["failed a"])]
    t = Told().happens(*TWO, looks(1), away(1), failed).passes().happens(WindowClosed(1)).passes()
    assert t.told == [(1, ["failed a"]), (2, ["failed a"])], "nobody was there"
    t = Told().happens(*TWO, looks(1), away(1), failed).passes().happens(looks(1), WindowClosed(1)).passes()
    assert t.told == [(1, ["failed a"])], "the user came back to it"


def test_without_a_window_it_waits_for_the_first_one() -> None:
    t = Told().happens(waits("a", at=2.0), changed("b", Status.FAILED, at=1.0)).passes(3600)
    assert t.told == []
    assert t.happens(OPEN).passes().told == [(1, ["failed b", "waiting a p"])]


def test_a_window_that_is_loaded_anew_is_told_once_of_all_that_wait() -> None:
    t = Told().happens(OPEN, looks(1), waits("a"), waits("b"), changed("c", Status.FAILED)).passes()
    t.happens(NeedsSeen(("waiting a p",)), looks(1, "b"), WindowClosed(1), WindowOpened(2, ())).passes()
    assert t.told[1:] == [(2, ["waiting a p", "waiting b p"])]


def test_of_a_sidecar_that_starts_only_those_that_wait_are_told_and_none_that_a_window_has_told() -> None:
    standing = [waits("a").session, waits("b").session, changed("c", Status.FAILED).session]
    t = Told(*standing).happens(OPEN, NeedsSeen(("waiting b p",))).passes()
    assert (t.told, t.begun) == ([(1, ["waiting a p"])], [])
