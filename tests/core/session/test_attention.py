"""What the user is told unasked: when, once, and in which window."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from branchline.core.model.session import Asked
from branchline.core.model.status import Status
from branchline.core.reasons import WorkingReason
from branchline.core.session.attention import GATHERED
from branchline.core.session.attention_events import (
    Event,
    Level,
    NeedsSeen,
    SessionDropped,
    WindowClosed,
    WindowLooked,
)
from harness.told_needs import OPEN, Told, away, changed, looks, waits, works


@pytest.mark.parametrize(
    ("events", "told"),
    [
        ([waits("a")], [["waiting a p"]]),
        ([waits("a"), waits("a"), waits("a", at=9.0)], [["waiting a p"]]),
        ([waits("a", "")], [["waiting a"]]),
        ([waits("a", ""), waits("a")], [["waiting a p"]]),
        ([waits("a"), waits("a", "")], [["waiting a p"]]),
        ([waits("a"), works("a")], []),
        ([waits("a"), waits("a", "q")], [["waiting a q"]]),
        ([waits("a"), SessionDropped("a")], []),
        ([waits("b", at=3.0), waits("a", at=2.0)], [["waiting a p", "waiting b p"]]),
        ([changed("a", Status.FAILED, reason="exit code 1")], [["failed a"]]),
        ([changed("a", Status.READY, unread=True, reason="rate limited")], [["failed a"]]),
        ([changed("a", Status.READY, unread=True)], [["finished a"]]),
        ([changed("a", Status.READY, unread=True), changed("a", Status.READY)], []),
        ([changed("a", Status.COMPLETED)], [["finished a"]]),
        ([works("a", reason=WorkingReason.QUIET.value)], [["quiet a"]]),
        ([works("a", reason=WorkingReason.QUIET.value), works("a")], []),
        ([waits("a", auto_yes="safe")], []),
        ([waits("a", auto_yes="safe"), works("a", auto_yes="safe")], []),
        ([waits("a", auto_yes="safe"), waits("a", auto_yes="safe", asked=Asked("p", "r", "w"))], [["waiting a p"]]),
        ([looks(1, "a"), waits("a")], []),
        ([waits("a"), looks(1, "a"), away(1)], []),
        ([looks(1, "a"), waits("a"), looks(1, "b")], []),
        ([looks(1, "b"), waits("a")], [["waiting a p"]]),
        ([WindowLooked(1, False, "a"), waits("a")], [["waiting a p"]]),
        ([waits("a"), NeedsSeen(("waiting a p",))], []),
        ([waits("a"), NeedsSeen(("waiting a q",))], [["waiting a p"]]),
    ],
)
def test_what_still_stands_after_a_moment_is_told(events: Sequence[Event], told: list[list[str]]) -> None:
    assert Told().happens(OPEN, *events).passes().told == [(1, each) for each in told]


def test_several_within_two_seconds_are_one_message_and_a_later_one_is_another() -> None:
    t = Told().happens(OPEN).happens(waits("a", at=1.0)).passes(GATHERED - 0.1)
    assert t.told == []
    t.happens(waits("b", at=2.0)).passes(0.2).happens(waits("c", at=3.0)).passes()
    assert t.told == [(1, ["waiting a p", "waiting b p"]), (1, ["waiting c p"])]


def test_what_is_asked_again_later_is_told_again() -> None:
    t = Told().happens(OPEN, waits("a")).passes().happens(works("a"), waits("a")).passes()
    assert t.told == [(1, ["waiting a p"])] * 2
    assert t.begun == ["waiting a p"] * 2


def test_that_auto_yes_judges_it_once_more_is_no_other_question() -> None:
    left, judged = waits("a", auto_yes="safe", asked=Asked("p", "r", "w")), waits("a", auto_yes="safe")
    t = Told().happens(OPEN, left).passes().happens(judged, left).passes()
    assert (t.told, t.begun) == ([(1, ["waiting a p"])], ["waiting a p"])
    t = Told().happens(OPEN, left, judged).passes()
    assert (t.told, t.begun) == ([], ["waiting a p"]), "it may be answered yet"
    t.happens(left).passes()
    assert (t.told, t.begun) == ([(1, ["waiting a p"])], ["waiting a p"])


def test_who_turns_auto_yes_on_is_told_what_it_leaves_though_they_saw_it_wait() -> None:
    left, judged = waits("a", auto_yes="safe", asked=Asked("p", "r", "w")), waits("a", auto_yes="safe")
    t = Told().happens(OPEN, looks(1, "a"), waits("a")).passes().happens(looks(1)).passes()
    assert t.told == []
    t.happens(judged, left).passes().happens(waits("a"), judged, left).passes()
    assert (t.told, t.begun) == ([(1, ["waiting a p"])], ["waiting a p"])


@pytest.mark.parametrize(
    ("level", "told"),
    [
        (Level.OFF, []),
        (Level.WAITING, ["waiting a p"]),
        (Level.WAITING_AND_FAILED, ["waiting a p", "failed b", "quiet d"]),
        (Level.ALL, ["waiting a p", "failed b", "finished c", "quiet d"]),
    ],
)
def test_the_level_says_of_what(level: Level, told: list[str]) -> None:
    needs = [
        waits("a"),
        changed("b", Status.FAILED),
        changed("c", Status.COMPLETED),
        works("d", reason=WorkingReason.QUIET.value),
    ]
    t = Told(level=level).happens(OPEN, *needs).passes()
    assert [each for _, ids in t.told for each in ids] == told
    assert len(t.told) == bool(told), "one message"
    assert len(t.begun) == 4, "for whoever else hears of it"
    t.level = Level.ALL
    t.happens(waits("e")).passes()
    assert t.told[-1] == (1, ["waiting e p"]), "what was not wanted then is not told later"


def test_in_quiet_hours_nothing_is_told_and_nothing_forgotten() -> None:
    t = Told().happens(OPEN, looks(1), away(1))
    t.quiet = True
    t.happens(waits("a"), waits("b")).passes(3600).happens(works("b"))
    assert t.told == []
    assert t.begun == ["waiting a p", "waiting b p"]
    t.quiet = False
    assert t.happens(looks(1)).passes().told == [(1, ["waiting a p"])]


def test_nothing_is_due_where_there_is_nothing_to_tell() -> None:
    t = Told().happens(OPEN)
    assert t.attention.due is None
    t.happens(works("a"), waits("b", auto_yes="safe"))
    assert t.attention.due is None
    t.happens(waits("c")).passes()
    assert t.attention.due is None
    assert t.happens(looks(7, "x"), WindowClosed(7)).attention.due is None, "a window that is not there"
