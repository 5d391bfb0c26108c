"""What becomes of a session's record by what runs under it, and by whether its agent began."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from branchline.core.model.screen import Observation
from branchline.core.model.session import Session
from branchline.core.model.status import Evidence, Status
from branchline.core.model.work import BackgroundKind, BackgroundWork, Progress
from branchline.core.reasons import TurnReason
from branchline.core.session.attention import Attention, Window, attend
from branchline.core.session.attention_events import Due, Level, SessionChanged, Tell
from branchline.core.session.events import (
    AgentExited,
    Event,
    Instructed,
    Looked,
    Observed,
    ResumeRequested,
    SlotGranted,
)
from branchline.core.session.instruction_events import InstructionTyped
from branchline.core.session.lifecycle import step
from branchline.core.session.needs import need_of
from branchline.core.session.work_events import TYPED, WorkSeen
from harness.lifecycle import NOW, READY, WAITING, WORKING, S, session

BUILD = BackgroundWork("b", BackgroundKind.SHELL, "make", 1.0)
SERVER = BackgroundWork("s", BackgroundKind.SERVER, "serve", 1.0)
ENDED = TurnReason.BACKGROUND_ENDED.value


def after(before: Session, *events: Event) -> Session:
    for event in events:
        before, _ = step(before, event, NOW)
    return before


@pytest.mark.parametrize(
    ("status", "before", "now", "is_news"),
    [
        (S.READY, (BUILD,), (), True),
        (S.READY, (SERVER,), (), True),
        (S.READY, (BUILD, SERVER), (SERVER,), True),
        (S.READY, (BUILD, SERVER), (BUILD,), False),
        (S.READY, (), (BUILD,), False),
        (S.READY, (BUILD,), (BUILD,), False),
        (S.WORKING, (BUILD,), (), False),
        (S.WAITING, (BUILD,), (), False),
    ],
)
def test_its_end_is_news_of_a_session_that_is_ready(
    status: Status, before: tuple[BackgroundWork, ...], now: tuple[BackgroundWork, ...], is_news: bool
) -> None:
    said = after(session(status, background=before), WorkSeen(now))
    assert (said.unread, said.reason) == (is_news, ENDED if is_news else None)
    assert said.background == now
    quietly = WorkSeen(now, by_user=frozenset({"b", "s"}))
    assert not after(session(status, background=before), quietly).unread


def test_a_trouble_is_not_hidden_by_it() -> None:
    before = session(S.READY, background=(BUILD,), reason="rate limited", unread=False)
    assert after(before, WorkSeen()).reason == "rate limited"
    footer = attrs.evolve(before, reason=TurnReason.BACKGROUND_TASKS.value)
    assert after(footer, WorkSeen()).reason == ENDED


def test_it_is_said_until_the_agent_does_something_else() -> None:
    ended = session(S.READY, reason=ENDED, unread=True)
    assert after(ended, Observed(READY)).reason == ENDED
    footer = attrs.evolve(READY, reason=TurnReason.BACKGROUND_TASKS.value)
    assert after(ended, Observed(footer), Observed(READY)).reason == ENDED
    assert after(ended, Observed(attrs.evolve(READY, reason="api error"))).reason == "api error"
    assert after(ended, Observed(WORKING), Observed(READY)).reason is None


def test_it_is_told_once_beside_the_end_of_the_turn() -> None:
    ready = session(S.READY, background=(BUILD,), unread=True)
    attention = Attention(windows={1: Window()})
    told = []
    for record in (ready, after(ready, WorkSeen()), after(ready, WorkSeen(), Observed(READY))):
        attention, _ = attend(attention, SessionChanged(record), 1.0)
        attention, effects = attend(attention, Due(Level.ALL, False), 2.0)
        told += [need.id for effect in effects if isinstance(effect, Tell) for need in effect.needs]
    assert told == [f"finished {ready.id}", f"finished {ready.id} background-tasks-ended"]
    assert need_of(after(ready, WorkSeen(), Looked())) is None


def test_a_tool_goes_with_the_turn_and_all_with_the_agent() -> None:
    before = session(S.WORKING, background=(BUILD,), tool="Bash", progress=Progress(1, 2), begun_at=1.0)
    assert after(before, Observed(WAITING)).tool == "Bash"
    ready = after(before, Observed(READY))
    assert (ready.tool, ready.background, ready.progress) == (None, (BUILD,), Progress(1, 2))
    ended = after(before, AgentExited(0))
    assert (ended.tool, ended.background, ended.begun_at) == (None, (), 1.0)
    again = after(ended, ResumeRequested(), SlotGranted())
    assert (again.progress, again.begun_at) == (None, None)


UNSENT = Observation(S.READY, "input box", typed="do it")
TOLD = session(S.READY, pending=("do it",))


@pytest.mark.parametrize(
    ("events", "begun"),
    [
        ([], False),
        ([Observed(WORKING)], True),
        ([Instructed("by its hook")], True),
        ([InstructionTyped()], True),
        ([InstructionTyped(), Observed(READY)], True),
        ([InstructionTyped(), Observed(WORKING), Observed(READY)], True),
        ([InstructionTyped(), Observed(UNSENT)], False),
        ([InstructionTyped(), Observed(UNSENT), Observed(WORKING)], True),
        ([Observed(UNSENT)], False),
    ],
)
def test_it_has_begun_what_it_was_told(events: list[Event], begun: bool) -> None:
    assert (after(TOLD, *events).begun_at is not None) is begun


def test_loading_is_no_beginning() -> None:
    assert after(session(S.STARTING), Observed(WORKING)).begun_at is None


def test_an_enter_that_was_not_taken_after_work_was_seen_is_the_users() -> None:
    worked = session(S.WORKING, begun_at=1.0, evidence=Evidence("spinner", 2.0))
    assert after(worked, Observed(UNSENT)).begun_at == 1.0
    assert after(attrs.evolve(worked, evidence=Evidence(TYPED, 2.0)), Observed(UNSENT)).begun_at is None


def test_the_record_of_an_earlier_version_has_begun_where_it_had_a_conversation() -> None:
    assert session(S.READY).begun_at is None
    assert Session(**{**_plain(), "has_conversation": True}).begun_at == 1.0


def _plain() -> dict[str, Any]:
    made = attrs.asdict(session(S.READY), recurse=False)
    return {key: made[key] for key in made if key not in ("begun_at", "has_conversation")}
