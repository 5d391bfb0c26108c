"""The patterns for names in a word, as regular expressions."""

from __future__ import annotations

import re


def pattern(text: list[str], bare: list[str], more: bool = False) -> tuple[str | None, ...] | None:
    """For each part of the path a regular expression, or None where the part stands for itself; None when all do.

    `bare` has the characters that were not quoted. `[ab]` counts as any one character: which ones are meant depends on
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
        if more and bare[at] == "^":
            return "".join([*out, ".*"])
        end, expression = _group(text, bare, at, more)
        out.append(expression or re.escape(text[at]))
        matches = matches or bool(expression)
        at = end + 1
    return "".join(out) if matches else None


def _group(text: list[str], bare: list[str], at: int, more: bool) -> tuple[int, str]:
    """Where what begins here ends, and what it matches; nothing for a character that stands for itself."""
    if bare[at] == "[":
        first = at + 2 if bare[at + 1 : at + 2] in (["!"], ["^"]) else at + 1
        ends = [n for n in range(first + 1, len(text)) if bare[n] == "]"]
        if not ends:  # No pattern to most shells, and one that matches nothing to others.
            return at, r"\[" if "]" in bare[at:] else ""
        # A bracket among the characters, or a class of them: where it ends is not the same to all shells.
        is_plain = "[" not in text[first : ends[0]] and text[first] != "]"
        return (ends[0], ".") if is_plain else (ends[-1], ".*")
    if more and bare[at] == "{" and "}" in bare[at:]:
        return bare.index("}", at), ".*"
    return at, {"*": ".*", "?": "."}.get(bare[at], "")
