"""`branchline replay FILE`: a recording through the very same code that watches live sessions, at recorded times.

A recording is JSON lines, gzipped or not: a header {agent, cols, rows, …}, then {"t": seconds, "d": base64} for each
read from the terminal, {"t", "size": [cols, rows]} for each resize and {"t", "hook": name, "payload": {…}} for each
hook that was called.
"""

from __future__ import annotations

import base64
import binascii
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs

from branchline.agents.any_program.user_defined import agent as any_program
from branchline.agents.registry import BUILT_IN
from branchline.agents.shared.agent import Agent
from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.agent import HookEvent
from branchline.core.model.prompt import Prompt
from branchline.core.model.screen import Observation
from branchline.service.terminals.tracker import Tracker
from branchline.terminal.screen import Screen

AFTER_THE_END = 1.0
"""Seconds that a replay goes on after the last read: what follows from silence shows then."""


@attrs.frozen
class Read:
    """One thing that happened `t` seconds after the start."""

    t: float
    data: bytes = b""
    size: tuple[int, int] | None = None
    hook: HookEvent | None = None


@attrs.frozen
class Recording:
    agent: str
    cols: int
    rows: int
    reads: tuple[Read, ...]


def load(path: Path) -> Recording:
    """Raises BAD_RECORDING when the file is none, with what is wrong and where."""
    number = 0
    try:
        with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as file:
            header = json.loads(file.readline())
            number, reads = 1, []
            for line in file:
                number += 1
                reads.append(_read(json.loads(line)))
            return Recording(str(header.get("agent", "")), int(header["cols"]), int(header["rows"]), tuple(reads))
    except (OSError, EOFError) as error:
        raise BranchlineError(ErrorCode.BAD_RECORDING, f"{path} cannot be read: {error}.") from error
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, binascii.Error) as error:
        raise BranchlineError(
            ErrorCode.BAD_RECORDING,
            f"{path} is no recording: line {number + (not number)}: {error or type(error).__name__}.",
        ) from error


def _read(line: dict[str, Any]) -> Read:
    time = float(line["t"])
    if "size" in line:
        cols, rows = line["size"]
        return Read(time, size=(int(cols), int(rows)))
    if "hook" in line:
        return Read(time, hook=HookEvent(str(line["hook"]), dict(line["payload"])))
    return Read(time, base64.b64decode(line["d"], validate=True))


def agent_named(name: str) -> Agent:
    """The agent of a recording: `claude`, also for a recording of one version such as `claude197`; any program else."""
    known = BUILT_IN.get(name) or BUILT_IN.get(name.rstrip("0123456789.-"))
    return known or any_program(name or "program", (name or "program",), title=name, install="")


def replay(recording: Recording, agent: Agent) -> Iterator[tuple[float, Observation | None]]:
    """(seconds since the start, what is published then); None at first: the agent starts."""
    screen = Screen(recording.cols, recording.rows)
    tracker = Tracker(agent, screen, 0.0)
    try:
        yield 0.0, None
        for read in recording.reads:
            yield from _until(tracker, read.t)
            if read.size:
                screen.resize(*read.size)
            if read.data:
                screen.feed(read.data, answer=False)
            if read.hook:
                tracker.hook(read.hook, read.t)
            else:
                tracker.fed(read.t)
        end = recording.reads[-1].t if recording.reads else 0.0
        yield from _until(tracker, end + AFTER_THE_END)
    finally:
        screen.close()


def _until(tracker: Tracker, time: float) -> Iterator[tuple[float, Observation]]:
    """Every tick that is due before `time`."""
    now = float("-inf")
    while (due := tracker.due) is not None and due < time:
        now = max(now, due)
        published = tracker.tick(now)
        tracker.has_drifted(now)
        if published is not None:
            yield now, published


def as_json(time: float, seen: Observation | None) -> dict[str, Any]:
    """One published change, as `branchline replay` prints it."""
    return {
        "t": round(time, 4),
        "status": seen.status.value if seen else "starting",
        "reason": seen.reason if seen else None,
        "evidence": seen.rule if seen else "started",
        "prompt": prompt_as_json(seen.prompt) if seen and seen.prompt else None,
    }


def prompt_as_json(prompt: Prompt) -> dict[str, Any]:
    return {
        "id": prompt.id,
        "kind": prompt.kind.value,
        "title": prompt.title,
        "tool": prompt.tool,
        "command": prompt.command,
        "paths": list(prompt.paths),
        "url": prompt.url,
        "options": [
            {"id": each.id, "label": each.label, "meaning": each.meaning.value, "key": each.key}
            for each in prompt.options
        ],
        "selected": prompt.selected,
    }
