"""Where lines are after a change of their file."""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs

_HUNK = re.compile(rb"^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)


@attrs.frozen
class Hunk:
    """`old_count` lines from `old` on were replaced by `new_count`. Without old ones, the new ones came after `old`."""

    old: int
    old_count: int
    new_count: int


@attrs.frozen
class Place:
    """Lines from `line` to `end`, from 1. `is_outdated`: they are not those that were meant."""

    line: int
    end: int
    is_outdated: bool = False


def parse_hunks(patch: bytes) -> list[Hunk]:
    """What `git diff -U0` prints for one file, from the top."""
    return [Hunk(int(found[1]), int(found[2] or 1), int(found[4] or 1)) for found in _HUNK.finditer(patch)]


def moved(line: int, end: int, hunks: Sequence[Hunk]) -> Place:
    """Where these lines are; where some of them were altered or taken away, the nearest ones that stand there now."""
    shift, is_outdated, grown, start = 0, False, 0, line
    for hunk in hunks:
        change = hunk.new_count - hunk.old_count
        last = hunk.old + hunk.old_count - 1 if hunk.old_count else hunk.old
        if last < line:
            shift += change
        elif hunk.old <= end and (hunk.old_count or hunk.old < end):
            is_outdated = True
            grown += change
            start = min(start, hunk.old)
    first = max(1, start + shift)
    return Place(first, max(first, end + shift + grown), is_outdated)
