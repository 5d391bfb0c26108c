"""What moves on a screen and what stands still there: kept from look to look, by explicit times.

A screen that is never still may hold a dialog that is, and one that moves for ever may say nothing new: an agent's
spinner turns, a clock goes on, a logo shines. So rows are judged one by one, and apart from that what their words say.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence

import attrs

from branchline.core.model.screen import Motion
from branchline.core.regexes import regex

_WORD = regex(r"[^\W\d_]{3,}")


@attrs.frozen
class Rows:
    """The rows of the last look, what their words say, and since when."""

    lines: tuple[str, ...] = ()
    since: tuple[float, ...] = ()
    words: tuple[str, ...] = ()
    words_since: tuple[float, ...] = ()

    def next(self, lines: Sequence[str], now: float) -> Rows:
        """As the screen is at another look, where what is new was printed at `now`. All of it is after a change of its
        size."""
        lines = tuple(lines)
        if lines == self.lines:
            return self
        if len(lines) != len(self.lines):
            return Rows(lines, (now,) * len(lines), tuple(map(_words, lines)), (now,) * len(lines))
        since, words, words_since = list(self.since), list(self.words), list(self.words_since)
        for row in [row for row, (line, before) in enumerate(zip(lines, self.lines, strict=True)) if line != before]:
            since[row] = now
            said = _words(lines[row])
            if said != words[row]:
                words[row], words_since[row] = said, now
        return Rows(lines, tuple(since), tuple(words), tuple(words_since))

    @property
    def are_blank(self) -> bool:
        return not any(self.lines)

    def motion(self, now: float, draws: bool) -> Motion:
        # In whole microseconds: what has stood for 0.3 s has stood for no less.
        ages = {at: round(now - at, 6) for at in {*self.since, *self.words_since}}
        rows, words = (tuple(map(ages.__getitem__, each)) for each in (self.since, self.words_since))
        return Motion(rows, words, draws)


@functools.lru_cache(maxsize=4096)
def _words(line: str) -> str:
    """Whole words alone: no digits of a clock, no turning signs, no faces."""
    return " ".join(_WORD.findall(line))


def least(stillness: Sequence[float], rows: Callable[[int], bool]) -> float:
    """Seconds for which all of the rows that `rows` names have been as they are; for ever where there are none."""
    return min((each for row, each in enumerate(stillness) if rows(row)), default=float("inf"))
