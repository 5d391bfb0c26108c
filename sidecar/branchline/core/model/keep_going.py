"""A session that goes on until the checks of its pull request are green, and how far it is with that."""

from __future__ import annotations

import enum

import attrs


class KeepGoingStage(str, enum.Enum):
    """What it waits for: the checks, that its agent is told why they failed, begins, and comes to rest; the push."""

    LOOKING = "looking"
    TELLING = "telling"
    TOLD = "told"
    AT_WORK = "atWork"
    PUSHING = "pushing"


class KeepGoingEnd(str, enum.Enum):
    """Why it does not go on any more."""

    GREEN = "green"
    """All checks passed."""
    USED_UP = "usedUp"
    """Checks fail after as many tries as were allowed."""
    DIVERGED = "diverged"
    """The branch and the one of the pull request went different ways, or the remote did not take it."""
    NO_COMMIT = "noCommit"
    """The agent came to rest, and committed nothing."""
    YOURS = "yours"
    """The user answered the agent, or told it something else."""
    AGENT_ENDED = "agentEnded"
    """The agent does not run any more."""
    CLOSED = "closed"
    """The pull request was merged or closed."""
    UNSEEN = "unseen"
    """The pull request, or its checks, cannot be had."""


@attrs.frozen
class KeepGoing:
    """`tries` of `most` were begun. `told` is the commit whose failing checks the agent was told last, "": none.
    `unseen` counts the looks in a row that saw no checks."""

    most: int
    tries: int = 0
    stage: KeepGoingStage = KeepGoingStage.LOOKING
    told: str = ""
    unseen: int = 0
    ended: KeepGoingEnd | None = None
