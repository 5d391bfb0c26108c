"""What became of the set-up script in a session's worktree."""

from __future__ import annotations

import enum

import attrs


class SetupStatus(str, enum.Enum):
    """How the set-up script of a session's worktree stands."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    """It ended with another exit code than 0, or could not be started."""
    TIMED_OUT = "timedOut"
    """It took longer than `branchline.setupMinutes`, and was ended."""
    CANCELLED = "cancelled"
    """The user ended it."""
    CUT_OFF = "cutOff"
    """Branchline, or the session, ended meanwhile: it runs again before the agent starts next."""


class AfterSetup(str, enum.Enum):
    """What comes after a set-up script that failed."""

    START = "start"
    """The agent starts all the same."""
    WAIT = "wait"
    """It does not, until the session is resumed and the script has run to its end."""


@attrs.frozen
class Setup:
    """`source` is where the script is written, a path in the repository or "settings"; `exit_code` is negative for a
    signal, None where it has none; `detail` is a sentence for people, where it could not be started."""

    status: SetupStatus
    source: str
    at: float
    """When it came to stand so."""
    exit_code: int | None = None
    detail: str = ""
