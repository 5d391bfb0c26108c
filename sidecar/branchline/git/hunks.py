"""The hunks in which a file became another, and those of them that some lines choose."""

from __future__ import annotations

import re
from collections.abc import Iterable

import attrs

from branchline.git.runner import Git
from branchline.git.tree_diffs import NO_INDEX

_HUNK = re.compile(rb"^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
_SNIFF = 8000
FILES = {b"100644", b"100755"}
"""Modes of what has lines."""


@attrs.frozen
class Lines:
    """Of a file as it is now, counted from 1; both ends belong to it."""

    first: int
    last: int

    @classmethod
    def between(cls, *ends: int | None) -> Lines | None:
        """In whatever order they come, and if one is left out; None where both are."""
        given = [each for each in ends if each is not None]
        return cls(min(given), max(given)) if given else None


@attrs.frozen
class Hunk:
    """Where it begins before, how many lines it has there, and the same for now. What has none is after the line that
    is named."""

    start: int
    count: int
    place: int
    length: int

    def is_at(self, lines: Lines) -> bool:
        first, last = (self.place, self.place + self.length - 1) if self.length else (self.place, self.place + 1)
        return first <= lines.last and lines.first <= last


async def chosen_hunks(git: Git, before: str, now: str, lines: Lines) -> list[Hunk]:
    """Those between two blobs that have some of these lines. Raises git's errors."""
    words = ("diff", "-U0", "--no-color", "--no-ext-diff", "--no-textconv", before, now)
    found = _HUNK.findall(await git.read(*words, env=NO_INDEX))
    hunks = [Hunk(int(start), int(count or 1), int(place), int(length or 1)) for start, count, place, length in found]
    return [each for each in hunks if each.is_at(lines)]


def without(now: bytes, before: bytes, hunks: Iterable[Hunk]) -> bytes:
    """The file as it is now, but for these hunks."""
    left, right = _split(before), _split(now)
    for each in reversed(list(hunks)):
        at, source = _index(each.place, each.length), _index(each.start, each.count)
        right[at : at + each.length] = left[source : source + each.count]
    return b"".join(right)


def with_alone(before: bytes, now: bytes, hunks: Iterable[Hunk]) -> bytes:
    """The file as it was before, with these hunks."""
    turned = (Hunk(each.place, each.length, each.start, each.count) for each in hunks)
    return without(before, now, turned)


def is_binary(content: bytes) -> bool:
    return b"\0" in content[:_SNIFF]


def _index(line: int, count: int) -> int:
    return line - 1 if count else line


def _split(content: bytes) -> list[bytes]:
    """As git counts lines: by line feeds alone."""
    return re.findall(rb"[^\n]*\n|[^\n]+", content)
