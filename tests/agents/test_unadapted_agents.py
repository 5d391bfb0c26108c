"""Agents that nobody adapted to, recorded: each wait is told, and nothing else is; and what stands behind the rules of
adapted agents, should these know nothing of their next version's dialogs."""

from __future__ import annotations

from collections.abc import Iterator

import attrs
import pytest

from branchline.agents.any_program import any_program
from branchline.agents.shared.agent import Agent
from branchline.core.model.screen import Observation, ScreenView
from branchline.core.model.status import Status
from branchline.service.terminals.replay import agent_named, load, replay
from harness import recordings
from harness.recordings import FOLDER, Interval, Recording

EDGE = 1.0
"""Seconds at the beginning of a wait until it must be told, and after its end until it must not be any more."""
UNADAPTED = sorted(
    f"unadapted/{path.parent.name}/{path.name.removesuffix('.jsonl.gz')}"
    for path in (FOLDER / "unadapted").glob("*/*.jsonl.gz")
)
QUICK_TO_PASS = 3.0
"""Seconds. A dialog behind an agent's own rules is told after 0.8 s of stillness."""


def told(name: str, agent: Agent) -> list[tuple[float, Observation]]:
    return [(time, seen) for time, seen in replay(load(FOLDER / f"{name}.jsonl.gz"), agent) if seen is not None]


def status_at(published: list[tuple[float, Observation]], time: float) -> Status:
    return next((seen.status for at, seen in reversed(published) if at <= time), Status.STARTING)


def times(interval: Interval) -> Iterator[float]:
    time = interval.start + EDGE
    while time < interval.end:
        yield time
        time += 0.05


@pytest.mark.parametrize("name", UNADAPTED)
def test_waits_are_told_and_nothing_else_is(name: str) -> None:
    recording = recordings.load(name)
    published = told(name, agent_named(recording.agent))
    for each in recording.intervals:
        looks = [status_at(published, time) is Status.WAITING for time in times(each)]
        if each.state == "waiting":
            assert sum(looks) >= 0.9 * len(looks), f"the wait from {each.start} to {each.end} is missed"
        elif each.state in ("starting", "working", "ready"):
            assert not any(looks), f"it is {each.state} from {each.start} to {each.end}, and not waiting"


@pytest.mark.parametrize("name", UNADAPTED)
def test_no_rule_takes_its_dialog_for_complete(name: str) -> None:
    for _, seen in told(name, agent_named(recordings.load(name).agent)):
        if seen.prompt is not None and seen.rule.startswith("no rule knows it"):
            assert not seen.prompt.complete
            assert seen.prompt.command is None
            assert not seen.takes_text


def test_there_are_dialogs_of_each_kind_among_them() -> None:
    rules = {seen.rule for name in UNADAPTED for _, seen in told(name, agent_named(recordings.load(name).agent))}
    for kind in ("a list with a pointer", "keys with what they do", "how to choose, below a list", "a key to go on"):
        assert f"no rule knows it, but it is a dialog: {kind}" in rules


def blind(recording: Recording) -> Agent:
    """The agent, with rules that know none of its screens."""

    def observe(view: ScreenView) -> None:
        return None

    return attrs.evolve(agent_named(recording.agent), observe=observe)


WAITS = [
    name
    for name in recordings.names()
    if not name.startswith(("plain/", "aider/"))  # aider asks in a line of text, and draws no dialog
    and any(
        each.state == "waiting" and each.end - each.start > QUICK_TO_PASS for each in recordings.load(name).intervals
    )
]


@pytest.mark.parametrize("name", WAITS)
def test_a_dialog_is_told_though_the_agents_own_rules_know_nothing(name: str) -> None:
    recording = recordings.load(name)
    published = told(name, blind(recording))
    for each in recording.intervals:
        if each.state == "waiting" and each.end - each.start > QUICK_TO_PASS:
            seen = [seen for at, seen in published if each.start < at < each.end and seen.status is Status.WAITING]
            assert seen, f"the wait from {each.start} to {each.end} is missed"
            assert all(each.rule.startswith("no rule knows it, but it is a dialog: ") for each in seen)
            assert all(each.prompt is not None and not each.prompt.complete for each in seen)


@pytest.mark.parametrize("name", recordings.names())
def test_what_stands_behind_the_rules_raises_no_false_alarm(name: str) -> None:
    recording = recordings.load(name)
    agent = blind(recording)
    if recording.agent == "plain":
        agent = attrs.evolve(agent, observe=any_program.observe)
    published = [(at, seen) for at, seen in told(name, agent) if seen.rule.startswith("no rule knows it")]
    for each in recording.intervals:
        if each.state in ("working", "ready"):
            late = [(at, seen.rule) for at, seen in published if each.start + EDGE < at < each.end]
            assert not late, f"it is {each.state} from {each.start} to {each.end}, and not waiting"
