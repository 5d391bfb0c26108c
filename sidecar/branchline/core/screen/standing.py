"""Which dialog stands on a screen that is drawn again and again, and since when.

Where something moves beside a dialog, programs draw the whole of it for each frame, and a look may meet half of one.
What is met the longest is the dialog; what flashes between is not.
"""

from __future__ import annotations

import attrs

REPLACED = 0.15
"""Seconds after which something else, or nothing, has taken a dialog's place."""


@attrs.frozen
class Standing:
    """`id` is the dialog's, "" while there is none. `run` is the longest time for which it was met without a break.

    `met` is what the last look met, and `met_since` since when. `is_own`: the agent's own rules told the dialog; None:
    nobody has yet.
    """

    id: str = ""
    since: float = 0.0
    run: float = 0.0
    met: str = ""
    met_since: float = 0.0
    is_own: bool | None = None

    def looked(self, met: str, now: float, quiet_for: float) -> Standing:
        """After a look that met a dialog, or "". `quiet_for`: seconds since the program printed last."""
        after = self
        if met != self.met:
            after = attrs.evolve(self._outdone(now - self.met_since), met=met, met_since=now - quiet_for)
        run = now - after.met_since
        if met == after.id:
            return Standing(after.id, after.since, max(after.run, run), after.met, after.met_since, after.is_own)
        if not after.id or run >= REPLACED:
            return Standing(met, after.met_since, run, met, after.met_since)
        return after

    def _outdone(self, run: float) -> Standing:
        """What was met up to now was met for longer than the dialog ever was."""
        if self.met == self.id:
            return attrs.evolve(self, run=max(self.run, run))
        return Standing(self.met, self.met_since, run) if self.met and run > self.run else self

    def stood(self, now: float) -> float | None:
        """Seconds that the dialog which the last look met has stood; None: it met another, or none."""
        return now - self.since if self.id and self.met == self.id else None
