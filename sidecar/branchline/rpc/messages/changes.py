"""What a session changed in its worktree."""

from __future__ import annotations

import attrs

from branchline.core.model.changes import FileStatus
from branchline.rpc.messages.shared import IdParams
from branchline.rpc.messages.table import Notification, Query


@attrs.frozen
class ChangesParams:
    """`tree` is the one of the session's record: its list is told as it was counted. Without it, or where it is another
    by now, it is counted anew."""

    id: str
    tree: str | None = None


@attrs.frozen
class WireFileChange:
    """`path` is relative to the worktree, `oldPath` that of a renamed file before; `file` and `oldFile` are the same as
    absolute paths, whether there is a file or not. Counts are of lines. `reviewed`: the user has looked at it
    as it is now; false where files are not told against the session's base."""

    path: str
    old_path: str | None
    file: str
    old_file: str | None
    status: FileStatus
    added: int
    removed: int
    binary: bool
    reviewed: bool


@attrs.frozen
class ChangesResult:
    """`base` is the commit at which the session's branch left its parent, or its last one that landed there; `tree` is
    the id of the worktree's files as they are now."""

    base: str
    tree: str
    files: list[WireFileChange]


@attrs.frozen
class ReadFileParams:
    """`at` is `base` or a commit or tree id; `path` is relative to the worktree."""

    id: str
    path: str
    at: str


@attrs.frozen
class FileResult:
    """`text` is null when `binary`, when it is over 5 MB (`large`), and when there is no such file (`missing`)."""

    text: str | None
    binary: bool
    large: bool
    missing: bool


@attrs.frozen
class ScopeParams:
    """`commit` is the id of one of the session's; left out, it is about what is in no commit yet."""

    id: str
    commit: str | None = None


@attrs.frozen
class ScopeResult:
    """`left` and `right` are what `session/readFile` takes as `at`; `right` is null for the files as they are now."""

    left: str
    right: str | None
    files: list[WireFileChange]


@attrs.frozen
class WireCommit:
    """`subject` is its message's first line, `at` an ISO time."""

    id: str
    subject: str
    at: str


@attrs.frozen
class CommitsResult:
    """Those since the session's base, the latest first, at most 200."""

    commits: list[WireCommit]


@attrs.frozen
class DidEdit:
    """`path` is the absolute path of a file or folder, which need not be there any more."""

    path: str


METHODS = {
    "session/changes": Query(ChangesParams, ChangesResult, "The files that differ from the session's base."),
    "session/commits": Query(IdParams, CommitsResult, "The commits of a session's branch."),
    "session/changesIn": Query(ScopeParams, ScopeResult, "What is in no commit yet, or what one commit changed."),
    "session/readFile": Query(ReadFileParams, FileResult, "A file as it was at a commit or tree."),
}

NOTIFICATIONS: dict[str, Notification] = {}

CLIENT_NOTIFICATIONS = {
    "session/didEdit": Notification(
        DidEdit, "The user saved, made, deleted or renamed it; of a session's files, they are counted anew."
    ),
}
