"""All that a session's terminal printed, as far as its scrollback is kept: what went off the top of the screen, in that
order, and the screen as it is at the end."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from branchline.ptyhost.ring import RingReader
from branchline.terminal.screen import Screen

_READ = 64 * 1024
_PIECE, _TAKEN_AT = 1024, 500
"""Bytes fed at once, and lines above the screen from which on they are taken: together less than the screen keeps."""
_CLEARS = re.compile(rb"((?:\x1b\[2J)?\x1b\[3J|\x1bc)")
"""By this a program throws away what it printed."""
_LONGEST = 8
"""Bytes of that."""
_ALTERED = 0.05
"""The part of the lines that is another when all is printed anew: spinners, what is being written."""
_MOST_HELD = 100_000
"""Lines that are held back to see whether they come again."""


def printed(ring: Path, cols: int, rows: int) -> Iterator[str]:
    """Lines as a terminal of that size has them. Of a full-screen program they are its last screen; of one that clears
    all and prints it anew, what it printed anew. What is overwritten meanwhile is left out.

    Raises OSError, or ValueError where it is no scrollback.
    """
    with RingReader(ring) as reader:
        screen = Screen(cols, rows)
        try:
            yield from _once(_lines(reader, screen))
        finally:
            screen.close()


def _once(printed: Iterator[tuple[list[str], bool]]) -> Iterator[str]:
    """`printed`: lines, and whether they were thrown away then."""
    before: list[str] = []
    now: list[str] = []
    for lines, is_thrown_away in printed:
        now += lines
        if not is_thrown_away and len(now) <= _MOST_HELD:
            continue
        yield from () if _again(before, now) else before
        before, now = now, []
    yield from () if _again(before, now) else before
    yield from now


def _again(before: list[str], now: list[str]) -> bool:
    return (Counter(before) - Counter(now)).total() <= _ALTERED * len(before)


def _lines(reader: RingReader, screen: Screen) -> Iterator[tuple[list[str], bool]]:
    for part in _parts(reader):
        if _CLEARS.fullmatch(part) and not screen.in_alternate:
            yield [*screen.take_above(), *screen.text()], True
        for at in range(0, len(part), _PIECE):
            screen.feed(part[at : at + _PIECE], answer=False)
            if screen.above > _TAKEN_AT:
                yield list(screen.take_above()), False
    of_program = screen.lines() if screen.in_alternate else ()
    screen.leave_alternate()
    yield [*screen.text(), *of_program], False


def _parts(reader: RingReader) -> Iterator[bytes]:
    """Cut before and after what clears."""
    rest = b""
    for data in _reads(reader):
        *parts, last = _CLEARS.split(rest + data)
        yield from parts
        # What is cut in two here is whole with the next.
        yield last[:-_LONGEST]
        rest = last[-_LONGEST:]
    yield from _CLEARS.split(rest)


def _reads(reader: RingReader) -> Iterator[bytes]:
    at = reader.start
    while at < reader.end:
        try:
            data = reader.read(at, _READ)
        except ValueError:
            at = max(at, reader.start)  # The terminal was faster.
            continue
        at += len(data)
        yield data
