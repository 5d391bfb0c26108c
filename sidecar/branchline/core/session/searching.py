"""What is looked through when sessions are searched, and the line that is told of what was found."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from branchline.core.model.session import Session

LINE = 160
"""Characters of a line that is told."""
_BEFORE = 40
"""As many of them stand before what was found."""
_SAID = ("text", "instruction", "title", "command", "url", "tool", "paths", "why", "name", "branch")
"""The fields of a transcript's entries that hold what somebody wrote."""


@attrs.frozen
class Found:
    """A session, and the line in which the text is."""

    session_id: str
    line: str


class Needle:
    """A text that is looked for as it is: letters' case is all that may differ."""

    def __init__(self, text: str) -> None:
        self._text = text.strip().casefold()
        self._is_ascii = text.isascii()
        self._encoded = json.dumps(self._text, ensure_ascii=False)[1:-1].casefold()

    def may_be_in(self, line: str) -> bool:
        """Whether it is worth while to decode a line of JSON."""
        folded = line.casefold()
        return self._encoded in folded or ("\\u" in folded and not self._is_ascii)

    def line_in(self, text: str) -> str | None:
        """The first line that holds it, cut around it, in which nothing is hidden; None: there is none."""
        for line in text.splitlines():
            at = line.casefold().find(self._text)
            if at >= 0:
                return _cut(line, at)
        return None


def line_of_record(session: Session, needle: Needle) -> str | None:
    """What its record says: names, and what its agent was told last or is to be told."""
    texts = (
        session.name,
        session.title,
        session.task,
        session.persona,
        session.branch,
        *session.pending,
        session.instruction,
    )
    return next((line for text in texts if text and (line := needle.line_in(text)) is not None), None)


def line_of_entry(entry: Mapping[str, Any], needle: Needle) -> str | None:
    """What an entry of its transcript says: instructions, and what was asked."""
    found = (needle.line_in(text) for key in _SAID for text in _texts(entry.get(key)))
    return next((line for line in found if line is not None), None)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from (each for each in value if isinstance(each, str))


def _cut(line: str, at: int) -> str:
    start = max(0, at - _BEFORE) if len(line) > LINE else 0
    part = line[start : start + LINE]
    shown = "".join(character if character.isprintable() else " " for character in part)
    return f"{'…' if start else ''}{shown.strip()}{'…' if start + LINE < len(line) else ''}"
