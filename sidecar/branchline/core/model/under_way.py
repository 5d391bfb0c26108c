"""What is being done to a session in several steps: written down first, so that a sidecar that was killed meanwhile is
followed by one that knows."""

from __future__ import annotations

import enum

import attrs


class Step(str, enum.Enum):
    """What is being done to a session's worktree in several steps: written down first, so that a sidecar that was
    killed meanwhile is followed by one that knows."""

    CREATING = "creating"
    FREEING = "freeing"
    RESTORING = "restoring"
    REMOVING = "removing"
    LANDING = "landing"
    UNDOING = "undoing"
    """Some files are being made others: those that differ between the two trees of `Session.undoing`."""
    UPDATING = "updating"


class Typed(str, enum.Enum):
    """What of the oldest pending instruction may have reached its agent: written down before the keys go out, so that a
    sidecar that was killed meanwhile is followed by one that knows."""

    PART = "part"
    """Some of its text, or all; not the Enter."""
    ALL = "all"
    """Its text stood in the input, and Enter may have followed."""
    LEFT = "left"
    """It stands in the input with something else: the user, who was told, sends or clears it."""


@attrs.frozen
class Undoing:
    """The trees of a worktree's files before and after."""

    before: str
    after: str


@attrs.frozen
class Trying:
    """A session's files are in the main checkout, or just being put there (`stands` is false)."""

    checkout: str
    head: str
    """The commit that is checked out there."""
    branch: str | None
    before: int
    """The number of the snapshot of what was there."""
    files: str
    """The tree of what was put there."""
    stands: bool = False


@attrs.frozen
class FilesDone:
    """How many files are brought into a new worktree by now, and of how many."""

    done: int
    total: int
