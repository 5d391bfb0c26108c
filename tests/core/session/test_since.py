"""Since when a session is in its status, or is asked what it is asked."""

from __future__ import annotations

import attrs
import pytest

from branchline.core.model.screen import Observation
from branchline.core.session.events import AgentExited, Edited, Event, Looked, Observed
from branchline.core.session.lifecycle import step
from harness.lifecycle import PROMPT, READY, WAITING, WORKING, S, session

OTHER = attrs.evolve(WAITING, prompt=attrs.evolve(PROMPT, id="f01", command="rm -r b"))
NARROW = attrs.evolve(WAITING, prompt=attrs.evolve(PROMPT, id="f02", text="Run…"))
UNREADABLE = Observation(S.WAITING, "half a dialog", "approval")
MOVED = attrs.evolve(WAITING, prompt=attrs.evolve(PROMPT, selected="2"))

STORIES: list[tuple[str, list[Event], float]] = [
    ("the same goes on", [Observed(WORKING), Observed(WORKING)], 10),
    ("another status", [Observed(WORKING), Observed(READY)], 11),
    ("an edit is none", [Observed(READY), Edited(pinned=True), Looked()], 10),
    ("a prompt", [Observed(WORKING), Observed(WAITING)], 11),
    ("only the selection moves", [Observed(WAITING), Observed(MOVED)], 10),
    ("a narrow terminal, in which the agent cuts its lines", [Observed(WAITING), Observed(NARROW)], 10),
    ("a screen that cannot be read", [Observed(WAITING), Observed(UNREADABLE), Observed(WAITING)], 10),
    ("a prompt that is read later", [Observed(UNREADABLE), Observed(WAITING)], 10),
    ("another prompt", [Observed(WAITING), Observed(OTHER)], 11),
    ("another prompt after what cannot be read", [Observed(WAITING), Observed(UNREADABLE), Observed(OTHER)], 12),
    ("the same prompt after what looked like work", [Observed(WAITING), Observed(WORKING), Observed(WAITING)], 10),
    ("another prompt after work", [Observed(WAITING), Observed(WORKING), Observed(OTHER)], 12),
    (
        "the same prompt after work of some time",
        [Observed(WAITING), Observed(WORKING), *[Observed(WORKING)] * 3, Observed(WAITING)],
        15,
    ),
    (
        "the same prompt after a turn",
        [Observed(WAITING), Observed(WORKING), Observed(READY), Observed(WAITING)],
        13,
    ),
    ("an end", [Observed(WAITING), AgentExited(1)], 11),
]


@pytest.mark.parametrize(("events", "since"), [row[1:] for row in STORIES], ids=[row[0] for row in STORIES])
def test_it_is_since_the_last_change_that_matters(events: list[Event], since: float) -> None:
    now = session(S.STARTING)
    for at, event in enumerate(events, 10):
        now, _ = step(now, event, float(at))
    assert now.since == since


def test_a_record_of_an_earlier_version_counts_from_its_evidence() -> None:
    assert session(S.READY).since == 1.0


def test_a_prompt_of_an_earlier_versions_record_is_not_renewed_when_it_is_seen_again() -> None:
    before = session(S.WAITING, prompt=PROMPT, reason="approval")
    after, _ = step(before, Observed(WAITING), 10.0)
    assert (after.since, after.waits_on) == (1.0, None)
    after, _ = step(after, Observed(UNREADABLE), 11.0)
    after, _ = step(after, Observed(WAITING), 12.0)
    assert after.since == 1.0
    assert after.waits_on is not None
