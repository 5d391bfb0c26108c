"""While one dialog stands, its prompt has one id: an answer for the id that a client was shown is taken then.

Recordings of real agents are played as on a busy machine: reads cut anywhere and with pauses within, so that frames are
half drawn for long; hooks told too early, too late or not at all, and the end of something else right into the dialog.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from typing import Any

import attrs
import pytest

from branchline.core.model.agent import HookEvent
from branchline.service.terminals.replay import Read, Recording, agent_named, load, replay
from harness import recordings

PAUSES = (0.0, 0.0, 0.01, 0.1, 0.5)
"""Seconds within a read. An agent that is silent for 0.8 s on an unknown screen counts as ready; and for 0.3 s, when it
is told that its turn is over."""
LEADS = (-0.05, -0.05, 0.0, 0.2, 1.0)
"""Seconds from a dialog's first byte to its hook."""
_ENDS = {"gemini": "AfterAgent", "copilot": "agentStop"}


def waits_of(name: str) -> list[dict[str, Any]]:
    labels = json.loads((recordings.FOLDER / f"{name}.labels.json").read_text())
    return [each for each in labels["intervals"] if each["state"] == "waiting"]


# Of ordinary programs nothing is known: what they ask may have grown by a word after a silence.
NAMES = [name for name in recordings.names() if not name.startswith("plain/") and waits_of(name)]


def asks(agent: str, wait: dict[str, Any]) -> list[HookEvent]:
    """The hooks that tell of a dialog whose label says what it asks."""
    expect = wait.get("expect") or {}
    if "command" in expect:
        tool, given = "Bash", {"command": expect["command"], "description": "Do it"}
    elif "paths" in expect:
        tool, given = "Write", {"file_path": f"/wt/{expect['paths'][0]}"}
    elif "url" in expect:
        tool, given = "WebFetch", {"url": expect["url"]}
    else:
        return []
    if agent == "copilot":
        return [HookEvent("permissionRequest", {"toolName": tool, "toolInput": given, "cwd": "/wt"})]
    if agent == "gemini":
        details = {"type": "exec", **given} if "command" in given else given
        return [
            HookEvent("BeforeTool", {"tool_name": tool, "tool_input": given, "cwd": "/wt"}),
            HookEvent("Notification", {"notification_type": "ToolPermission", "details": details}),
        ]
    return [HookEvent("PermissionRequest", {"tool_name": tool, "tool_input": given, "cwd": "/wt"})]


def on_a_busy_machine(recording: Recording, waits: list[dict[str, Any]], hooks: bool, seed: int) -> Recording:
    chance = random.Random(seed)  # noqa: S311  repeatable
    agent = agent_named(recording.agent).name
    reads = list(recording.reads)
    ends = hooks and seed % 2 == 1
    for wait in waits if hooks else ():
        lead = chance.choice(LEADS)
        reads += [Read(wait["from"] + lead, hook=each) for each in asks(agent, wait)]
        if ends:
            event = HookEvent(_ENDS.get(agent, "Stop"), {})
            reads.append(Read(chance.uniform(wait["from"] + 1.1, wait["to"] - 0.2), hook=event))
    reads.sort(key=lambda each: each.t)
    return attrs.evolve(recording, reads=tuple(_stretched(reads, PAUSES[:-1] if ends else PAUSES, chance)))


def _stretched(reads: list[Read], pauses: Sequence[float], chance: random.Random) -> Iterator[Read]:
    late = 0.0
    for read in reads:
        count = chance.choice((0, 0, 1, 2)) if read.data else 0
        cuts = sorted(chance.randrange(len(read.data) + 1) for _ in range(count))
        for start, end in zip([0, *cuts], [*cuts, len(read.data)], strict=True):
            late += chance.choice(pauses) if start else 0.0
            yield attrs.evolve(read, t=read.t + late, data=read.data[start:end])


@pytest.mark.parametrize("hooks", [False, True], ids=["screen", "hooks"])
@pytest.mark.parametrize("name", NAMES)
def test_a_dialog_has_one_id(name: str, hooks: bool) -> None:
    recording, waits = load(recordings.FOLDER / f"{name}.jsonl.gz"), waits_of(name)
    for seed in range(4):
        played = on_a_busy_machine(recording, waits, hooks, seed)
        published = [seen.prompt for _, seen in replay(played, agent_named(recording.agent)) if seen and seen.prompt]
        ids = {prompt.id: prompt for prompt in published if prompt.options or prompt.takes_text}
        assert len(ids) == len(waits), (seed, ids)
