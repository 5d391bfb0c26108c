"""Where files, and the lines in them, are in another tree."""

from __future__ import annotations

from collections.abc import Collection

import attrs

from branchline.core.model.changes import FileStatus
from branchline.core.session.comment_lines import Hunk, parse_hunks
from branchline.git.diff_records import parse_records
from branchline.git.repository import git_of
from branchline.git.tree_diffs import NO_INDEX, READ_TIMEOUT, diff

_PATCH = ("diff", "-U0", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames")


@attrs.frozen
class Moved:
    """A file in another tree. `path` is None where it is gone."""

    path: str | None
    hunks: tuple[Hunk, ...] = ()


async def line_moves(repository: str, left: str, right: str, paths: Collection[str]) -> dict[str, Moved]:
    """Of those of these paths of the tree `left` that are others in `right`. Raises git's errors."""
    git = git_of(repository)
    records = parse_records(await diff(git, left, right, NO_INDEX))
    found: dict[str, Moved] = {}
    for record in records:
        before = record.old_path or record.path
        if before not in paths:
            continue
        if record.status is FileStatus.DELETED:
            found[before] = Moved(None)
            continue
        sides = [f"{left}:{before}", f"{right}:{record.path}"]
        patch = b"" if record.binary else await git.read(*_PATCH, *sides, env=NO_INDEX, timeout=READ_TIMEOUT)
        found[before] = Moved(record.path, tuple(parse_hunks(patch)))
    return found
