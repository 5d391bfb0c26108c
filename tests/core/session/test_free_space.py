"""Whose caches may go, and which go first."""

from __future__ import annotations

from typing import Any

import pytest

from branchline.core.model.session import Ownership
from branchline.core.model.status import Status
from branchline.core.model.under_way import Step, Trying
from branchline.core.model.work import BackgroundKind, BackgroundWork
from branchline.core.session.free_space import IDLE, Cache, enough, is_quiet, least_used_first
from harness.service import session

OURS = {"worktree": "/w", "owns": Ownership(worktree=True, branch=True), "since": 1000.0}
LATER = 1000.0 + IDLE
WORK = BackgroundWork("1", BackgroundKind.PROCESS, "sleep", 1.0)


@pytest.mark.parametrize(
    ("fields", "now", "quiet"),
    [
        ({"status": Status.PAUSED}, 1001.0, True),
        ({"status": Status.COMPLETED}, 1001.0, True),
        ({"status": Status.FAILED}, 1001.0, True),
        ({"status": Status.READY}, LATER, True),
        ({"status": Status.READY}, LATER - 1, False),
        ({"status": Status.WORKING}, LATER, False),
        ({"status": Status.WAITING}, LATER, False),
        ({"status": Status.STARTING}, LATER, False),
        ({"status": Status.QUEUED}, LATER, False),
        ({"status": Status.READY, "background": (WORK,)}, LATER, False),
        ({"status": Status.READY, "pending": ("go on",)}, LATER, False),
        ({"status": Status.PAUSED, "owns": Ownership()}, LATER, False),
        ({"status": Status.PAUSED, "worktree": ""}, LATER, False),
        ({"status": Status.PAUSED, "freed": True}, LATER, False),
        ({"status": Status.PAUSED, "under_way": Step.LANDING}, LATER, False),
        ({"status": Status.PAUSED, "trying": Trying("/r", "a", "b", 1, "c")}, LATER, False),
    ],
)
def test_who_is_quiet(fields: dict[str, Any], now: float, quiet: bool) -> None:
    assert is_quiet(session("s", **{**OURS, **fields}), now) is quiet


A, B, C = Cache("a", "x", 1, 20.0), Cache("b", "x", 5, 10.0), Cache("b", "y", 9, 10.0)


def test_what_was_used_least_recently_goes_first_and_of_that_the_largest() -> None:
    assert least_used_first([A, B, C]) == [C, B, A]


@pytest.mark.parametrize(("wanted", "taken"), [(0, []), (1, [C]), (9, [C]), (10, [C, B]), (99, [C, B, A])])
def test_no_more_goes_than_is_wanted(wanted: int, taken: list[Cache]) -> None:
    assert enough([C, B, A], wanted) == taken
