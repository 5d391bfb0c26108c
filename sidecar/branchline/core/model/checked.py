"""What the user's check command said of sessions' work."""

from __future__ import annotations

import enum

import attrs


class CheckState(str, enum.Enum):
    """The command ended with 0, or with something else; it runs; the user ended it, or the sidecar was; or its time
    was over."""

    PASSED = "passed"
    FAILED = "failed"
    RUNNING = "running"
    CANCELLED = "cancelled"
    TIMED_OUT = "timedOut"


@attrs.frozen
class Checked:
    """Of the session's `tree` together with the work of `others`, by their ids, on what the parent branch had then.
    `seconds` is how long the command ran, `at` when that was begun."""

    state: CheckState
    tree: str
    others: tuple[str, ...]
    seconds: float
    at: float
