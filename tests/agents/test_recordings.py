"""Each agent's rules against recordings of the real program."""

from __future__ import annotations

import pytest

from branchline.core.model.status import Status
from branchline.service.terminals.replay import agent_named
from harness import recordings

EDGE = 0.4
"""Seconds at each side of a label's edge that do not count."""


@pytest.mark.parametrize("name", recordings.names())
def test_the_rules_agree_with_what_the_program_did(name: str) -> None:
    recording = recordings.load(name)
    agent = agent_named(recording.agent)
    seen: dict[str, list[tuple[float, Status | None, bool]]] = {}
    for time, observed in recordings.play(recording, agent):
        state = recording.state_at(time, EDGE)
        if state is not None:
            status = observed.status if observed else None
            seen.setdefault(state, []).append((time, status, bool(observed and observed.takes_text)))

    typed_over = [(state, look) for state, looks in seen.items() if state != "ready" for look in looks if look[2]]
    assert not typed_over, "an instruction would have been typed while it was not ready"
    false_alarms = [
        (state, look)
        for state in ("starting", "working", "ready")
        for look in seen.get(state, ())
        if look[1] is Status.WAITING
    ]
    assert not false_alarms
    for state, status in (("waiting", Status.WAITING), ("ready", Status.READY)):
        looks = seen.get(state, [])
        missed = [look for look in looks if look[1] is not status]
        # Of an ordinary program a prompt is told after a silence only, so each of its keys costs one.
        allowed = 0.25 if recording.agent == "plain" else 0.02
        assert len(missed) <= max(2, allowed * len(looks)), f"{state}: {len(missed)} of {len(looks)}: {missed[:5]}"


@pytest.mark.parametrize("name", recordings.names())
def test_text_is_taken_in_every_ready_phase(name: str) -> None:
    recording = recordings.load(name)
    agent = agent_named(recording.agent)
    taken = [time for time, seen in recordings.play(recording, agent) if seen and seen.takes_text]
    for each in recording.intervals:
        if each.state == "ready" and each.end - each.start > 2:
            assert any(each.start <= time < each.end for time in taken), each
