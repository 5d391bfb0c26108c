"""From the words of an instruction to a session's title: a line for people."""

from __future__ import annotations

import re
from collections.abc import Sequence

from branchline.core.naming import english
from branchline.core.naming.keywords import TELLS, weight_of
from branchline.core.naming.reading import Sentence
from branchline.core.naming.title_lines import line
from branchline.core.regexes import regex

_ERROR = regex(r"[\w.]*(?:Error|Exception|panic|error(?:\[\w+\])?): \S", re.IGNORECASE)
"""A line of a log that says what it is about."""


def title_of(read: Sequence[Sentence]) -> str:
    """The first sentence that says something, cut at a word: a line of at most 60 characters. "" for none."""
    said = [each for each in read if not each.is_quoted or _ERROR.match(each.text)] or read
    best = next((each for each in said if _tells(each)), said[0] if said else None)
    if best is None:
        return ""
    title = line(best.text)
    words = title.split(" ")
    if len(title) < len(best.text):
        while len(words) > 1 and (words[-1].casefold().strip(",") in english.SMALL or words[-1][0] in "([“"):
            words.pop()
    if words[0].isalpha():  # A path stays as it is.
        words[0] = words[0][:1].upper() + words[0][1:]
    return " ".join(words)


def _tells(sentence: Sentence) -> bool:
    return len(sentence.words) > 1 and any(weight_of(word) >= TELLS for word in sentence.words)
