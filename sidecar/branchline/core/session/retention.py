"""Which snapshots stay: every one for a day, one an hour for a week, one a day for a month."""

from __future__ import annotations

from collections.abc import Sequence

from branchline.core.session.snapshot import Snapshot

HOUR, DAY = 3600.0, 86400.0
_STEPS = ((DAY, 0.0), (7 * DAY, HOUR), (30 * DAY, DAY))
"""Up to which age, one for each span of so many seconds."""


def superfluous(snapshots: Sequence[Snapshot], named: frozenset[int], now: float) -> list[Snapshot]:
    """Those to be thinned out. The newest stays, and what has a name; of a span its last one does. A clock that was
    set back makes nothing older."""
    ordered = sorted(snapshots, key=lambda each: each.number)
    taken: set[tuple[float, int]] = set()
    gone = []
    for each in reversed(ordered[:-1]):
        if each.number in named:
            continue
        age = now - each.at
        span = next((span for most, span in _STEPS if age <= most), None)
        if span == 0.0:
            continue
        key = (span or 0.0, int(each.at // span)) if span else None
        if key is None or key in taken:
            gone.append(each)
        else:
            taken.add(key)
    return gone[::-1]
