"""What changed from one snapshot to another, and before the first."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from itertools import accumulate

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.changes import Changes, FileChange, FileStatus
from branchline.core.session.snapshot import Snapshot
from branchline.git.diff_records import parse_records
from branchline.git.own_folder import OwnFolder, looking
from branchline.git.repository import git_of
from branchline.git.runner import Git
from branchline.git.together import together
from branchline.git.tree_diffs import NO_INDEX, diff, diff_from, is_partial


async def compare(repository: str, left: str, right: str, instead: str | None = None) -> list[FileChange]:
    """What changed between two commits or trees, by path; from the commit `instead` where folders of `left` are only
    promised by a remote. Raises git's errors."""
    git = git_of(repository)
    printed = await (diff_from(git, left, right, NO_INDEX, instead) if instead else diff(git, left, right, NO_INDEX))
    return sorted(parse_records(printed), key=lambda change: change.path)


async def since(git: Git, last: Snapshot | None, tree: str) -> bytes | None:
    """What differs between the latest snapshot and `tree`, for `parse_records`. None: it cannot be told without folders
    that are only promised. Raises git's errors."""
    if not last or last.tree == tree:
        return b""
    try:
        return await diff(git, last.tree, tree, NO_INDEX)
    except BranchlineError as error:
        await _refuse_known(git, error)
        return None


async def first_changes(ours: OwnFolder, base: str | None, tree: str) -> Changes:
    """Against `base`, whose files are as git's conversions (line ends, LFS) made them: what only they changed does not
    count. Against no file at all when there is no such commit; against what is checked out where folders of it are only
    promised by a remote. Raises git's errors."""
    git = ours.own
    if not base or not await git.ok("rev-parse", "--verify", "--quiet", f"{base}^{{commit}}"):
        nothing = (await git.write("mktree", stdin=b"")).decode().strip()
        return count(parse_records(await diff(git, nothing, tree, NO_INDEX)))
    words = ("diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--no-textconv", "--ignore-submodules=dirty")
    try:
        async with looking(ours.folders) as converting:
            records, listing = await together(diff(git, base, tree, NO_INDEX), converting.read(*words, base, "--"))
    except BranchlineError as error:
        await _refuse_known(git, error)
        head = await git.text("rev-parse", "HEAD^{commit}")
        return Changes() if base == head else await first_changes(ours, head, tree)
    changed = {os.fsdecode(name) for name in listing.split(b"\0")}
    found = parse_records(records)
    return count([each for each in found if each.status is not FileStatus.MODIFIED or each.path in changed])


async def _refuse_known(git: Git, error: BranchlineError) -> None:
    """No count is worth a snapshot that is not taken, where what is not here cannot be counted. Raises any other
    error."""
    if error.code is not ErrorCode.GIT_FAILED or not await is_partial(git):
        raise error


def kept_on_both(records: Sequence[FileChange], left: Collection[str], right: Collection[str]) -> list[FileChange]:
    """The records but for those of what one side could not keep, where it is or below: that it is not there says
    nothing."""
    unkept = {FileStatus.ADDED: frozenset(left), FileStatus.DELETED: frozenset(right)}
    return [each for each in records if not _is_within(each.path, unkept.get(each.status, frozenset()))]


def _is_within(path: str, places: frozenset[str]) -> bool:
    return bool(places) and any(each in places for each in accumulate(path.split("/"), "{}/{}".format))


def count(records: Sequence[FileChange]) -> Changes:
    """Files and lines of them all."""
    return Changes(len(records), sum(each.added for each in records), sum(each.removed for each in records))
