"""What came of a prompt is on the record, in the log, and counted, each once."""

from __future__ import annotations

import attrs
import pytest

from branchline.core.model.prompt import Prompt, WaitReason
from branchline.core.model.screen import Observation
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.policy.decisions import AnsweredBy, Outcome
from branchline.core.policy.verdicts import Answer, Ask, Deny
from branchline.core.reasons import AutoYesPause, AutoYesPauseCode
from branchline.core.session.auto_yes_events import AutoYesPaused
from branchline.core.session.effects import MeasureChanges
from branchline.core.session.events import Edited, Observed
from branchline.service.auto_yes.limits import AnswerLimits
from branchline.service.auto_yes.verdicts import Verdicts, is_on, may_still
from branchline.service.history.decision_log import DecisionLog
from branchline.service.history.recorder import Recorder
from branchline.service.timeline.spans import Spans
from branchline.service.timeline.timeline import Timeline
from harness.base import Base
from harness.service import session

PROMPT = Prompt("p", WaitReason.APPROVAL, "Run?", "Run?", tool="Bash", command="make")
ANSWER, ASK, DENY = Answer("preset safe", "Allowed."), Ask("preset", "It does not allow that."), Deny("rule", "No.")


@attrs.frozen
class Judged:
    base: Base
    decisions: DecisionLog
    verdicts: Verdicts

    @classmethod
    def of(cls, base: Base) -> Judged:
        recorder = Recorder(paths=base.paths, sessions=base.sessions)
        decisions = DecisionLog(paths=base.paths, sessions=base.sessions, recorder=recorder)
        limits = AnswerLimits(sessions=base.sessions, settings=base.settings)
        timeline = Timeline(
            paths=base.paths,
            sessions=base.sessions,
            whereabouts=base.whereabouts,
            settings=base.settings,
            recorder=recorder,
            background=base.background,
        )
        spans = Spans(sessions=base.sessions, timeline=timeline, decisions=decisions, background=base.background)
        return cls(base, decisions, Verdicts(base.sessions, limits, decisions, spans))

    async def outcomes(self) -> list[tuple[str, str | None]]:
        return [(each.outcome.value, each.via) for each in await self.decisions.entries()]


@pytest.fixture
def judged(base: Base) -> Judged:
    base.effects(MeasureChanges)
    base.settings.configure({"autoYes": {"sameAnswers": 1}})
    base.sessions.add(session("00000000-0000-4000-8000-000000000001", auto_yes="safe", status=Status.WORKING))
    judged = Judged.of(base)
    base.sessions.happened(only(judged).id, Observed(Observation(Status.WAITING, "rule", "approval", PROMPT)))
    return judged


def only(judged: Judged) -> Session:
    (session,) = judged.base.sessions.all()
    return session


@pytest.mark.parametrize(
    ("decision", "outcome", "via", "counts"),
    [
        (ANSWER, Outcome.ANSWERED, "keys", True),
        (DENY, Outcome.REFUSED, "keys", True),
        (ANSWER, Outcome.STALE, None, False),
        (ANSWER, Outcome.STOPPED, None, False),
        (ANSWER, Outcome.NOT_ANSWERED, None, False),
    ],
)
async def test_what_was_given_counts_and_how_is_kept_only_then(
    judged: Judged, decision: Answer | Deny, outcome: Outcome, via: str | None, counts: bool
) -> None:
    judged.verdicts.answered(only(judged).id, PROMPT, decision, outcome, AnsweredBy.KEYS)
    assert await judged.outcomes() == [(outcome.value, via)]
    assert (judged.verdicts.why_not(only(judged).id, PROMPT) is not None) == counts


async def test_what_is_left_to_the_user_is_on_the_record_with_the_reason(judged: Judged) -> None:
    judged.verdicts.asked(only(judged).id, PROMPT, ASK)
    asked = only(judged).asked
    assert asked is not None
    assert (asked.prompt, asked.rule, asked.why) == ("p", "preset", "It does not allow that.")
    assert await judged.outcomes() == [("asked", None)]


@pytest.mark.parametrize("later", ["the same", "another"])
async def test_what_an_earlier_sidecar_asked_is_not_logged_again(judged: Judged, later: str) -> None:
    judged.verdicts.asked(only(judged).id, PROMPT, ASK)
    entries = await judged.decisions.entries()
    judged.verdicts.remember(entries)
    prompt = PROMPT if later == "the same" else attrs.evolve(PROMPT, id="q")
    judged.verdicts.asked(only(judged).id, prompt, ASK)
    assert len(await judged.decisions.entries()) == (1 if later == "the same" else 2)
    judged.verdicts.asked(only(judged).id, PROMPT, ASK)
    assert len(await judged.decisions.entries()) == (2 if later == "the same" else 3), "when it is asked anew it is"


async def test_of_a_session_that_is_gone_nothing_is_kept(judged: Judged) -> None:
    gone = only(judged).id
    judged.base.sessions.drop(gone)
    judged.verdicts.answered(gone, PROMPT, ANSWER, Outcome.ANSWERED, AnsweredBy.KEYS)
    assert await judged.outcomes() == []


async def test_one_that_is_given_up_says_why(judged: Judged, caplog: pytest.LogCaptureFixture) -> None:
    judged.verdicts.given_up(only(judged).id, AutoYesPause(AutoYesPauseCode.SCREEN_MOVES.value))
    assert only(judged).auto_yes_paused == AutoYesPause(AutoYesPauseCode.SCREEN_MOVES.value)
    assert "screen" in caplog.text


async def test_an_answer_is_wanted_only_by_the_preset_by_which_it_was_decided(judged: Judged) -> None:
    sessions, decided = judged.base.sessions, only(judged)
    assert (is_on(decided), may_still(sessions, decided)) == (True, True)
    sessions.happened(decided.id, Edited(auto_yes="worktree"))
    assert (is_on(only(judged)), may_still(sessions, decided)) == (True, False)
    sessions.happened(decided.id, Edited(auto_yes="safe"))
    assert may_still(sessions, decided)
    sessions.happened(decided.id, AutoYesPaused(AutoYesPause(AutoYesPauseCode.SCREEN_MOVES.value)))
    assert (is_on(only(judged)), may_still(sessions, decided)) == (False, False)
    sessions.drop(decided.id)
    assert not may_still(sessions, decided)
