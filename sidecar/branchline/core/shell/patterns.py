"""The patterns for names in a word, as regular expressions."""

from __future__ import annotations

import re


def pattern(text: list[str], bare: list[str], more: bool = False) -> tuple[str | None, ...] | None:
    """For each part of the path a regular expression, or None where the part stands for itself; None when all do.

    `bare` has the characters that were not quoted. `[…]` counts as any one character: which ones it means depends on
    the locale. With `more`, `^` and braces match, too, as zsh can be set up to do.
    """
    if not any(each in ("*", "?", "[") or (more and each in ("^", "{")) for each in bare):
        return None
    parts: list[str | None] = []
    start = 0
    for at in [*(n for n, each in enumerate(text) if each == "/"), len(text)]:
        parts.append(_part(text[start:at], bare[start:at], more))
        start = at + 1
    return tuple(parts) if any(part is not None for part in parts) else None


def _part(text: list[str], bare: list[str], more: bool) -> str | None:
    """One part of a path as a regular expression; None when it stands for itself."""
    out: list[str] = []
    at, matches = 0, False
    while at < len(text):
        closing = next((n for n in range(at + 2, len(text)) if bare[n] == "]"), 0) if bare[at] == "[" else 0
        if more and bare[at] == "{":
            closing = next((n for n in range(at + 2, len(text)) if bare[n] == "}"), 0)
        if more and bare[at] == "^":
            return "".join([*out, ".*"])
        if closing:
            out.append(".")
            at, matches = closing, True
        elif bare[at] == "*":
            out.append(".*")
        else:
            out.append("." if bare[at] == "?" else re.escape(text[at]))
        matches = matches or bare[at] in {"*", "?"}
        at += 1
    return "".join(out) if matches else None
