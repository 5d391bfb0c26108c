from __future__ import annotations

import pytest

from branchline.core.model.status import Status
from branchline.core.screen.activity import BLANK, RULE, by_activity


@pytest.mark.parametrize(
    ("quiet_for", "status", "expected"),
    [
        (0.1, Status.STARTING, None),
        (0.9, Status.STARTING, Status.READY),
        (0.1, Status.WORKING, Status.WORKING),
        (0.9, Status.WORKING, Status.READY),
        (0.1, Status.READY, Status.WORKING),
        (0.9, Status.WAITING, Status.READY),
    ],
)
def test_an_unknown_screen(quiet_for: float, status: Status, expected: Status | None) -> None:
    seen = by_activity(quiet_for, status)
    assert (seen.status if seen else None) is expected
    if seen:
        assert (seen.rule, seen.takes_text) == (RULE, False)


@pytest.mark.parametrize(
    ("quiet_for", "status", "expected"),
    [
        (BLANK - 1, Status.STARTING, None),
        (BLANK, Status.STARTING, Status.READY),
        (0.9, Status.WORKING, Status.READY),
    ],
)
def test_an_agent_that_has_drawn_nothing_yet_starts(quiet_for: float, status: Status, expected: Status | None) -> None:
    seen = by_activity(quiet_for, status, is_blank=True)
    assert (seen.status if seen else None) is expected
