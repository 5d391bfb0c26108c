"""What of a pending instruction may be with its agent, from the first key to the end of either."""

from __future__ import annotations

import pytest

from branchline.core.model.screen import Observation
from branchline.core.model.status import Status
from branchline.core.model.under_way import Typed
from branchline.core.reasons import InputReason, WorkingReason
from branchline.core.session.effects import TypeInstruction
from branchline.core.session.events import AgentExited, Looked, Observed, PtyhostLost
from branchline.core.session.instruction_events import InstructionsTakenBack, InstructionTyped, KeysSent
from branchline.core.session.lifecycle import step
from harness.lifecycle import NOW, PROMPT, READY, WAITING, WORKING, S, session

HALF_TYPED = Observation(S.READY, "half-typed line", typed="go")


@pytest.mark.parametrize("seen", [READY, HALF_TYPED, WORKING, WAITING])
def test_whatever_is_seen_while_one_is_cut_off_is_a_reason_to_go_on_with_it(seen: Observation) -> None:
    for typed in Typed:
        _, effects = step(session(S.WORKING, pending=("go", "on"), typed=typed), Observed(seen), NOW)
        assert TypeInstruction("go") in effects


def test_what_is_left_to_the_user_is_ready_and_says_so_until_it_is_done() -> None:
    waits = session(S.WORKING, pending=("go",), reason=WorkingReason.INSTRUCTION_WAITS.value, typed=Typed.PART)
    left, _ = step(waits, KeysSent(Typed.LEFT), NOW)
    assert (left.status, left.reason, left.unread) == (S.READY, InputReason.CUT_OFF, True)
    looked, _ = step(left, Looked(), NOW)
    again, _ = step(looked, Observed(HALF_TYPED), NOW)
    assert (again.status, again.reason, again.unread) == (S.READY, InputReason.CUT_OFF, False)
    works, _ = step(again, InstructionTyped(), NOW)
    assert (works.status, works.reason, works.pending, works.typed) == (S.WORKING, None, (), None)
    back, _ = step(again, InstructionsTakenBack(), NOW)
    assert (back.status, back.reason, back.pending, back.typed) == (S.READY, None, (), None)
    typed_anew, _ = step(again, KeysSent(Typed.PART), NOW)
    assert (typed_anew.status, typed_anew.reason) == (S.WORKING, WorkingReason.INSTRUCTION_WAITS)


@pytest.mark.parametrize("end", [AgentExited(0), AgentExited(-9), PtyhostLost()])
@pytest.mark.parametrize(("typed", "left"), [(None, 2), (Typed.PART, 2), (Typed.LEFT, 2), (Typed.ALL, 1)])
def test_with_the_agent_its_input_goes_and_what_may_have_been_sent_is_not_typed_again(
    end: AgentExited | PtyhostLost, typed: Typed | None, left: int
) -> None:
    after, _ = step(session(S.WORKING, pending=("go", "on"), typed=typed, typing=40), end, NOW)
    assert (after.pending, after.typed, after.typing) == (("go", "on")[-left:], None, None)
    assert after.instruction == ("go" if typed is Typed.ALL else None)


def test_one_that_turns_out_to_be_sent_leaves_the_question_that_came_of_it() -> None:
    asks = session(Status.WAITING, pending=("go",), typed=Typed.ALL, prompt=PROMPT, reason="approval")
    after, _ = step(asks, InstructionTyped(), NOW)
    assert (after.status, after.prompt, after.pending, after.instruction) == (S.WAITING, PROMPT, (), "go")
