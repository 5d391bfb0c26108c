"""What a screen that no rule knows says by its activity alone: `working` or `ready`, never `waiting`."""

from __future__ import annotations

from branchline.core.model import Observation, ScreenView, Status

QUIET = 0.8
"""Seconds. Seven real agents, measured while they work, write at least every 0.36 s."""
RULE = "unknown screen"


def by_activity(view: ScreenView, status: Status) -> Observation | None:
    """None: not enough is known to say anything, as while a program still draws its first screen."""
    if view.quiet_for >= QUIET:
        return Observation(Status.READY, RULE)
    if status is Status.STARTING:
        return None
    return Observation(Status.WORKING, RULE)
