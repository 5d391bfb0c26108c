from __future__ import annotations

import attrs
import pytest

from branchline.core.model.agent import Launch
from branchline.core.model.screen import Observation
from branchline.core.model.session import Ownership
from branchline.core.model.status import Evidence, Status
from branchline.core.reasons import PauseReason, SnapshotReason, WorkingReason
from branchline.core.session.effects import (
    EndLeftBehind,
    EndProcess,
    GrantSlots,
    MeasureChanges,
    Start,
    TakeSnapshot,
    TypeInstruction,
)
from branchline.core.session.events import (
    AgentExited,
    AgentStarted,
    Looked,
    Observed,
    PtyhostLost,
    ResumeRequested,
    SlotGranted,
    StartFailed,
    StopRequested,
    WorktreeMade,
    WorktreeUnmade,
)
from branchline.core.session.instruction_events import (
    InstructionQueued,
    InstructionsTakenBack,
    InstructionTyped,
    InstructionTyping,
)
from branchline.core.session.lifecycle import step
from harness.lifecycle import NOW, PROCESS, PROMPT, READY, WAITING, WORKING, S, session

HALF_TYPED = Observation(S.READY, "half-typed line")


def test_a_granted_slot_asks_for_the_preparation() -> None:
    after, effects = step(session(S.QUEUED, queue_place=2), SlotGranted(), NOW)
    assert effects == [Start()]
    assert after.queue_place is None
    assert after.evidence == Evidence("slot granted", NOW)


def test_a_made_worktree_is_remembered_with_what_is_ours() -> None:
    owns = Ownership(worktree=True, branch=False)
    after, effects = step(session(S.STARTING, worktree=""), WorktreeMade("/w", "topic", "a" * 40, owns), NOW)
    assert (after.worktree, after.branch, after.base, after.owns) == ("/w", "topic", "a" * 40, owns)
    assert effects == []


def test_an_unmade_worktree_leaves_no_trace() -> None:
    after, _ = step(session(S.STARTING, owns=Ownership(True, True)), WorktreeUnmade(), NOW)
    assert (after.worktree, after.branch, after.base, after.owns) == ("", "", "", Ownership())


def test_a_started_agent_is_known_by_pid_and_start_time() -> None:
    before = session(S.STARTING, process=None, exit_code=1, agent_session="old")
    after, _ = step(before, AgentStarted(PROCESS, Launch(("demo",), agent_session="new")), NOW)
    assert (after.process, after.exit_code, after.agent_session) == (PROCESS, None, "new")
    kept, _ = step(before, AgentStarted(PROCESS, Launch(("demo",))), NOW)
    assert kept.agent_session == "old"


def test_the_first_instruction_waits_for_a_screen_that_takes_text() -> None:
    before = session(S.STARTING, pending=("fix it", "then test"))
    for seen in (WORKING, WAITING, HALF_TYPED):
        assert TypeInstruction("fix it") not in step(before, Observed(seen), NOW)[1]
    after, effects = step(before, Observed(READY), NOW)
    assert effects == [TypeInstruction("fix it"), TakeSnapshot(SnapshotReason.START)]
    assert after.pending == ("fix it", "then test"), "it is pending until it was typed"
    typed, _ = step(after, InstructionTyped(), NOW)
    assert typed.pending == ("then test",)
    assert typed.status is S.WORKING
    assert typed.has_conversation


def test_nothing_is_typed_into_an_agent_that_is_being_stopped() -> None:
    assert step(session(S.READY, pending=("go",), stopping=True), Observed(READY), NOW)[1] == []


def test_a_pending_instruction_is_offered_again_on_an_unchanged_screen() -> None:
    before = session(S.WORKING, pending=("go",), reason=WorkingReason.INSTRUCTION_WAITS.value)
    after, effects = step(before, Observed(READY), NOW)
    assert after == before
    assert effects == [TypeInstruction("go")]


