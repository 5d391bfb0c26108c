"""What becomes of a session's record between it and the branch that its own left."""

from __future__ import annotations

import pytest

from branchline.core.model.base import Drift, Updating
from branchline.core.model.under_way import Step
from branchline.core.session.base_events import BaseSaid, DriftMeasured, UpdateBegun, UpdateEnded
from branchline.core.session.lifecycle import step
from harness.service import session

UPDATING = Updating("1" * 40, "2" * 40, "3" * 40, "4" * 40, "5" * 40, "6" * 40, "7" * 40)


@pytest.mark.parametrize(
    ("event", "before", "after"),
    [
        (DriftMeasured(Drift("main", 1, 2)), {}, {"drift": Drift("main", 1, 2)}),
        (DriftMeasured(None), {"drift": Drift("main", 1, 2)}, {"drift": None}),
        (UpdateBegun(UPDATING), {"base": "a"}, {"base": "a", "updating": UPDATING, "under_way": Step.UPDATING}),
        (UpdateEnded("b"), {"base": "a", "updating": UPDATING, "under_way": Step.UPDATING}, {"base": "b"}),
        (UpdateEnded(), {"base": "a", "updating": UPDATING, "under_way": Step.UPDATING}, {"base": "a"}),
    ],
)
def test_what_it_becomes(event: BaseSaid, before: dict[str, object], after: dict[str, object]) -> None:
    found, effects = step(session("s", **before), event, 9.0)
    assert (found, effects) == (session("s", **after, updated_at=9.0), [])
