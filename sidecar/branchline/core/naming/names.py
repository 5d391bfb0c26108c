"""What a session's name may be: it stands in its branch, its folder and on command lines."""

from __future__ import annotations

import re
from collections.abc import Collection

from branchline.core.naming.slugs import is_reserved

MAX_NAME = 20


def complaint(name: str) -> str | None:
    """Why no session can be named so: a sentence for people. None: one can."""
    if not name:
        return "A session's name cannot be empty."
    if wrong := re.search(r"[^A-Za-z0-9_-]", name):
        return f"A name has letters, digits, dashes and underscores only, and no {_spelled(wrong[0])}."
    if len(name) > MAX_NAME:
        return f"A name has at most {MAX_NAME} characters; this one has {len(name)}."
    if not name[0].isalnum():
        return "A name begins with a letter or a digit."
    if is_reserved(name):
        return f"“{name}” means something else to git or to Windows. Choose another name."
    return None


def unique(name: str, taken: Collection[str]) -> str:
    """`name`, or `name-2`, `name-3`, … when taken, cut so that it stays a name. Case tells no two names apart: file
    systems may not."""
    known = {each.casefold() for each in taken}
    candidate, number = name, 1
    while candidate.casefold() in known:
        number += 1
        suffix = f"-{number}"
        candidate = name[: MAX_NAME - len(suffix)].rstrip("-_") + suffix
    return candidate


def _spelled(character: str) -> str:
    if character == " ":
        return "space"
    return f"“{character}”" if character.isprintable() else f"U+{ord(character):04X}"
