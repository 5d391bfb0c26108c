"""Changed files as they are on the wire."""

from __future__ import annotations

import os

from branchline.core.model.changes import FileChange
from branchline.rpc.messages.changes import WireFileChange


def file_record(change: FileChange, worktree: str, *, reviewed: bool = False) -> WireFileChange:
    """`worktree` is what the change's paths are relative to."""
    return WireFileChange(
        path=change.path,
        old_path=change.old_path,
        file=os.path.join(worktree, change.path),
        old_file=None if change.old_path is None else os.path.join(worktree, change.old_path),
        status=change.status,
        added=change.added,
        removed=change.removed,
        binary=change.binary,
        reviewed=reviewed,
    )
