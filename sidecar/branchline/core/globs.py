"""The names that a word with `*`, `?` or `[…]` stands for now.

Rather too many than too few: hidden files count as well, and `**` goes down, as some shells are set up to do.
"""

from __future__ import annotations

import re

from branchline.core.confinement import Ground, Kind, TooMany, Trouble
from branchline.core.quoting import Word

MOST_NAMES = 2000


def expand(word: Word, ground: Ground, folder: str) -> list[str] | Trouble:
    """The word itself where nothing matches."""
    if word.pattern is None:
        return [word.text]
    parts = word.text.split("/")
    found = [""]
    for at, (part, pattern) in enumerate(zip(parts, word.pattern, strict=True)):
        grown: list[str] = []
        for base in found:
            names = [part] if pattern is None else _names(base, pattern, part, ground, folder)
            if isinstance(names, Trouble):
                return names
            grown.extend(name if not at else f"{base}/{name}" if base or at else name for name in names)
        found = grown
        if len(found) > MOST_NAMES:
            return Trouble("path", f"{word.text} stands for too many names.")
    if word.pattern[0] is not None and (option := next((each for each in found if each.startswith("-")), None)):
        return Trouble("option", f"{word.text} stands for {option}, too, which would be an option.")
    return sorted(found) or [word.text]


def _names(base: str, pattern: str, part: str, ground: Ground, folder: str) -> list[str] | Trouble:
    start = base or "."
    resolved = ground.resolve(start, folder)
    if isinstance(resolved, Trouble):
        return resolved
    if ground.inside(resolved) is None:
        return Trouble("outside", f"{base or '.'}/{part} is outside the worktree.")
    if part == "**":
        try:
            below = [each.below for each in ground.walk(start, folder) if each.kind in {Kind.FOLDER, Kind.LINK}]
        except TooMany:
            return Trouble("path", f"{part} stands for too many names.")
        return [".", *below]
    matching = re.compile(pattern, re.I | re.S)
    entries = ground.disk.entries(resolved)
    return [name for name, _ in entries or () if matching.fullmatch(name)]
