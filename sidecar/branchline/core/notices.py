"""What the user should know that no request asked for."""

from __future__ import annotations

import enum

import attrs


class NoticeCode(str, enum.Enum):
    """What a notice is about, for programs."""

    STORE_DAMAGED = "STORE_DAMAGED"
    """The list of sessions could not be read, and was kept aside."""
    STORE_RESTORED = "STORE_RESTORED"
    """The version before the last one of the list of sessions is used."""
    SESSION_UNREADABLE = "SESSION_UNREADABLE"
    """The records of some sessions could not be read."""
    ORPHANED_WORKTREES = "ORPHANED_WORKTREES"
    """There are worktrees of Branchline's that no session has."""
    WORKTREES_MISSING = "WORKTREES_MISSING"
    """The worktrees of some sessions are gone."""


@attrs.frozen
class Notice:
    """`message` is a sentence or more, for the user."""

    code: NoticeCode
    message: str
