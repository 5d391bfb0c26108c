"""What changed from one snapshot to another, and before the first."""

from __future__ import annotations

import os
from collections.abc import Sequence

from branchline.core.model.changes import Changes, FileChange, FileStatus
from branchline.core.session.snapshot import Snapshot
from branchline.git.diff_records import OPTIONS, parse_records
from branchline.git.own_folder import OwnFolder, looking
from branchline.git.repository import git_of
from branchline.git.runner import Git
from branchline.git.together import together

NO_INDEX = {"GIT_INDEX_FILE": "/nonexistent/index"}
"""For what compares trees: git would read the index all the same."""
READ_TIMEOUT = 120.0
"""Seconds: a listing of a huge worktree on a slow disk."""


async def compare(repository: str, left: str, right: str) -> list[FileChange]:
    """What changed between two commits or trees, by path. Raises git's errors."""
    return sorted(parse_records(await _diff(git_of(repository), left, right)), key=lambda change: change.path)


async def since(git: Git, last: Snapshot | None, tree: str) -> bytes:
    """What differs between the latest snapshot and `tree`, for `parse_records`. Raises git's errors."""
    return await _diff(git, last.tree, tree) if last and last.tree != tree else b""


async def _diff(git: Git, left: str, right: str) -> bytes:
    return await git.read("diff-tree", "-r", *OPTIONS, left, right, "--", env=NO_INDEX, timeout=READ_TIMEOUT)


async def first_changes(ours: OwnFolder, base: str | None, tree: str) -> Changes:
    """Against `base`, whose files are as git's conversions (line ends, LFS) made them: what only they changed does not
    count. Against no file at all when there is no such commit. Raises git's errors."""
    git = ours.own
    if not base or not await git.ok("cat-file", "-e", f"{base}^{{tree}}"):
        nothing = (await git.write("mktree", stdin=b"")).decode().strip()
        return count(parse_records(await _diff(git, nothing, tree)))
    words = ("diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--no-textconv", "--ignore-submodules=dirty")
    async with looking(ours.folders) as converting:
        records, listing = await together(_diff(git, base, tree), converting.read(*words, base, "--"))
    changed = {os.fsdecode(name) for name in listing.split(b"\0")}
    found = parse_records(records)
    return count([each for each in found if each.status is not FileStatus.MODIFIED or each.path in changed])


def count(records: Sequence[FileChange]) -> Changes:
    """Files and lines of them all."""
    return Changes(len(records), sum(each.added for each in records), sum(each.removed for each in records))
