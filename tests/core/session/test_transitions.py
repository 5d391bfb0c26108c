"""Each event in each status: a table."""

from __future__ import annotations

import pytest

from branchline.core.errors import BranchlineError
from branchline.core.model.agent import Launch
from branchline.core.model.base import Drift, Updating
from branchline.core.model.changes import Changes
from branchline.core.model.checked import Checked, CheckState
from branchline.core.model.keep_going import KeepGoing
from branchline.core.model.landing import How, Keeping, Landed, Landing
from branchline.core.model.merging import ConflictsWith
from branchline.core.model.note import Note
from branchline.core.model.preparing import Phase, Preparing
from branchline.core.model.session import Asked, Ownership
from branchline.core.model.setup import Setup, SetupStatus
from branchline.core.model.setup_waits import SetupWaits
from branchline.core.model.status import LIVE, Status
from branchline.core.model.stray import Stray, StrayWay
from branchline.core.model.under_way import FilesDone, Step, Trying, Typed, Undoing
from branchline.core.model.usage import DayUsed, Tokens, Told, Used
from branchline.core.policy.policy import Preset
from branchline.core.reasons import AutoYesPause
from branchline.core.session.auto_yes_events import AnswersPaused, AutoYesAsks, AutoYesConfirmed, AutoYesPaused
from branchline.core.session.base_events import DriftMeasured, KeepGoingSaid, PullRequestSeen, UpdateBegun, UpdateEnded
from branchline.core.session.carrying_events import Carried, CarryingOn
from branchline.core.session.check_events import CheckSaid
from branchline.core.session.comment_events import (
    CommentAdded,
    CommentDeleted,
    CommentEdited,
    CommentResolved,
    CommentsPlaced,
    CommentsSent,
)
from branchline.core.session.events import (
    AgentExited,
    AgentStarted,
    ConversationNamed,
    Edited,
    Event,
    HandedOver,
    Instructed,
    Looked,
    Observed,
    PtyhostLost,
    QueueMoved,
    ResumeRequested,
    SlotGranted,
    SnapshotNamed,
    SnapshotTried,
    StartFailed,
    StepBegun,
    StepEnded,
    StopRequested,
    WorktreeFreed,
    WorktreeMade,
    WorktreeRestored,
    WorktreeUnmade,
)
from branchline.core.session.forecast_events import ConflictsForeseen
from branchline.core.session.instruction_events import (
    InstructionQueued,
    InstructionsTakenBack,
    InstructionTyped,
    InstructionTyping,
    KeysSent,
)
from branchline.core.session.landing_events import (
    KeepingSaid,
    LandingEnded,
    LandingFound,
    LandingLost,
    LandingSaid,
    LandingTakenBack,
    OtherRemoved,
    OthersBack,
)
from branchline.core.session.lifecycle import step
from branchline.core.session.moves import BranchRenamed, RepositoryFound
from branchline.core.session.name_events import BetterNamed, Renamed, Retitled
from branchline.core.session.own_limits import LimitsSet
from branchline.core.session.preparing_events import PreparingMoved
from branchline.core.session.quiet_events import FellQuiet, Stirred
from branchline.core.session.review_events import ChangesMeasured, Strayed, StraysSeen
from branchline.core.session.reviewed_events import Reviewed
from branchline.core.session.role_events import NextPresetDropped, NoteTaken, PersonaChosen
from branchline.core.session.run_events import RunBegun, RunEnded, RunEnding, RunListens, RunStarted, RunUnmade
from branchline.core.session.script_events import PortsReserved, SetupSaid
from branchline.core.session.setup_events import SetupAsked
from branchline.core.session.transitions import TRANSITIONS, WITH_PROCESS, InvalidTransitionError
from branchline.core.session.undo_events import Tried, UndoBegun
from branchline.core.session.usage import UsageRead
from branchline.core.session.work_events import WorkSeen
from harness.lifecycle import COMMENT, NOW, PROCESS, READY, WAITING, WORKING, S, session

