"""What differs from a base."""

from __future__ import annotations

import enum

import attrs


@attrs.frozen
class Changes:
    """What a session's worktree changed against its base, in files and lines.

    `tree` is the id of the tree that was counted, "" before the first count; `untracked` alters with the names of the
    files that git does not track, which a tree does not tell. Where both are the same, the list of files is.
    """

    files: int = 0
    added: int = 0
    removed: int = 0
    tree: str = ""
    untracked: str = ""


class FileStatus(str, enum.Enum):
    """How a file differs: added, modified, deleted, renamed, or not known to git."""

    ADDED = "A"
    MODIFIED = "M"
    DELETED = "D"
    RENAMED = "R"
    UNTRACKED = "U"


@attrs.frozen
class FileChange:
    """One changed file. `path` is relative to the worktree, `/`-separated, `surrogateescape`d."""

    path: str
    status: FileStatus
    old_path: str | None = None
    added: int = 0
    removed: int = 0
    binary: bool = False
    made: str = attrs.field(default="", eq=False)
    """The mode and the id of what it became, where git has that; "": it is gone, or was not put into git."""
