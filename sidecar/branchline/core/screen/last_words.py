"""What an agent did or said last, read off its screen. It is for people who choose among sessions: nothing is decided
by it."""

from __future__ import annotations

import re

from branchline.core.model.screen import ScreenView
from branchline.core.regexes import regex
from branchline.core.screen.any_input import input_rows, says_work
from branchline.core.screen.detection import inside

_BULLET = regex(r"[●⏺•✦◆▶✓✔✗○■⬢◇]\s+(?=\S)")
"""Agents begin what they do, and what they say, with such a sign."""
_LEADING = regex(r"\A[^\w\"'“‘(\[/~.$#`]+")
_WORD = regex(r"[^\W\d_]{2}")
_WORDS = regex(r"[^\W\d_]{2}.*\s.*\w")
_ASIDE = regex(r"\s{3,}.*")
"""What stands at the other edge, such as the time."""
_HINT = regex(
    r"\btip:|\bctrl ?[+-]|\bshift ?\+|\besc\b|\? for shortcuts|(?:^|\s)/[a-z-]+\b|\bpress \w+ to\b", re.IGNORECASE
)
MOST = 200
"""Characters."""


def last_words(view: ScreenView) -> str:
    """The row that begins what stands last above the input, or just the last one; "" where nothing is said."""
    rows = input_rows(view)
    last = ""
    for line in reversed(view.lines[: rows.start if rows is not None else len(view.lines)]):
        text = _ASIDE.sub("", inside(line).strip())
        bullet = _BULLET.match(text)
        if says_work(text, is_input=False):
            continue
        if bullet and _WORD.search(text):
            return text[bullet.end() :][:MOST]
        if not last and _WORDS.search(text) and not _HINT.search(text):
            last = _LEADING.sub("", text)[:MOST]
    return last
