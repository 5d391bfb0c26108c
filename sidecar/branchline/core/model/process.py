"""A process that Branchline had started."""

from __future__ import annotations

import attrs


@attrs.frozen
class Process:
    """A child is named by both: a pid alone may have been given to another program."""

    pid: int
    start_time: float
