"""What a session's record keeps beside its status, and until when."""

from __future__ import annotations

import attrs
import pytest

from branchline.core.model.changes import Changes
from branchline.core.model.prompt import WaitReason
from branchline.core.model.screen import Observation
from branchline.core.model.session import Asked, Ownership
from branchline.core.model.status import Status
from branchline.core.reasons import AutoYesPause, SnapshotReason
from branchline.core.screen.prompts import asking
from branchline.core.session.auto_yes_events import AutoYesAsks, AutoYesConfirmed, AutoYesPaused
from branchline.core.session.effects import Effect, MeasureChanges, TakeSnapshot
from branchline.core.session.events import (
    Edited,
    HandedOver,
    Instructed,
    Observed,
    ResumeRequested,
    SnapshotNamed,
    SnapshotTried,
    WorktreeFreed,
    WorktreeRestored,
)
from branchline.core.session.instruction_events import InstructionTyped
from branchline.core.session.lifecycle import step
from branchline.core.session.moves import BranchRenamed, RepositoryFound
from branchline.core.session.review_events import ChangesMeasured
from harness.lifecycle import NOW, READY, WAITING, WORKING, S, session


def test_edits_leave_alone_what_they_do_not_name() -> None:
    before = session(S.READY, task="web-1", auto_yes="safe", pinned=True)
    assert step(before, Edited(), NOW)[0] == before
    after, _ = step(before, Edited(task="", pinned=False), NOW)
    assert (after.task, after.auto_yes, after.pinned) == (None, "safe", False)


def test_auto_yes_paused_goes_on_when_it_is_set_anew() -> None:
    paused, _ = step(session(S.WAITING, auto_yes="safe"), AutoYesPaused(AutoYesPause("stoppedAll")), NOW)
    assert paused.auto_yes_paused == AutoYesPause("stoppedAll")
    renamed, _ = step(paused, Edited(pinned=True), NOW)
    assert renamed.auto_yes_paused == AutoYesPause("stoppedAll")
    assert step(paused, Edited(auto_yes="safe"), NOW)[0].auto_yes_paused is None


def test_a_confirmation_ends_only_the_pause_that_waited_for_it() -> None:
    for code, goes_on in {"unconfirmed": True, "stoppedAll": False, "answersWithoutLook": False}.items():
        paused = session(S.WAITING, auto_yes="safe", auto_yes_paused=AutoYesPause(code))
        assert (step(paused, AutoYesConfirmed(), NOW)[0].auto_yes_paused is None) is goes_on, code


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


def test_a_repository_that_was_moved_is_counted_anew_only_where_the_worktree_went_along() -> None:
    before = session(S.READY, worktree="/w")
    after, effects = step(before, RepositoryFound("/new", "/new/.git", "7", "/w"), NOW)
    assert (after.repo, after.common_dir, after.common_inode, after.worktree) == ("/new", "/new/.git", "7", "/w")
    assert effects == []
    after, effects = step(before, RepositoryFound("/new", "/new/.git", "7", "/w-2"), NOW)
    assert (after.worktree, effects) == ("/w-2", [MeasureChanges()])


@pytest.mark.parametrize(("made", "is_same", "owned"), [(True, True, True), (True, False, False), (False, True, False)])
def test_a_branch_is_branchlines_only_where_it_is_the_one_that_it_made(made: bool, is_same: bool, owned: bool) -> None:
    after, _ = step(session(S.READY, owns=Ownership(True, made)), BranchRenamed("other", is_same), NOW)
    assert (after.branch, after.owns) == ("other", Ownership(True, owned))


def test_a_snapshot_that_fails_stands_until_one_is_taken() -> None:
    taken, _ = step(session(S.READY), SnapshotTried(("huge", "lib")), NOW)
    assert (taken.snapshot_failed, taken.unkept) == (None, ("huge", "lib"))
    failed, effects = step(taken, SnapshotTried(failed="No room."), NOW + 1)
    assert (failed.snapshot_failed, failed.unkept, effects) == ("No room.", ("huge", "lib"), [])
    again, _ = step(failed, SnapshotTried(), NOW + 2)
    assert (again.snapshot_failed, again.unkept) == (None, ())
    assert step(again, SnapshotTried(), NOW + 3)[0] == again, "and nobody is told of what is as it was"
