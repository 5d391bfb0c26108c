"""What an agent runs under its session, and how far it says it is."""

from __future__ import annotations

import enum

import attrs


class BackgroundKind(str, enum.Enum):
    """What runs under a session."""

    SUBAGENT = "subagent"
    """An agent that its agent started, and that is no process of its own."""
    SHELL = "shell"
    """A command of its agent's that goes on without it."""
    SERVER = "server"
    """A process that takes connections."""
    PROCESS = "process"
    """Any other that its agent started."""


@attrs.frozen
class BackgroundWork:
    """`id` is its own within the session, the same as long as it runs; `since` is in seconds since the epoch."""

    id: str
    kind: BackgroundKind
    label: str
    since: float


@attrs.frozen
class Progress:
    """Of the agent's own list of things to do: how many there are, how many are done, and what it does now; 0 where it
    has no list. `percent` is what its program tells of itself; None where it tells none."""

    done: int = 0
    total: int = 0
    doing: str = ""
    percent: int | None = None
