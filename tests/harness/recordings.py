"""Recorded terminals, played through our screen: what a detector would have seen, and when."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs

from branchline.agents.shared.agent import Agent
from branchline.core.model.screen import Observation, ScreenView
from branchline.core.screen.observations import STILL
from branchline.terminal.screen import Screen

SYNCHRONIZED = 2026
"""The terminal mode in which a program draws a picture in several pieces."""
FOLDER = Path(__file__).parents[1] / "data" / "recordings"


@attrs.frozen
class Interval:
    """What the program really did, from when to when, in seconds since its start."""

    state: str
    start: float
    end: float


@attrs.frozen
class Recording:
    agent: str
    scenario: str
    cols: int
    rows: int
    output: tuple[tuple[float, bytes], ...]
    intervals: tuple[Interval, ...]

    def state_at(self, time: float, edge: float) -> str | None:
        """None near an edge: the labels are not that exact."""
        for each in self.intervals:
            if each.start + edge <= time < each.end - edge:
                return each.state
        return None


def names() -> list[str]:
    """`agent/scenario` of each recording; before that its set, `newest`."""
    found = [*FOLDER.glob("*/*.jsonl.gz"), *FOLDER.glob("newest/*/*.jsonl.gz")]
    return sorted(path.relative_to(FOLDER).as_posix().removesuffix(".jsonl.gz") for path in found)


def load(name: str) -> Recording:
    with gzip.open(FOLDER / f"{name}.jsonl.gz", "rt") as file:
        header = json.loads(file.readline())
        output = tuple((line["t"], base64.b64decode(line["d"])) for line in map(json.loads, file))
    labels: dict[str, Any] = json.loads((FOLDER / f"{name}.labels.json").read_text())
    intervals = [Interval(each["state"], each["from"], each["to"]) for each in labels["intervals"]]
    if intervals[1].state == "ready":  # its input shows before it has found out whether to ask for a login or for trust
        intervals[1] = attrs.evolve(intervals[1], start=intervals[1].start + 1)
    for place, each in enumerate(intervals[1:], 1):
        if each.state == "starting":  # again, after its trust dialog, which it leaves on the screen meanwhile
            intervals[place] = attrs.evolve(each, state="restarting")
    return Recording(
        header["agent"].rstrip("0123456789"),
        header["scenario"],
        header["cols"],
        header["rows"],
        output,
        tuple(intervals),
    )


def play(recording: Recording, agent: Agent, step: float = 0.05) -> Iterator[tuple[float, Observation | None]]:
    """(time, what the agent's rules say) every `step` seconds."""
    screen = Screen(recording.cols, recording.rows)
    upcoming, last_output, time = 0, 0.0, 0.0
    observed: Observation | None = None
    fresh = True
    try:
        while time < recording.intervals[-1].end:
            while upcoming < len(recording.output) and recording.output[upcoming][0] <= time:
                last_output, data = recording.output[upcoming]
                screen.feed(data, answer=False)
                upcoming += 1
                fresh = True
            quiet_for = time - last_output
            drawing = screen.mode(SYNCHRONIZED)  # as the product: a half-drawn screen is not looked at
            if not drawing and (fresh or quiet_for < STILL + 2 * step):
                view = ScreenView(
                    screen.lines(), screen.cursor(), screen.title, recording.cols, quiet_for, screen.styled
                )
                observed, fresh = agent.observe(view), False
            yield time, observed
            time += step
    finally:
        screen.close()


def middle_of(recording: Recording, state: str) -> float:
    """Seconds: of the first interval with this state."""
    interval = next(each for each in recording.intervals if each.state == state)
    return (interval.start + interval.end) / 2


def screen_when(recording: Recording, state: str) -> tuple[str, ...]:
    """The lines in the middle of the first interval with this state."""
    end = middle_of(recording, state)
    screen = Screen(recording.cols, recording.rows)
    for time, data in recording.output:
        if time <= end:
            screen.feed(data, answer=False)
    lines = screen.lines()
    screen.close()
    return lines
