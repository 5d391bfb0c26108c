"""Hours of the day in which the user wants to hear nothing, such as `22:00-07:00`."""

from __future__ import annotations

import re

import attrs

_HOURS = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\s*[-–]\s*([01]?\d|2[0-3]):([0-5]\d)")


@attrs.frozen
class QuietHours:
    """From and to in minutes since midnight; `to` is not among them. Where both are the same there are none."""

    start: int = 0
    end: int = 0

    def __contains__(self, minute: int) -> bool:
        """`minute` of the day."""
        if self.start <= self.end:
            return self.start <= minute < self.end
        return minute >= self.start or minute < self.end

    def left(self, minute: int) -> int:
        """Minutes until they end, for a minute of the day; 0 outside of them."""
        return (self.end - minute) % (24 * 60) if minute in self else 0


def read_quiet_hours(text: str) -> QuietHours | None:
    """None where it is written otherwise; an empty text is none at all."""
    if not text.strip():
        return QuietHours()
    found = _HOURS.fullmatch(text.strip())
    if found is None:
        return None
    from_hour, from_minute, to_hour, to_minute = map(int, found.groups())
    return QuietHours(60 * from_hour + from_minute, 60 * to_hour + to_minute)
