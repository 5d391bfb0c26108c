"""What the user started in a session's worktree beside its agent, such as a server for development."""

from __future__ import annotations

import enum

import attrs


class RunStatus(str, enum.Enum):
    """It runs; it ended by itself with 0, or by the user; or with something else, or it was cut off."""

    RUNNING = "running"
    ENDED = "ended"
    FAILED = "failed"


@attrs.frozen
class Run:
    """`exit_code` is negative for the number of a signal, None as long as it runs and where nobody saw the end.
    `port` and `url` are where it listens on this machine, None as long as that is not known and when it has ended."""

    status: RunStatus
    exit_code: int | None = None
    port: int | None = None
    url: str | None = None
    one_at_a_time: bool = False
    """It cannot run in two worktrees of the repository at once."""
    ending: bool = False
    """The user wants its end: whatever exit code comes is no failure."""
