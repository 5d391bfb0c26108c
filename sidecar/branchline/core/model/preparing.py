"""What is done in a session's worktree before its agent starts in it."""

from __future__ import annotations

import enum

import attrs


class Phase(str, enum.Enum):
    """What is under way in a new worktree."""

    FILES = "files"
    """Its files are being written."""
    SETUP = "setup"
    """The project's set-up script runs."""


@attrs.frozen
class Preparing:
    """`total` is 0 where it is not known."""

    phase: Phase
    done: int = 0
    total: int = 0
