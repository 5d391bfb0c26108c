from __future__ import annotations

import attrs
import pytest

from branchline.core.errors import BranchlineError
from branchline.core.model.agent import Launch
from branchline.core.model.changes import Changes
from branchline.core.model.prompt import Prompt, WaitReason
from branchline.core.model.screen import Observation
from branchline.core.model.session import Asked, Ownership, Process, Session, Step
from branchline.core.model.status import LIVE, Evidence, Status
from branchline.core.reasons import AutoYesPause, PauseReason, SnapshotReason
from branchline.core.screen.prompts import asking
from branchline.core.session.events import (
    AgentExited,
    AgentStarted,
    AutoYesAsks,
    AutoYesPaused,
    ChangesMeasured,
    ConversationNamed,
    Edited,
    Effect,
    EndProcess,
    Event,
    GrantSlots,
    HandedOver,
    Instructed,
    InstructionQueued,
    InstructionTyped,
    Looked,
    MeasureChanges,
    Observed,
    PtyhostLost,
    QueueMoved,
    Renamed,
    ResumeRequested,
    SlotGranted,
    SnapshotNamed,
    Start,
    StartFailed,
    StepBegun,
    StepEnded,
    StopRequested,
    TakeSnapshot,
    TypeInstruction,
    WorktreeFreed,
    WorktreeMade,
    WorktreeRestored,
    WorktreeUnmade,
)
from branchline.core.session.lifecycle import step
from branchline.core.session.transitions import TRANSITIONS, WITH_PROCESS, InvalidTransitionError

S = Status
NOW = 1000.0
PROCESS = Process(42, 7.0)
WORKING = Observation(S.WORKING, "spinner")
READY = Observation(S.READY, "input box", takes_text=True)
HALF_TYPED = Observation(S.READY, "half-typed line")
PROMPT = Prompt("f00", WaitReason.APPROVAL, "Run it?", "Run it?")
WAITING = Observation(S.WAITING, "dialog", "approval", PROMPT)


def session(status: Status, **fields: object) -> Session:
    made = Session(
        id="3f2f1c1e-0000-4000-8000-000000000000",
        name="Fix login",
        agent="demo",
        repo="/repo",
        worktree="/repo.worktrees/fix-login",
        branch="branchline/fix-login",
        base="c" * 40,
        status=status,
        evidence=Evidence("before", 1.0),
        created_at=1.0,
        updated_at=1.0,
        process=PROCESS if status in WITH_PROCESS else None,
    )
    return attrs.evolve(made, **fields)  # type: ignore[arg-type]  # fields are named by the tests


