"""Gaps in texts: `{{name}}`. What fills one is text, and is not looked at again; `\\{{name}}` is no gap."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,39}")
_GAP = re.compile(r"(?P<escaped>\\)?\{\{[ \t]*(?P<name>" + NAME.pattern + r")[ \t]*\}\}")


def gaps(text: str) -> Iterator[tuple[str, int]]:
    """The name of each, and how many line ends stand before it."""
    for found in _GAP.finditer(text):
        if not found["escaped"]:
            yield found["name"], text.count("\n", 0, found.start())


def filled(text: str, values: Mapping[str, str]) -> str:
    """One that has no value stays as it is."""

    def value(found: re.Match[str]) -> str:
        if found["escaped"]:
            return found[0][1:]
        return values.get(found["name"], found[0])

    return _GAP.sub(value, text)
