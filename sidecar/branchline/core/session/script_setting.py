"""The settings `branchline.setupScript`, `branchline.runCommand` and `branchline.teardownScript`: what the user has a
shell run in worktrees, of all repositories or by the path of one."""

from __future__ import annotations

import os.path
from collections.abc import Collection, Mapping
from typing import Any

SCRIPTS = "a text, or an object of texts by the path of a repository"
"""What should stand there."""
ALL = ""
"""In place of a path: all repositories that have none of their own."""
_LONGEST = 100_000
"""Characters: the system takes no longer word."""


def are_scripts(value: object) -> bool:
    entries = value if isinstance(value, dict) else {ALL: value}
    return all(
        isinstance(path, str) and isinstance(text, str) and len(text) <= _LONGEST and "\0" not in text
        for path, text in entries.items()
    )


def read_scripts(raw: str | Mapping[str, Any]) -> Mapping[str, str]:
    """By the path of a checkout, as it was written."""
    entries = {ALL: raw} if isinstance(raw, str) else raw
    return {os.path.normpath(path) if path else ALL: text for path, text in entries.items()}


def script_of(scripts: Mapping[str, str], paths: Collection[str]) -> str | None:
    """The repository that has any of these paths. None: nothing is set for it; an empty one there says that it has
    none, whatever holds for the others."""
    own = [scripts[path] for path in map(os.path.normpath, paths) if path in scripts]
    found = own[0] if own else scripts.get(ALL)
    return None if found is None or (not own and not found.strip()) else found