# One row an event: in which statuses it may happen, and the status after it (None: as it was).
RULES: list[tuple[Event, dict[Status, Status | None]]] = [
    (SlotGranted(), {S.QUEUED: S.STARTING}),
    (QueueMoved(3), {S.QUEUED: None}),
    (
        WorktreeMade("/w", "b", "a" * 40, Ownership(True, True)),
        {S.STARTING: None, S.PAUSED: None},
    ),
    (WorktreeUnmade(), {S.STARTING: None, S.PAUSED: None}),
    (AgentStarted(PROCESS, Launch(("demo",))), dict.fromkeys(WITH_PROCESS)),
    (
        StartFailed("no disk space"),
        dict.fromkeys([S.QUEUED, S.STARTING, S.WORKING, S.WAITING, S.READY, S.PAUSED, S.FAILED], S.FAILED),
    ),
    (Observed(WORKING), dict.fromkeys(WITH_PROCESS, S.WORKING)),
    (Observed(WAITING), dict.fromkeys(WITH_PROCESS, S.WAITING)),
    (Observed(READY), dict.fromkeys(WITH_PROCESS, S.READY)),
    (AgentExited(0), dict.fromkeys(WITH_PROCESS, S.COMPLETED)),
    (AgentExited(3), dict.fromkeys(WITH_PROCESS, S.FAILED)),
    (AgentExited(-9), dict.fromkeys(WITH_PROCESS, S.FAILED)),
    (PtyhostLost(), dict.fromkeys(WITH_PROCESS, S.PAUSED)),
    (StopRequested(), {S.QUEUED: S.PAUSED, S.STARTING: None, S.WORKING: None, S.WAITING: None, S.READY: None}),
    (ResumeRequested(), {S.PAUSED: S.QUEUED, S.FAILED: S.QUEUED, S.COMPLETED: S.QUEUED}),
    (InstructionQueued("go on"), dict.fromkeys(LIVE)),
    (InstructionTyped(), dict.fromkeys(WITH_PROCESS, S.WORKING)),
    (ConversationNamed("5d0c"), dict.fromkeys(S)),
    (Looked(), dict.fromkeys(S)),
    (Renamed("Other"), dict.fromkeys(S)),
    (Edited(pinned=True), dict.fromkeys(S)),
    (AutoYesPaused(AutoYesPause("sameAnswers", 5, 120)), dict.fromkeys(S)),
    (AutoYesAsks(Asked("1234", "network", "An address.")), dict.fromkeys(S)),
    (WorktreeFreed(), dict.fromkeys([S.PAUSED, S.FAILED, S.COMPLETED])),
    (WorktreeRestored("/w", "b", made_branch=False), dict.fromkeys([S.STARTING, S.PAUSED, S.FAILED, S.COMPLETED])),
    (StepBegun(Step.FREEING), dict.fromkeys(S)),
    (StepEnded(), dict.fromkeys(S)),
    (Instructed("go on"), dict.fromkeys(S)),
    (HandedOver("so far"), {S.STARTING: None}),
    (SnapshotNamed(1, "good"), dict.fromkeys(S)),
    (ChangesMeasured(Changes(1, 2, 3)), dict.fromkeys(S)),
]


@pytest.mark.parametrize("status", list(S), ids=lambda status: status.value)
@pytest.mark.parametrize(("event", "allowed"), RULES, ids=lambda value: type(value).__name__)
def test_each_event_in_each_status(event: Event, allowed: dict[Status, Status | None], status: Status) -> None:
    before = session(status)
    if status not in allowed:
        with pytest.raises(InvalidTransitionError) as caught:
            step(before, event, NOW)
        assert caught.value.code == "INVALID_STATE"
        assert "Fix login" in caught.value.message
        return
    after, _ = step(before, event, NOW)
    assert after.status is (allowed[status] or status)
    if after != before:
        assert after.updated_at == NOW


def test_every_event_has_a_row() -> None:
    assert {type(event) for event, _ in RULES} == set(Event.__args__)


def test_the_table_of_transitions_agrees_with_the_rules() -> None:
    for event, allowed in RULES:
        for before, after in allowed.items():
            if after is not None and after is not before:
                assert after in TRANSITIONS[before], (event, before, after)


def test_a_row_of_the_table_names_each_status() -> None:
    assert set(TRANSITIONS) == set(S)
    assert all(status not in after for status, after in TRANSITIONS.items())


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
    before = session(S.READY, pending=("go",))
    after, effects = step(before, Observed(READY), NOW)
    assert after == before
    assert effects == [TypeInstruction("go")]


def test_an_unchanged_observation_keeps_the_evidence_of_the_first() -> None:
    before = session(S.WORKING)
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
    after, _ = step(stopping, AgentExited(code), NOW)
    assert (after.status, after.reason, after.exit_code, after.stopping) == (S.PAUSED, "stopped", code, None)


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
        assert effects == [MeasureChanges(), TakeSnapshot(SnapshotReason.BEFORE_PAUSE), GrantSlots()]


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


def test_edits_leave_alone_what_they_do_not_name() -> None:
    before = session(S.READY, task="web-1", auto_yes="safe", pinned=True)
    assert step(before, Edited(), NOW)[0] == before
    after, _ = step(before, Edited(task="", pinned=False), NOW)
    assert (after.task, after.auto_yes, after.pinned) == (None, "safe", False)


def test_the_error_is_one_for_the_user() -> None:
    with pytest.raises(BranchlineError, match="completed"):
        step(session(S.COMPLETED), StopRequested(), NOW)


