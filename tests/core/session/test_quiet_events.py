"""A session that works without a sign of life."""

from __future__ import annotations

import pytest

from branchline.core.model.screen import Observation
from branchline.core.model.status import Evidence, Status
from branchline.core.reasons import WorkingReason
from branchline.core.session.events import Observed
from branchline.core.session.lifecycle import step
from branchline.core.session.quiet_events import FellQuiet, Stirred
from harness.service import session

QUIET = WorkingReason.QUIET.value


def test_the_record_says_so_and_since_when() -> None:
    after, effects = step(session("s", status=Status.WORKING), FellQuiet(5.0), 1205.0)
    assert (after.status, after.reason, after.evidence, effects) == (Status.WORKING, QUIET, Evidence(QUIET, 5.0), [])


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (Status.READY, None),
        (Status.WAITING, "approval"),
        (Status.WORKING, WorkingReason.INSTRUCTION_WAITS.value),
        (Status.PAUSED, "paused"),
    ],
)
def test_of_what_does_not_work_nothing_is_said(status: Status, reason: str | None) -> None:
    before = session("s", status=status, reason=reason)
    assert step(before, FellQuiet(5.0), 1205.0) == (before, [])
    assert step(before, Stirred(), 1205.0) == (before, [])


@pytest.mark.parametrize("event", [Stirred(), Observed(Observation(Status.WORKING, "a spinner"))])
def test_it_is_gone_with_the_next_output(event: Stirred | Observed) -> None:
    quiet, _ = step(session("s", status=Status.WORKING), FellQuiet(5.0), 1205.0)
    after, _ = step(quiet, event, 1300.0)
    assert (after.status, after.reason) == (Status.WORKING, None)
