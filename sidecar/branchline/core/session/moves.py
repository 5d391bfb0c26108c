"""What somebody else moved or renamed, that is a session's: events as those of `events`."""

from __future__ import annotations

import attrs


@attrs.frozen
class RepositoryFound:
    """It was moved, or is known better now; maybe the worktree was moved with it."""

    repo: str
    common_dir: str
    common_inode: str
    worktree: str


@attrs.frozen
class BranchRenamed:
    """`is_same`: it is the branch that the session had, by another name; else the one that stands in its place."""

    branch: str
    is_same: bool


Moved = RepositoryFound | BranchRenamed