def test_auto_yes_paused_goes_on_when_it_is_set_anew() -> None:
    paused, _ = step(session(S.WAITING, auto_yes="safe"), AutoYesPaused(AutoYesPause("stoppedAll")), NOW)
    assert paused.auto_yes_paused == AutoYesPause("stoppedAll")
    renamed, _ = step(paused, Edited(pinned=True), NOW)
    assert renamed.auto_yes_paused == AutoYesPause("stoppedAll")
    assert step(paused, Edited(auto_yes="safe"), NOW)[0].auto_yes_paused is None


def test_why_the_user_was_asked_is_forgotten_with_the_prompt() -> None:
    prompt = asking(WaitReason.APPROVAL, "Run it?", command="make")
    why = Asked(prompt.id, "network", "An address.")
    asked, _ = step(session(S.WAITING, prompt=prompt, auto_yes="safe"), AutoYesAsks(why), NOW)
    assert asked.asked == why
    assert step(asked, ChangesMeasured(Changes(1, 2, 3)), NOW)[0].asked == why
    other = Observation(S.WAITING, "other", prompt=asking(WaitReason.APPROVAL, "Run it?", command="make install"))
    assert step(asked, Observed(other), NOW)[0].asked is None
    assert step(asked, Observed(READY), NOW)[0].asked is None
    assert step(asked, Edited(auto_yes="worktree"), NOW)[0].asked is None, "it is judged anew"


@pytest.mark.parametrize(
    ("before", "seen", "effects"),
    [
        (S.STARTING, READY, [TakeSnapshot(SnapshotReason.START)]),
        (S.WORKING, READY, [MeasureChanges(), TakeSnapshot(SnapshotReason.READY)]),
        (S.WAITING, READY, [MeasureChanges(), TakeSnapshot(SnapshotReason.READY)]),
        (S.READY, Observation(S.READY, "input", "api error"), []),
        (S.READY, WORKING, []),
        (S.WORKING, WAITING, [MeasureChanges()]),
    ],
)
def test_a_snapshot_is_taken_whenever_the_agent_comes_to_rest(
    before: Status, seen: Observation, effects: list[Effect]
) -> None:
    assert step(session(before), Observed(seen), NOW)[1] == effects


def test_what_the_agent_was_told_last_is_known() -> None:
    typed, _ = step(session(S.READY, pending=("first", "second")), InstructionTyped(), NOW)
    assert (typed.instruction, typed.pending) == ("first", ("second",))
    assert step(typed, Instructed("by hand"), NOW)[0].instruction == "by hand"


def test_a_hand_over_comes_before_what_else_waits_and_is_forgotten_with_the_next_resume() -> None:
    told, _ = step(session(S.STARTING, has_conversation=True, pending=("go on",)), HandedOver("so far"), NOW)
    assert (told.pending, told.handed_over, told.has_conversation) == (("so far", "go on"), True, False)
    assert not step(attrs.evolve(told, status=S.PAUSED), ResumeRequested(), NOW)[0].handed_over


def test_a_worktree_is_freed_and_comes_back() -> None:
    freed, _ = step(session(S.PAUSED), WorktreeFreed(), NOW)
    assert freed.freed
    restored = WorktreeRestored("/w-2", "other", made_branch=True)
    back, effects = step(attrs.evolve(freed, status=S.STARTING), restored, NOW)
    assert (back.freed, back.worktree, back.branch, effects) == (False, "/w-2", "other", [MeasureChanges()])
    assert back.owns == Ownership(worktree=True, branch=True)


def test_checkpoints_are_named_anew_and_lose_their_names() -> None:
    named, _ = step(session(S.READY), SnapshotNamed(1, "good"), NOW)
    named, _ = step(named, SnapshotNamed(2, "better"), NOW)
    named, _ = step(named, SnapshotNamed(1, "best"), NOW)
    assert {each.number: each.name for each in named.snapshot_names} == {1: "best", 2: "better"}
    assert step(step(named, SnapshotNamed(1, ""), NOW)[0], SnapshotNamed(2, ""), NOW)[0].snapshot_names == ()
