"""What a session's record says of what the user runs in its worktree."""

from __future__ import annotations

import attrs
import pytest

from branchline.core.model.run import Run, RunStatus
from branchline.core.model.session import Session
from branchline.core.session.run_events import (
    RunBegun,
    RunEnded,
    RunEnding,
    RunListens,
    RunSaid,
    RunStarted,
    RunUnmade,
    run_said,
)
from harness.lifecycle import PROCESS, S, session

R = RunStatus
URL = "http://localhost:41010"


def after(*events: RunSaid) -> Session:
    found = session(S.READY)
    for event in events:
        found = run_said(found, event)
    return found


def test_it_begins_listens_and_ends() -> None:
    begun = after(RunBegun(one_at_a_time=True), RunStarted(PROCESS), RunListens(41010, URL))
    assert begun.run == Run(R.RUNNING, port=41010, url=URL, one_at_a_time=True)
    assert (begun.run_process, begun.is_run) == (PROCESS, True)
    ended = run_said(begun, RunEnded(0))
    assert ended.run == Run(R.ENDED, 0, one_at_a_time=True), "where nothing runs nothing listens"
    assert (ended.run_process, ended.is_run) == (None, False)


@pytest.mark.parametrize(
    ("code", "status"),
    [(0, R.ENDED), (1, R.FAILED), (130, R.ENDED), (-2, R.ENDED), (-9, R.FAILED), (143, R.FAILED), (None, R.FAILED)],
)
def test_how_it_ended_by_itself(code: int | None, status: RunStatus) -> None:
    assert after(RunBegun(), RunEnded(code)).run == Run(status, code)


@pytest.mark.parametrize("code", [0, 1, -15, -9, None])
def test_what_the_user_ended_did_not_fail(code: int | None) -> None:
    assert after(RunBegun(), RunEnding(), RunEnded(code)).run == Run(R.ENDED, code)


def test_it_begins_anew_without_what_was() -> None:
    assert after(RunBegun(), RunListens(1, URL), RunEnded(3), RunBegun()).run == Run(R.RUNNING)
    assert after(RunBegun(), RunUnmade()).run is None


@pytest.mark.parametrize("late", [RunStarted(PROCESS), RunListens(41010, URL), RunEnding(), RunEnded(1)])
def test_what_is_told_of_one_that_has_ended_alters_nothing(late: RunSaid) -> None:
    for before in (after(), after(RunBegun(), RunEnded(0))):
        assert run_said(before, late) == before


def test_nothing_else_of_the_session_is_another() -> None:
    found = after(RunBegun(), RunStarted(PROCESS))
    assert attrs.evolve(found, run=None, run_process=None) == session(S.READY)