@pytest.mark.parametrize("seen", [READY, HALF_TYPED, Observation(S.READY, "unknown screen")])
@pytest.mark.parametrize("status", [S.STARTING, S.WORKING, S.WAITING, S.READY])
def test_with_an_instruction_that_waits_it_is_not_ready(status: Status, seen: Observation) -> None:
    before = session(status, pending=("go",), prompt=PROMPT if status is S.WAITING else None)
    after, effects = step(before, Observed(seen), NOW)
    assert (after.status, after.reason) == (S.WORKING, WorkingReason.INSTRUCTION_WAITS)
    assert (after.prompt, after.unread, after.rests, after.has_conversation) == (None, False, True, False)
    reasons = {S.STARTING: [SnapshotReason.START], S.READY: []}.get(status, [SnapshotReason.READY])
    assert [each.reason for each in effects if isinstance(each, TakeSnapshot)] == reasons
    again, effects = step(after, Observed(seen), NOW + 1)
    assert (again, [each for each in effects if isinstance(each, TakeSnapshot)]) == (after, [])


def test_a_turn_of_its_own_ends_while_an_instruction_waits() -> None:
    waits, _ = step(session(S.WORKING, pending=("go",)), Observed(HALF_TYPED), NOW)
    works, _ = step(waits, Observed(WORKING), NOW)
    assert (works.status, works.reason, works.rests) == (S.WORKING, None, False)
    _, effects = step(works, Observed(HALF_TYPED), NOW)
    assert effects == [MeasureChanges(), TakeSnapshot(SnapshotReason.READY)]
    asked, _ = step(waits, Observed(WAITING), NOW)
    assert (asked.status, asked.prompt) == (S.WAITING, PROMPT)


@pytest.mark.parametrize("status", [S.QUEUED, S.STARTING, S.WORKING, S.WAITING, S.READY])
def test_one_that_is_taken_over_waits_at_once(status: Status) -> None:
    after, _ = step(session(status, unread=True), InstructionQueued("go"), NOW)
    assert (after.pending, after.status) == (("go",), S.WORKING if status is S.READY else status)
    assert after.rests is (status is S.READY)


def test_what_is_taken_back_leaves_it_as_its_agent_is() -> None:
    waits, _ = step(session(S.STARTING, pending=("go", "on"), typing=40), Observed(HALF_TYPED), NOW)
    after, effects = step(waits, InstructionsTakenBack(), NOW)
    assert (after.pending, after.typing, after.status, after.reason) == ((), None, S.READY, None)
    assert effects == []
    working, _ = step(session(S.WORKING, pending=("go",)), InstructionsTakenBack(), NOW)
    assert (working.pending, working.status) == ((), S.WORKING)


def test_how_far_one_is_typed_is_over_with_it() -> None:
    before = session(S.WORKING, pending=("go",))
    typing, _ = step(before, InstructionTyping(40), NOW)
    assert typing.typing == 40
    for event in (InstructionTyped(), AgentExited(0), InstructionTyping(None)):
        assert step(typing, event, NOW)[0].typing is None


def test_an_unchanged_observation_keeps_the_evidence_of_the_first() -> None:
    before = session(S.WORKING, begun_at=1.0)
    after, effects = step(before, Observed(Observation(S.WORKING, "another rule")), NOW)
    assert after == before
    assert effects == []


@pytest.mark.parametrize(
    ("status", "seen", "unread"),
    [
        (S.WORKING, READY, True),
        (S.WAITING, READY, True),
        (S.STARTING, READY, False),
        (S.READY, WORKING, False),
    ],
)
def test_unread_is_set_when_a_turn_ends(status: Status, seen: Observation, unread: bool) -> None:
    assert step(session(status), Observed(seen), NOW)[0].unread is unread


def test_looking_and_working_clear_unread() -> None:
    assert not step(session(S.READY, unread=True), Looked(), NOW)[0].unread
    assert not step(session(S.READY, unread=True), Observed(WORKING), NOW)[0].unread
    assert step(session(S.READY, unread=True), Observed(WAITING), NOW)[0].unread


