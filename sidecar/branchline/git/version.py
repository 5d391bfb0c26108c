"""Which git there is: asked once for each program, and held against what is needed."""

from __future__ import annotations

import os
import re
import shutil

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.git.runner import Git, environment

Version = tuple[int, int]
LEAST: Version = (2, 34)
"""With less Branchline does not work at all."""
MERGES_TREES: Version = (2, 38)
"""The first that merges without a checkout: `git merge-tree --write-tree`."""
RUNS_HOOKS: Version = (2, 36)
"""The first that runs a hook by itself: `git hook run`."""
_SAID = re.compile(r"(\d+)\.(\d+)")


async def needs(least: Version) -> None:
    """Raises GIT_TOO_OLD (data: `needs`, `has`), and GIT_MISSING. A git that does not say its version is taken to be
    new."""
    has = await version()
    if has is not None and has < least:
        wanted, found = _written(least), _written(has)
        raise BranchlineError(
            ErrorCode.GIT_TOO_OLD,
            f"This needs git {wanted} or newer, and git is {found}. Update git.",
            needs=wanted,
            has=found,
        )


async def version() -> Version | None:
    """Of the git that runs now. None: it does not say. Raises GIT_MISSING and git's errors."""
    key = program()
    if key not in _known:
        said = _SAID.search(await Git(os.sep).text("version"))
        _known[key] = (int(said[1]), int(said[2])) if said else None
    return _known[key]


def program() -> tuple[object, ...]:
    """The git that runs now, by which what it alone decides is known."""
    path = shutil.which("git", path=environment().get("PATH"))
    found = os.stat(path) if path else None
    return path, found and found.st_mtime_ns, found and found.st_ino


_known: dict[tuple[object, ...], Version | None] = {}


def _written(version: Version) -> str:
    return f"{version[0]}.{version[1]}"
