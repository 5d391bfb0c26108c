"""A comment of the user's on lines of a session's changes, for its agent."""

from __future__ import annotations

import enum

import attrs


class Side(str, enum.Enum):
    """Of which of the two a comment speaks."""

    BASE = "base"
    """The file as it was at the session's base."""
    NOW = "now"
    """The file in the worktree."""


@attrs.frozen
class Comment:
    id: str
    path: str
    """Relative to the worktree; at the base where it is of that side."""
    side: Side
    line: int
    """The first of its lines, from 1."""
    end: int
    """The last of them."""
    quote: str
    """The lines as they were when it was written."""
    text: str
    at: float
    """Seconds since the epoch."""
    tree: str
    """The state of the worktree in which `path` and the lines are so."""
    author: str = ""
    """The name of the session that found it, "": the user."""
    sent: bool = False
    resolved: bool = False
    outdated: bool = False
    """Its lines are gone or altered; it stands where they were."""

    @property
    def is_pending(self) -> bool:
        return not self.sent and not self.resolved
