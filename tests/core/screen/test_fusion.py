"""Sources that disagree, and what is published of them when."""

from __future__ import annotations

import attrs
import pytest

from branchline.core.model.screen import Observation
from branchline.core.model.status import Status
from harness.fusion import READY, WORKING, Session, claim, dialog


def test_a_status_must_last_to_be_published() -> None:
    session = Session(READY).at(0, screen=WORKING).at(0.1, screen=READY).at(0.2, screen=WORKING).at(9)
    assert session.changes == [(0.5, "working")]


def test_waiting_is_published_at_once() -> None:
    session = Session(WORKING).at(0, screen=dialog("make"))
    assert session.changes == [(0, "waiting")]


def test_what_is_no_flicker_is_published_at_once() -> None:
    session = Session(READY).at(1, screen=attrs.evolve(WORKING, at_once=True)).at(1.1, screen=WORKING).at(9)
    assert session.changes == [(1, "working")]


def test_a_sliver_of_work_between_two_dialogs_is_not_published() -> None:
    session = Session(WORKING).at(0, screen=dialog("one")).at(1, screen=WORKING).at(1.2, screen=dialog("two")).at(9)
    assert session.changes == [(0, "waiting"), (1.2, "waiting")]
    assert session.command == "two"


@pytest.mark.parametrize(
    ("claimed", "screen"),
    [(Status.WORKING, READY), (Status.WAITING, WORKING), (Status.WAITING, READY), (Status.READY, WORKING)],
)
def test_a_claim_that_the_screen_contradicts_for_two_seconds_loses(claimed: Status, screen: Observation) -> None:
    session = Session(screen).at(0, screen=screen).at(1, claim=claim(claimed, 1))
    session.at(2.9)
    assert session.changes[-1][1] == claimed.value
    session.at(9)
    assert session.changes[-1] == (3.3 if screen.status is not Status.WAITING else 3.0, screen.status.value)


@pytest.mark.parametrize("at", [0.3, 1.1, 30.566800000000004])
def test_a_contradicted_claim_loses_at_the_very_time_that_was_asked_for(at: float) -> None:
    session = Session(READY).at(at, screen=READY, claim=claim(Status.WORKING, at)).at(at + 9)
    assert session.state.claim is None


def test_a_claim_that_the_screen_confirmed_does_not_stand_against_it_later() -> None:
    """A rejection by Escape fires no hook: only the screen tells that the turn is over."""
    session = Session(READY).at(0, claim=claim(Status.WORKING, 0)).at(0.2, screen=WORKING).at(5, screen=READY).at(9)
    assert session.changes == [(0.3, "working"), (5.3, "ready")]


def test_a_claimed_end_waits_until_the_screen_agrees() -> None:
    session = Session(WORKING).at(0, screen=WORKING).at(1, claim=claim(Status.READY, 1, is_end=True))
    session.at(1.2, screen=READY).at(9)
    assert session.changes == [(1.5, "ready")]


def test_a_claimed_end_holds_after_750_ms_when_the_screen_is_unknown() -> None:
    session = Session(WORKING).at(1, claim=claim(Status.READY, 1, is_end=True)).at(9)
    assert session.changes == [(2.05, "ready")]


def test_a_dialog_on_the_screen_is_asked_whatever_is_claimed() -> None:
    session = Session(WORKING).at(0, screen=dialog("make")).at(0.1, claim=claim(Status.WORKING, 0.1)).at(9)
    assert session.changes == [(0, "waiting")]


def test_nothing_comes_of_nothing() -> None:
    assert Session().at(0).at(100).changes == []
