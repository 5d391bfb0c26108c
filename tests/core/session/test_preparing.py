"""How far a worktree is prepared is told while it is, and no longer."""

from __future__ import annotations

import pytest

from branchline.core.model.agent import Launch
from branchline.core.model.preparing import Phase, Preparing
from branchline.core.model.under_way import Step
from branchline.core.session.effects import GiveUpStart, GrantSlots
from branchline.core.session.events import AgentStarted, Event, StartFailed, StopRequested, WorktreeUnmade
from branchline.core.session.lifecycle import step
from branchline.core.session.preparing_events import PreparingMoved
from harness.lifecycle import NOW, PROCESS, S, session

SO_FAR = Preparing(Phase.FILES, 1200, 10000)


def test_what_is_told_is_what_the_record_says() -> None:
    after, effects = step(session(S.STARTING, process=None), PreparingMoved(SO_FAR), NOW)
    assert (after.preparing, effects) == (SO_FAR, [])
    assert step(after, PreparingMoved(), NOW)[0].preparing is None


@pytest.mark.parametrize(
    "event",
    [AgentStarted(PROCESS, Launch(("demo",))), StartFailed("no disk space"), StopRequested(), WorktreeUnmade()],
    ids=lambda event: type(event).__name__,
)
def test_it_is_over_when_the_start_is(event: Event) -> None:
    before = session(S.STARTING, process=None, preparing=SO_FAR)
    assert step(before, event, NOW)[0].preparing is None


def test_a_stop_while_its_worktree_is_made_takes_that_back() -> None:
    making = session(S.STARTING, process=None, under_way=Step.CREATING)
    after, effects = step(making, StopRequested(), NOW)
    assert (after.status, effects) == (S.PAUSED, [GiveUpStart(), GrantSlots()])
    unmade = step(after, WorktreeUnmade(), NOW)[0]
    assert (unmade.worktree, unmade.under_way) == ("", None)


@pytest.mark.parametrize("under_way", [None, Step.RESTORING])
def test_a_stop_when_it_is_made_leaves_it(under_way: Step | None) -> None:
    made = session(S.STARTING, process=None, under_way=under_way)
    assert GiveUpStart() not in step(made, StopRequested(), NOW)[1]


def test_one_that_waits_for_its_turn_again_gives_nothing_up() -> None:
    """What its first start made is just being taken back."""
    queued = session(S.QUEUED, process=None, under_way=Step.CREATING)
    assert GiveUpStart() not in step(queued, StopRequested(), NOW)[1]


def test_a_set_up_that_runs_beside_the_agent_is_told_too() -> None:
    setup = Preparing(Phase.SETUP)
    assert step(session(S.READY), PreparingMoved(setup), NOW)[0].preparing == setup
