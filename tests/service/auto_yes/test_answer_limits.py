"""Auto-yes's limits count for each session by itself; a look of the user begins anew."""

from __future__ import annotations

import time

import pytest

from branchline.core.model.prompt import Prompt, WaitReason
from branchline.core.policy.decisions import AnsweredBy, Decided, Decider, Outcome, by_person, by_rule
from branchline.core.policy.verdicts import Answer
from branchline.core.reasons import AutoYesPause, AutoYesPauseCode
from branchline.core.session.events import Looked
from branchline.core.session.own_limits import LimitsSet
from branchline.service.auto_yes.limits import AnswerLimits
from harness.base import Base
from harness.service import session


@pytest.fixture
def limits(base: Base) -> AnswerLimits:
    """Two answers without a look."""
    for each in "st":
        base.sessions.add(session(each, auto_yes="safe"))
    assert base.settings.configure({"autoYes": {"answersWithoutLook": 2, "sameAnswers": 100}}) == []
    return AnswerLimits(sessions=base.sessions, settings=base.settings)


def prompt(command: str) -> Prompt:
    return Prompt(command, WaitReason.APPROVAL, "Run?", "Run?", tool="Bash", command=command)


def answer(limits: AnswerLimits, session_id: str, times: int) -> None:
    for number in range(times):
        assert limits.why_not(session_id, prompt(f"make {number}")) is None
        limits.answered(session_id, prompt(f"make {number}"), time.time())


async def test_one_more_than_the_limit_is_not_given(limits: AnswerLimits) -> None:
    answer(limits, "s", 2)
    assert limits.why_not("s", prompt("make")) == AutoYesPause(AutoYesPauseCode.ANSWERS_WITHOUT_LOOK.value, count=2)
    assert limits.why_not("t", prompt("make")) is None


async def test_a_session_may_have_lower_ones_of_its_own(base: Base, limits: AnswerLimits) -> None:
    base.sessions.happened("s", LimitsSet(("answersWithoutLook=1",)))
    answer(limits, "s", 1)
    assert limits.why_not("s", prompt("make")) == AutoYesPause(AutoYesPauseCode.ANSWERS_WITHOUT_LOOK.value, count=1)
    answer(limits, "t", 2)


@pytest.mark.parametrize("look", ["a look", "the session is opened", "the user's own answer", "one by token"])
async def test_a_look_begins_anew(base: Base, limits: AnswerLimits, look: str) -> None:
    answer(limits, "s", 2)
    if look == "a look":
        base.sessions.happened("s", Looked())
    elif look == "the session is opened":
        base.sessions.activate("s")
    else:
        by = Decider.TOKEN if look == "one by token" else Decider.USER
        limits.remember(by_person("s", "s", prompt("make"), None, by, time.time()))
    assert limits.why_not("s", prompt("make")) is None
    answer(limits, "s", 2)


async def test_a_look_at_another_session_is_none(base: Base, limits: AnswerLimits) -> None:
    answer(limits, "s", 2)
    base.sessions.activate("t")
    base.sessions.activate(None)
    assert limits.why_not("s", prompt("make")) is not None


@pytest.mark.parametrize(
    ("outcome", "counts"),
    [
        (Outcome.ANSWERED, True),
        (Outcome.REFUSED, True),
        (Outcome.ASKED, False),
        (Outcome.STALE, False),
        (Outcome.STOPPED, False),
        (Outcome.NOT_ANSWERED, False),
    ],
)
async def test_what_an_earlier_sidecar_answered_counts(limits: AnswerLimits, outcome: Outcome, counts: bool) -> None:
    answer(limits, "s", 1)
    limits.remember(remembered(outcome))
    assert (limits.why_not("s", prompt("make")) is not None) == counts


def remembered(outcome: Outcome) -> Decided:
    return by_rule(
        "s", "s", prompt("make"), Answer(rule="rule", why="why", option="1"), outcome, AnsweredBy.KEYS, time.time()
    )


async def test_other_limits_hold_at_once(base: Base, limits: AnswerLimits) -> None:
    answer(limits, "s", 2)
    base.settings.configure({"autoYes": {"answersWithoutLook": 3}})
    assert limits.why_not("s", prompt("make")) is None


async def test_of_a_session_that_is_dropped_nothing_is_kept(base: Base, limits: AnswerLimits) -> None:
    answer(limits, "s", 2)
    base.sessions.drop("s")
    base.sessions.add(session("s"))
    assert limits.why_not("s", prompt("make")) is None
