"""What a screen that no rule knows says by its activity alone: `working` or `ready`, never `waiting`."""

from __future__ import annotations

from branchline.core.model.screen import Observation
from branchline.core.model.status import Status

QUIET = 0.8
"""Seconds. Seven real agents, measured while they work, write at least every 0.36 s."""
BLANK = 30.0
"""Seconds of silence after which a program that has drawn nothing counts as started. Agents may load for 20 s."""
BLANK_TOLD = 3.0
"""Seconds of silence after which it is said of one that starts that it has drawn nothing yet."""
RULE = "unknown screen"


def by_activity(
    quiet_for: float, status: Status, start_quiet: float = QUIET, *, is_blank: bool = False
) -> Observation | None:
    """`quiet_for`: seconds since the program last printed; `start_quiet`: how long it has to be for a program that
    starts. None: not enough is known to say anything, as while a program still draws its first screen."""
    start_quiet = max(start_quiet, BLANK) if is_blank else start_quiet
    if quiet_for >= (start_quiet if status is Status.STARTING else QUIET):
        return Observation(Status.READY, RULE)
    if status is Status.STARTING:
        return None
    return Observation(Status.WORKING, RULE)
