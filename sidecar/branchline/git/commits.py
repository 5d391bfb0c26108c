"""The commits of a branch, and what one of them changed."""

from __future__ import annotations

import os

import attrs

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.git.repository import git_of
from branchline.git.tree_diffs import make_tree

MOST = 200


@attrs.frozen
class Commit:
    """`at` is when it was made, in seconds since the epoch."""

    id: str
    subject: str
    at: float


async def commits_since(checkout: str, base: str) -> list[Commit]:
    """Those of what is checked out that `base` does not have, the latest first, at most `MOST`. Raises git's errors."""
    words = ("log", "-z", "--no-show-signature", f"--max-count={MOST}", "--format=%H%n%ct%n%s")
    printed = await git_of(checkout).read(*words, "HEAD", f"^{base}", "--")
    found = []
    for entry in printed.split(b"\0"):
        if entry:
            name, at, subject = os.fsdecode(entry).split("\n", 2)
            found.append(Commit(name, subject, float(at)))
    return found


async def sides_of(checkout: str, commit: str) -> tuple[str, str]:
    """What it was made of, and itself; an empty tree before a first commit. Raises BAD_REVISION and git's errors."""
    git = git_of(checkout)
    try:
        words = await git.text("rev-list", "--parents", "--max-count=1", "--end-of-options", commit, "--")
    except BranchlineError as error:
        if error.code is not ErrorCode.GIT_FAILED:
            raise
        raise BranchlineError(
            ErrorCode.BAD_REVISION, f"There is no commit {shown(commit)} in this repository."
        ) from None
    name, *parents = words.split()
    return (parents[0] if parents else await make_tree(git, b"")), name
