"""The names that a word with `*`, `?` or `[…]` stands for now.

Rather too many than too few: hidden files count as well, and `**` goes down, as some shells are set up to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from branchline.core.policy.confinement import MOST_ENTRIES, Ground, Kind, TooMany, Trouble
from branchline.core.regexes import regex
from branchline.core.shell.quoting import NotUnderstoodError, Piece, Word, words_of

MOST_NAMES = 2000
_MATCHES = regex(r"[*?\[{]")
_LIST = regex(r"\{[\w*][\w.*-]*(?:,[\w*][\w.*-]*)*\}", re.ASCII)
"""Names in braces, none of which can lead up or begin at the root."""


def expand(word: Word, ground: Ground, folder: str) -> list[str] | Trouble:
    """The word itself where nothing matches. What shells take for different names is a Trouble."""
    if word.other is not None:
        names = _matching(word.other, ground, folder)
        if isinstance(names, Trouble):
            return names
        if meant := next((each for each in names if _is_there(each, ground, folder) and each != word.text), None):
            return Trouble("path", f"{word.text} may stand for {meant}: shells differ there.")
    found = _matching(word, ground, folder)
    if isinstance(found, Trouble):
        return found
    if word.pattern is None:
        return found
    if word.pattern[0] is not None and (option := next((each for each in found if each.startswith("-")), None)):
        return Trouble("option", f"{word.text} stands for {option}, too, which would be an option.")
    return sorted(found) or [word.text]


def _is_there(path: str, ground: Ground, folder: str) -> bool:
    found = ground.resolve(path, folder, any_case=True)
    return isinstance(found, Trouble) or ground.disk.kind(found) is not None


def _matching(word: Word, ground: Ground, folder: str) -> list[str] | Trouble:
    if word.pattern is None:
        return [word.text]
    parts = word.text.split("/")
    found = [""]
    for at, (part, pattern) in enumerate(zip(parts, word.pattern, strict=True)):
        grown: list[str] = []
        for base in found:
            names = [part] if pattern is None else _names(base, pattern, part, ground, folder, at == len(parts) - 1)
            if isinstance(names, Trouble):
                return names
            grown.extend(name if not at else f"{base}/{name}" if base or at else name for name in names)
        found = grown
        if len(found) > MOST_NAMES:
            return Trouble("path", f"{word.text} stands for too many names.")
    return found


def goes_down(pattern: str) -> bool:
    """However a program of its own rules matches it: what it stands for is below what is written before it."""
    return (
        "\\" not in pattern and not set(_LIST.sub("", pattern)) & set("{}") and not ("|" in pattern and ".." in pattern)
    )


def listed_by(pattern: str, ground: Ground, folder: str) -> list[str] | Trouble:
    """The pattern, and the folders in which a tool that lists files begins to match it. `**` follows no links."""
    if not _MATCHES.search(pattern):
        return [pattern]
    parts = pattern.split("/")
    start = next((at for at, part in enumerate(parts) if "**" in part), len(parts) - 1)
    begins = named_by("/".join(parts[:start]) or "/", ground, folder) if start else []
    if not goes_down(pattern):
        return Trouble("path", f"What {pattern} names is not known.")
    return begins if isinstance(begins, Trouble) else [pattern, *begins]


def named_by(text: str, ground: Ground, folder: str) -> list[str] | Trouble:
    """The paths that a tool may mean by `text`: those that exist under just this name, or that it matches. Some tools
    match names themselves, and which do is not known."""
    if "://" in text or re.match(r"\$\{?\w+\}?(?:/|$)", text):
        return Trouble("path", f"What {text} names is not known.")
    resolved = ground.resolve(text, folder)
    if not _MATCHES.search(text) or (isinstance(resolved, str) and ground.disk.kind(resolved) is not None):
        return [text]
    try:
        words = list(words_of(Piece(list(text), [True] * len(text))))
    except NotUnderstoodError:
        return Trouble("path", f"What {text} names is not known.")
    found: list[str] = []
    for word in words:
        names = expand(word, ground, folder)
        if isinstance(names, Trouble):
            return names
        found.extend(names)
    return found


def _names(base: str, pattern: str, part: str, ground: Ground, folder: str, last: bool) -> list[str] | Trouble:
    """Before a `/`, a plain file does not match."""
    start = base or "."
    resolved = ground.resolve(start, folder)
    if isinstance(resolved, Trouble):
        return resolved
    if ground.inside(resolved) is None:
        return Trouble("outside", f"{base or '.'}/{part} is outside the worktree.")
    if part == "**":
        try:
            return [".", *_all_below(resolved, last, ground)]
        except TooMany:
            return Trouble("path", f"{part} stands for too many names.")
    if "**" in part:
        return Trouble("path", f"Shells differ in what {part} stands for.")
    matching = re.compile(pattern, re.I | re.S)
    entries = ground.disk.entries(resolved)
    fitting = [(name, kind) for name, kind in entries or () if last or kind in {Kind.FOLDER, Kind.LINK}]
    # To dash, and to a bash before 5.2, `.*` stands for these two as well.
    dots = [dots for dots in (".", "..") if part.startswith(".") and matching.fullmatch(dots)]
    return [*dots, *(name for name, _ in fitting if matching.fullmatch(name))]


def _all_below(start: str, last: bool, ground: Ground) -> Iterator[str]:
    """What `**` goes down to: folders, and files where nothing follows. Some shells go through links: what these lead
    to counts as well, unless it is found under its own name. Raises TooMany."""
    count, seen, ahead = 0, [start], [("", start)]
    while ahead:
        before, here = ahead.pop()
        for entry in ground.walk(here, "/"):
            count += 1
            if count > MOST_ENTRIES:
                raise TooMany
            if last or entry.kind in {Kind.FOLDER, Kind.LINK}:
                yield before + entry.below
            target = ground.resolve(f"{here}/{entry.below}", "/") if entry.kind is Kind.LINK else None
            if not isinstance(target, str) or ground.inside(target) is None:
                continue
            if all(ground.inside_of(target, each) is None for each in seen):
                seen.append(target)
                ahead.append((f"{before}{entry.below}/", target))
