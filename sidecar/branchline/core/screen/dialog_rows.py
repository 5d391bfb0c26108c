"""What single rows of a dialog are, by their texts alone, for dialogs of agents that nobody adapted to.

Of a screen that is drawn again and again most rows stay: what is known of a row is kept.
"""

from __future__ import annotations

import functools
import re

from branchline.core.model.prompt import Meaning
from branchline.core.regexes import regex
from branchline.core.screen.prompts import meaning_of

TICKS = "✓✔✗✘✕☑☒ "


@functools.lru_cache(maxsize=4096)
def meaning(label: str) -> Meaning:
    return meaning_of(label.lstrip(TICKS))


@functools.lru_cache(maxsize=1024)
def permit(labels: tuple[str, ...]) -> bool:
    """One of them accepts and one rejects."""
    meanings = set(map(meaning, labels))
    return Meaning.REJECT in meanings and bool(meanings & {Meaning.ACCEPT, Meaning.ACCEPT_ALWAYS})


_SAYS = "●⏺✻⎿•✦∎"
"""What agents draw before what they say or did."""


def is_said(text: str) -> bool:
    """The row is of what an agent says or did, and not of a dialog."""
    return text[:1] in _SAYS and bool(text)


_QUESTION = regex(r"\?\s*(?:\([^)]*\)|\[[^\]]*\])?\s*[:>]?$")


@functools.lru_cache(maxsize=4096)
def is_question(text: str) -> bool:
    """The row ends in a question, which the query of an address is not."""
    return bool(_QUESTION.search(text)) and "://" not in text


_ARROWS = regex(r"[↑↓←→⇆⇄↔⇥]|\barrows?\b|\bup/down\b|\bj/k\b|\bnavigate\b", re.IGNORECASE)
ENTER_CHOOSES = regex(
    r"(?:\b(?:enter|return|space)\b|[⏎↵])[^.]{0,14}\b(?:select|choose|confirm|submit|accept|continue|pick|open|approve)",
    re.IGNORECASE,
)
GOES_ON = regex(
    r"\b(?:press|hit)\b.{0,40}\b(?:key|enter|return|space)\b|\bany (?:other )?key\b|^\W*enter to \w+\W*$", re.IGNORECASE
)
LONGEST = 110
"""Characters in such a row; a text is longer."""


def is_hint(text: str) -> bool:
    """The row says how to choose from a list."""
    return len(text) < LONGEST and bool(_ARROWS.search(text)) and bool(ENTER_CHOOSES.search(text))


_SAYS_SO = regex(
    r"\W*(?:\S+ ){0,4}(?:(?:is|are) asking(?: \S+){0,3}"
    r"|(?:needs?|wants|requires) (?:your|an?|more) (?:\w+ ){0,2}(?:input|answer|approval|permission|decision)"
    r"|(?:a)?wait(?:ing|s)? for (?:your|user)(?: \w+){1,2})\W*",
    re.IGNORECASE,
)


def says_that_it_asks(text: str) -> bool:
    """`Agent is asking a question`, `Needs your approval`: a heading, and no sentence of a text."""
    return len(text) <= 60 and _SAYS_SO.fullmatch(text) is not None


@functools.lru_cache(maxsize=4096)
def unframed(line: str) -> str:
    """Without the frame's sides, and with each column where it was."""
    return re.sub(r"[│┃║▏▎▌█]", " ", line).rstrip()


@functools.lru_cache(maxsize=4096)
def begun(line: str, marks: str) -> tuple[int, str]:
    """The column of a row's text behind such marks, and what the row says."""
    line = unframed(line)
    return len(line) - len(line.lstrip(f" {marks}")), line.strip()
