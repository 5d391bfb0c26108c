"""What the user is told unasked: when, once, and in which window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from branchline.core.model.prompt import Prompt, WaitReason
from branchline.core.model.session import Asked, Session
from branchline.core.model.status import Status
from branchline.core.reasons import WorkingReason
from branchline.core.session.attention import GATHERED, Attention, attend
from branchline.core.session.attention_events import (
    Begun,
    Due,
    Event,
    Level,
    NeedsSeen,
    SessionChanged,
    SessionDropped,
    Tell,
    WindowClosed,
    WindowLooked,
    WindowOpened,
)
from harness.service import session


class Told:
    """Drives the rules by a clock of its own; `told` is what each window was told: needs by their ids."""

    def __init__(self, *standing: Session, level: Level = Level.ALL) -> None:
        self.attention = Attention.among(standing)
        self.level = level
        self.quiet = False
        self.now = 0.0
        self.begun: list[str] = []
        self.told: list[tuple[int, list[str]]] = []

    def happens(self, *events: Event) -> Told:
        for event in events:
            self.attention, effects = attend(self.attention, event, self.now)
            for effect in effects:
                match effect:
                    case Begun(need):
                        self.begun.append(need.id)
                    case Tell(window, needs):
                        self.told.append((window, [need.id for need in needs]))
        return self

    def passes(self, seconds: float = 60.0) -> Told:
        until = self.now + seconds
        while (due := self.attention.due) is not None and due <= until:
            self.now = due
            self.happens(Due(self.level, self.quiet))
        self.now = until
        return self


def changed(session_id: str, status: Status, prompt: str = "", at: float = 1.0, **fields: Any) -> SessionChanged:
    asked = Prompt(prompt, WaitReason.APPROVAL, prompt, prompt) if prompt else None
    return SessionChanged(session(session_id, status=status, prompt=asked, since=at, **fields))


def waits(session_id: str, prompt: str = "p", **fields: Any) -> SessionChanged:
    return changed(session_id, Status.WAITING, prompt, **fields)


def works(session_id: str, **fields: Any) -> SessionChanged:
    return changed(session_id, Status.WORKING, **fields)


def looks(window: int, session_id: str | None = None) -> WindowLooked:
    return WindowLooked(window, True, session_id)


def away(window: int) -> WindowLooked:
    return WindowLooked(window, False, None)


OPEN = WindowOpened(1, ("/code",))


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


# ------------------------------------------------------------ which window

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


# ------------------------------------------------------------ quiet hours


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
