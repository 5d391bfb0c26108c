"""What the user should know that no request asked for."""

from __future__ import annotations

import enum

import attrs


class NoticeCode(str, enum.Enum):
    """What a notice is about, for programs."""

    STORE_DAMAGED = "STORE_DAMAGED"
    """The list of sessions could not be read, and was kept aside: `file`, `kept`."""
    STORE_RESTORED = "STORE_RESTORED"
    """The version before the last one of the list of sessions is used."""
    SESSION_UNREADABLE = "SESSION_UNREADABLE"
    """The records of `count` sessions could not be read. They stay in `file`, as “unreadable”."""
    ORPHANED_WORKTREES = "ORPHANED_WORKTREES"
    """There are `count` worktrees of Branchline's that no session has."""
    REPOSITORIES_MISSING = "REPOSITORIES_MISSING"
    """The repositories of the sessions `names` are not where they were: moved, or deleted. Locate them, or take the
    sessions off the list."""
    WORKTREES_MISSING = "WORKTREES_MISSING"
    """The worktrees of the sessions `names` are gone; resuming them brings those back from snapshots."""
    BAD_PERSONA = "BAD_PERSONA"
    """The persona of the name in `names` cannot be used as the settings define it: `detail`."""

    LOW_DISK = "LOW_DISK"
    """Only `count` bytes are free on the disk of the folder `file`, less than the user wants."""
    CACHES_DELETED = "CACHES_DELETED"
    """Because of that, caches of `count` bytes were deleted in the worktrees of the sessions `names`."""


@attrs.frozen
class Notice:
    """What the code speaks of, for whoever words it; the rest is 0 or empty. `count` is of sessions, worktrees or
    bytes, `names` are sessions' or personas'; `file` is the name of the file that could not be read, `kept` its name
    since then; `detail` is a sentence for people."""

    code: NoticeCode
    count: int = 0
    names: tuple[str, ...] = ()
    file: str = ""
    kept: str = ""
    detail: str = ""
