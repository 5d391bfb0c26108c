"""What a session is doing, and how that is known."""

from __future__ import annotations

import enum

import attrs


class Status(str, enum.Enum):
    """What a session is doing."""

    QUEUED = "queued"
    """It waits until fewer sessions run."""
    STARTING = "starting"
    """Its worktree is being made, or its agent starts."""
    WORKING = "working"
    WAITING = "waiting"
    """The agent asks something."""
    READY = "ready"
    """The agent's turn is over."""
    PAUSED = "paused"
    """The user, a crash or a reboot ended the agent."""
    FAILED = "failed"
    """The agent could not be started, or crashed."""
    COMPLETED = "completed"
    """The agent ended by itself."""

    @property
    def is_live(self) -> bool:
        """An agent process runs or is about to."""
        return self in LIVE


LIVE = frozenset({Status.QUEUED, Status.STARTING, Status.WORKING, Status.WAITING, Status.READY})


@attrs.frozen
class Evidence:
    """Why a status is what it is: the rule or hook that said so, and when."""

    rule: str
    at: float
