"""From whom a process descends. A process is named by pid and start time; a pid alone may be another's by now.

Facts of Linux that this rests on: orphans go to the nearest ancestor that adopts them (`prctl.adopt_orphans`), a parent
is never younger than its child, and a link of the chain only ever moves towards such an ancestor.
"""

from __future__ import annotations

import enum
from collections.abc import Collection
from typing import NamedTuple

from branchline.machine.processes import parent_and_start

MOST_LINKS = 512
_TRIES = 5


class Being(NamedTuple):
    """A process that lives or lived: `started` as `processes.start_time` gives it."""

    pid: int
    started: float


class Kin(enum.Enum):
    BELOW = "below"
    """It descends from one of the roots, or is one."""
    OUTSIDE = "outside"
    UNKNOWN = "unknown"
    """It is gone, lives in another pid namespace, or /proc does not show it. Never to be trusted."""


REFUSED = {
    Kin.BELOW: "An agent started this, so it can neither steer nor read sessions. Use a terminal that no agent started;"
    " if this is VS Code, it was opened from an agent's terminal: quit it and open it elsewhere.",
    Kin.UNKNOWN: "Branchline cannot see who started this, so it is refused. It may have ended by now, run in another"
    " container, or /proc may hide the user's processes (mount option hidepid).",
}
"""Why whoever is not outside may not do what only the user may, by how it is to the agents."""


def being(pid: int) -> Being | None:
    """The process as it is now; None when there is none."""
    found = parent_and_start(pid)
    return None if found is None else Being(pid, found[1])


def lineage(pid: int) -> list[Being] | None:
    """The process and its ancestors, up to the first one. None when one of them vanished meanwhile."""
    chain: list[Being] = []
    while pid > 0:
        found = parent_and_start(pid)
        if found is None or len(chain) == MOST_LINKS:
            return None
        parent, started = found
        if chain and started > chain[-1].started:
            return None  # The pid was given to another process meanwhile.
        chain.append(Being(pid, started))
        pid = parent
    return chain or None


def kin(pid: int, roots: Collection[Being], excused: Collection[Being] = ()) -> Kin:
    """How the process is to `roots`. One of `excused` and what descends from it is outside, where it is met first.

    Outside is said only while all roots live: orphans of one that has ended look like anybody's.
    """
    for _ in range(_TRIES):
        chain = lineage(pid)
        if chain is None:
            if parent_and_start(pid) is None:
                return Kin.UNKNOWN
            continue
        met = next((each for each in chain if each in roots or each in excused), None)
        if met is not None and met not in excused:
            return Kin.BELOW
        # Twice the same: no link moved meanwhile.
        if lineage(pid) == chain and all(being(root.pid) == root for root in roots):
            return Kin.OUTSIDE
    return Kin.UNKNOWN
