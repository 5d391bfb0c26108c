"""A terminal's size: which viewer's rules, and which was in force at which offset of the output."""

from __future__ import annotations

import bisect
import re
from typing import NamedTuple

MIN_COLS, MIN_ROWS, MAX_SIDE = 20, 5, 1000
MAX_HISTORY = 256
"""Changes that are remembered; output before them is shown at the oldest known size."""

_NOT_TYPING = re.compile(
    rb"""(?: \x1b\[[IO]                                                       # focus
          | \x1b\[<(?:3[2-9]|[45][0-9]|6[0-3]);[0-9]+;[0-9]+[Mm]             # mouse movement: SGR,
          | \x1b\[(?:6[4-9]|[78][0-9]|9[0-5]);[0-9]+;[0-9]+M                 # urxvt,
          | \x1b\[M[@-_][\x00-\xff]{2}                                       # X10
        )+""",
    re.VERBOSE,
)
"""What a terminal sends without the user meaning this session."""


class Size(NamedTuple):
    cols: int
    rows: int


def clamp(cols: int, rows: int) -> Size:
    return Size(min(max(cols, MIN_COLS), MAX_SIDE), min(max(rows, MIN_ROWS), MAX_SIDE))


class Claims:
    """The sizes of a session's viewers. The one that attached or typed last rules."""

    def __init__(self) -> None:
        self._sizes: dict[object, Size] = {}
        """In the order of claiming: the last one rules."""

    def attached(self, viewer: object, size: Size) -> None:
        self._sizes.pop(viewer, None)
        self._sizes[viewer] = size

    def typed(self, viewer: object) -> None:
        if viewer in self._sizes:
            self._sizes[viewer] = self._sizes.pop(viewer)

    def resized(self, viewer: object, size: Size) -> None:
        """Its own window changed: that claims nothing."""
        if viewer in self._sizes:
            self._sizes[viewer] = size

    def left(self, viewer: object) -> None:
        self._sizes.pop(viewer, None)

    def ruling(self) -> Size | None:
        """None while nobody watches."""
        return self._sizes[next(reversed(self._sizes))] if self._sizes else None


class SizeHistory:
    def __init__(self, offset: int, size: Size) -> None:
        self._offsets = [offset]
        self._sizes = [size]

    @property
    def current(self) -> Size:
        return self._sizes[-1]

    def add(self, offset: int, size: Size) -> None:
        """From `offset` on, which is never before the last one, output is meant for this size."""
        if self._offsets[-1] == offset:
            self._sizes[-1] = size
        else:
            self._offsets.append(offset)
            self._sizes.append(size)
            del self._offsets[:-MAX_HISTORY], self._sizes[:-MAX_HISTORY]

    def at(self, offset: int) -> Size:
        """In force for the byte at `offset`."""
        return self._sizes[max(0, bisect.bisect_right(self._offsets, offset) - 1)]

    def next_change(self, offset: int) -> int | None:
        """Offset of the first change after `offset`, if there is one."""
        place = bisect.bisect_right(self._offsets, offset)
        return self._offsets[place] if place < len(self._offsets) else None


def means_session(typed: bytes) -> bool:
    """Whether the user meant the session by this input."""
    return bool(typed) and not _NOT_TYPING.fullmatch(typed)