def test_a_prompt_comes_with_waiting_and_goes_with_it() -> None:
    waiting, effects = step(session(S.WORKING), Observed(WAITING), NOW)
    assert (waiting.prompt, waiting.reason) == (PROMPT, "approval")
    assert effects == [MeasureChanges()]
    working, _ = step(waiting, Observed(WORKING), NOW)
    assert (working.prompt, working.reason) == (None, None)


def test_another_prompt_is_published_without_a_change_of_status() -> None:
    other = attrs.evolve(PROMPT, id="f01", title="Run that?")
    waiting = session(S.WAITING, prompt=PROMPT, reason="approval")
    after, _ = step(waiting, Observed(attrs.evolve(WAITING, prompt=other)), NOW)
    assert after.prompt == other


def test_only_work_makes_a_conversation() -> None:
    assert not step(session(S.STARTING), Observed(WORKING), NOW)[0].has_conversation
    assert step(session(S.READY), Observed(WORKING), NOW)[0].has_conversation


@pytest.mark.parametrize(
    ("code", "status", "reason"),
    [(0, S.COMPLETED, None), (1, S.FAILED, "exit code 1"), (-9, S.FAILED, "ended by signal 9")],
)
def test_an_exit_says_why(code: int, status: Status, reason: str | None) -> None:
    after, effects = step(session(S.WORKING, prompt=PROMPT), AgentExited(code), NOW)
    assert (after.status, after.reason, after.exit_code) == (status, reason, code)
    assert (after.process, after.prompt) == (None, None)
    assert effects == [MeasureChanges(), TakeSnapshot(SnapshotReason.END), GrantSlots()]


@pytest.mark.parametrize("code", [0, 1, -1, -15, -9])
def test_a_stop_is_no_failure_whatever_the_exit_code(code: int) -> None:
    stopping, effects = step(session(S.WORKING), StopRequested(), NOW)
    assert stopping.status is S.WORKING
    assert effects == [EndProcess()]
    after, effects = step(stopping, AgentExited(code), NOW)
    assert (after.status, after.reason, after.exit_code, after.stopping) == (S.PAUSED, "stopped", code, None)
    assert effects[0] == EndLeftBehind(), "what it started goes with it, as it does not after an end of its own"


def test_a_stop_before_the_agent_runs_ends_at_once() -> None:
    after, effects = step(session(S.STARTING, process=None), StopRequested(), NOW)
    assert after.status is S.PAUSED
    assert effects == [MeasureChanges(), TakeSnapshot(SnapshotReason.END), GrantSlots()]


def test_a_pause_says_so_and_is_kept() -> None:
    pausing, effects = step(session(S.WORKING), StopRequested(PauseReason.PAUSED), NOW)
    assert effects == [EndProcess()]
    for end in (AgentExited(0), PtyhostLost()):
        after, effects = step(pausing, end, NOW)
        assert (after.status, after.reason, after.stopping) == (S.PAUSED, "paused", None)
        assert effects == [
            EndLeftBehind(),
            MeasureChanges(),
            TakeSnapshot(SnapshotReason.BEFORE_PAUSE),
            GrantSlots(),
        ]


def test_a_lost_host_interrupts_the_session_and_keeps_what_it_made() -> None:
    after, _ = step(session(S.READY, owns=Ownership(True, True)), PtyhostLost(), NOW)
    assert (after.status, after.reason, after.process) == (S.PAUSED, "interrupted", None)
    assert (after.branch, after.owns) == ("branchline/fix-login", Ownership(True, True))


def test_resume_goes_through_the_queue() -> None:
    after, effects = step(session(S.FAILED, exit_code=1, reason="exit code 1"), ResumeRequested(), NOW)
    assert (after.status, after.reason, after.exit_code) == (S.QUEUED, None, None)
    assert effects == [GrantSlots()]


def test_a_failed_start_says_why_and_frees_its_place() -> None:
    after, effects = step(session(S.STARTING), StartFailed("The disk is full."), NOW)
    assert (after.status, after.reason, after.process) == (S.FAILED, "The disk is full.", None)
    assert effects == [GrantSlots()]
