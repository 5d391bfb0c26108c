"""From identifiers and paths, as they stand in code, to how they would stand in a name."""

from __future__ import annotations

import re

from branchline.core.naming.letters import plain_letters
from branchline.core.regexes import regex
from branchline.core.words import words

LONGEST = 14
"""Characters of one that has several parts."""
FOLDERS = words("src lib libs tests test docs doc app apps core packages pkg cmd internal main index init api")
"""They do not tell which file it is."""
_ENDING = regex(r"(?:\.(?:spec|test|stories|module|d))?\.\w{1,6}(?::\d+)*$|(?::\d+)+$")
_HUMPS = regex(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_VERBS = words("get set is has use on handle")


def stem_of(path: str) -> str:
    """The last piece of a path that says which file it is."""
    pieces = [piece for piece in re.split(r"[/\\]", path) if piece and not piece.startswith("{")]
    for piece in reversed(pieces):
        stem = _ENDING.sub("", piece).strip("._-@~")
        if any(each.isalpha() for each in stem) and stem.strip("_").lower() not in FOLDERS:
            return parts_of(stem)
    return ""


def parts_of(name: str) -> str:
    """Of an identifier as many words as fit, as they are written with dashes."""
    pieces = name.split(".")
    if len(pieces) > 1:
        name = pieces[0] if pieces[0][:1].isupper() or len(pieces[-1]) > LONGEST else pieces[-1]
    parts = [part for part in _HUMPS.findall(name) or [plain_letters(name)] if part]
    if len(parts) > 1 and parts[0].lower() in _VERBS:
        parts = parts[1:]
    found = ""
    for part in parts:
        longer = f"{found}-{part.lower()}".strip("-")
        if found and len(longer) > LONGEST:
            break
        found = longer
    return re.sub(r"[^a-z0-9-]", "", found)