# One row an event: in which statuses it may happen, and the status after it (None: as it was).
RULES: list[tuple[Event, dict[Status, Status | None]]] = [
    (SlotGranted(), {S.QUEUED: S.STARTING}),
    (QueueMoved(3), {S.QUEUED: None}),
    (
        WorktreeMade("/w", "b", "a" * 40, Ownership(True, True)),
        {S.STARTING: None, S.PAUSED: None},
    ),
    (WorktreeUnmade(), {S.QUEUED: None, S.STARTING: None, S.PAUSED: None}),
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
    (InstructionQueued("go on"), {**dict.fromkeys(LIVE), S.READY: S.WORKING}),
    (InstructionTyping(40), dict.fromkeys(S)),
    (KeysSent(Typed.PART), dict.fromkeys(S)),
    (InstructionTyped(), {**dict.fromkeys(WITH_PROCESS, S.WORKING), S.WAITING: None}),
    (InstructionsTakenBack(), dict.fromkeys(S)),
    (ConversationNamed("5d0c"), dict.fromkeys(S)),
    (Looked(), dict.fromkeys(S)),
    (Renamed("Other"), dict.fromkeys(S)),
    (Retitled("Another"), dict.fromkeys(S)),
    (BetterNamed("another", "Another"), dict.fromkeys(S)),
    (Edited(pinned=True), dict.fromkeys(S)),
    (LimitsSet(("sameAnswers=1",)), dict.fromkeys(S)),
    (AutoYesPaused(AutoYesPause("sameAnswers", 5, 120)), dict.fromkeys(S)),
    (AnswersPaused(AutoYesPause("sameAnswers", 5, 120)), dict.fromkeys(S)),
    (AutoYesConfirmed(), dict.fromkeys(S)),
    (PersonaChosen("qa", Preset.SAFE), dict.fromkeys(S)),
    (NextPresetDropped(), dict.fromkeys(S)),
    (NoteTaken(Note(1.0, "r", "Review", "It is fine.")), dict.fromkeys(S)),
    (AutoYesAsks(Asked("1234", "network", "An address.")), dict.fromkeys(S)),
    (FellQuiet(1.0), dict.fromkeys(S)),
    (Stirred(), dict.fromkeys(S)),
    (WorktreeFreed(), dict.fromkeys([S.PAUSED, S.FAILED, S.COMPLETED])),
    (WorktreeRestored("/w", "b", made_branch=False), dict.fromkeys([S.STARTING, S.PAUSED, S.FAILED, S.COMPLETED])),
    (RepositoryFound("/r", "/r/.git", "7", "/w-2"), dict.fromkeys(S)),
    (BranchRenamed("other", is_same=True), dict.fromkeys(S)),
    (StepBegun(Step.FREEING), dict.fromkeys(S)),
    (StepEnded(), dict.fromkeys(S)),
    (Instructed("go on"), dict.fromkeys(S)),
    (HandedOver("so far"), {S.STARTING: None}),
    (SnapshotNamed(1, "good"), dict.fromkeys(S)),
    (SnapshotTried(("huge",)), dict.fromkeys(S)),
    (SnapshotTried(failed="No room."), dict.fromkeys(S)),
    (WorkSeen(), dict.fromkeys(Status)),
    (Reviewed("7" * 40), dict.fromkeys(S)),
    (CommentAdded(COMMENT), dict.fromkeys(S)),
    (CommentEdited("c", "Other."), dict.fromkeys(S)),
    (CommentResolved("c", True), dict.fromkeys(S)),
    (CommentDeleted("c"), dict.fromkeys(S)),
    (CommentsSent(("c",)), dict.fromkeys(S)),
    (CommentsPlaced((COMMENT,)), dict.fromkeys(S)),
    (LandingSaid(Landing(How.MERGE, "main", "a", "b", "/p")), dict.fromkeys(S)),
    (LandingEnded(Landed(How.MERGE, "main", "c", 1.0, "d")), dict.fromkeys(S)),
    (LandingFound(Landed(How.SQUASH, "main", "c", 1.0, "d")), dict.fromkeys(S)),
    (LandingLost("a"), dict.fromkeys(S)),
    (LandingTakenBack("a"), dict.fromkeys(S)),
    (KeepingSaid(Keeping(("a",))), dict.fromkeys(S)),
    (OtherRemoved("a"), dict.fromkeys(S)),
    (OthersBack(("a",)), dict.fromkeys(S)),
    (DriftMeasured(Drift("main", 2, 1)), dict.fromkeys(S)),
    (UpdateBegun(Updating("a", "b", None, "c", "d", "e", "f")), dict.fromkeys(S)),
    (UpdateEnded("b"), dict.fromkeys(S)),
    (PullRequestSeen(None), dict.fromkeys(S)),
    (KeepGoingSaid(KeepGoing(3)), dict.fromkeys(S)),
    (ChangesMeasured(Changes(1, 2, 3)), dict.fromkeys(S)),
    (CheckSaid(Checked(CheckState.PASSED, "a" * 40, ("b",), 1.0, 2.0)), dict.fromkeys(S)),
    (ConflictsForeseen((ConflictsWith(None, ("a",), 1),)), dict.fromkeys(S)),
    (UndoBegun(Undoing("a" * 40, "b" * 40)), dict.fromkeys(S)),
    (Tried(Trying("/r", "a" * 40, "main", 1, "b" * 40)), dict.fromkeys(S)),
    (Strayed((Stray("/repo/x", StrayWay.WROTE, main=True),)), dict.fromkeys(S)),
    (StraysSeen(), dict.fromkeys(S)),
    (CarryingOn(FilesDone(1, 2)), dict.fromkeys(S)),
    (RunBegun(), dict.fromkeys(S)),
    (RunStarted(PROCESS), dict.fromkeys(S)),
    (RunListens(41010, "http://localhost:41010"), dict.fromkeys(S)),
    (RunEnding(), dict.fromkeys(S)),
    (RunEnded(1), dict.fromkeys(S)),
    (RunUnmade(), dict.fromkeys(S)),
    (Carried(("Not brought along: “x”; it is odd.",)), dict.fromkeys(S)),
    (SetupAsked(SetupWaits(".branchline/setup", "a" * 64)), dict.fromkeys(S)),
    (PreparingMoved(Preparing(Phase.FILES, 1, 2)), dict.fromkeys(S)),
    (PortsReserved(41000), dict.fromkeys(S)),
    (SetupSaid(Setup(SetupStatus.DONE, "settings", NOW)), dict.fromkeys(S)),
    (UsageRead(Used("c", 1.0, 2.0, (DayUsed("2026-01-01", Tokens(1, 2)),)), Told.CONVERSATION), dict.fromkeys(S)),
]


@pytest.mark.parametrize("status", list(S), ids=lambda status: status.value)
@pytest.mark.parametrize(("event", "allowed"), RULES, ids=lambda value: type(value).__name__)
def test_each_event_in_each_status(event: Event, allowed: dict[Status, Status | None], status: Status) -> None:
    before = session(status, comments=(COMMENT,))
    if status not in allowed:
        with pytest.raises(InvalidTransitionError) as caught:
            step(before, event, NOW)
        assert caught.value.code == "INVALID_STATE"
        assert "fix-login" in caught.value.message
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


def test_the_error_is_one_for_the_user() -> None:
    with pytest.raises(BranchlineError, match="completed"):
        step(session(S.COMPLETED), StopRequested(), NOW)
