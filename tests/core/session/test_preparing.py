"""How far a worktree is prepared is told while it is, and no longer."""

from __future__ import annotations

import pytest

from branchline.core.model.agent import Launch
from branchline.core.model.preparing import Phase, Preparing
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


def test_a_set_up_that_runs_beside_the_agent_is_told_too() -> None:
    setup = Preparing(Phase.SETUP)
    assert step(session(S.READY), PreparingMoved(setup), NOW)[0].preparing == setup
