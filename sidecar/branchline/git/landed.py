"""Whether a branch has all that another one did, though not in its history: squashed, or made anew."""

from __future__ import annotations

import os

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.landing import How
from branchline.git.own_folder import IDENTITY
from branchline.git.runner import Git
from branchline.git.tree_diffs import NO_INDEX

_NO_DATE = {"GIT_AUTHOR_DATE": "@0 +0000", "GIT_COMMITTER_DATE": "@0 +0000"}
"""So that the same work is the same commit each time."""
_LITERAL = "--literal-pathspecs"
_MOST_PATHS = 1000


async def how_it_came(git: Git, base: str, tip: str, onto: str) -> How | None:
    """How what the branch `tip` did since `base` came into the commit `onto`. None: not all of it did. Raises git's
    errors."""
    if await git.ok("merge-base", "--is-ancestor", tip, onto):
        return How.MERGE
    try:
        files = await _files(git, base, tip)
        if not files:
            return None  # Its commits come to nothing, which any branch has.
        squashed = (await git.write("commit-tree", f"{tip}^{{tree}}", "-p", base, "-m", "", env=_ENV)).decode().strip()
        if await _has(git, onto, squashed):
            return How.SQUASH
        if await _has(git, onto, tip):
            return How.REBASE
    except BranchlineError as error:
        if error.code is not ErrorCode.GIT_FAILED:
            raise
        return None  # In a partial clone not everything that would tell is here.
    words = (_LITERAL, "diff-tree", "-r", "--quiet", "--no-renames", tip, onto, "--", *files[:_MOST_PATHS])
    return How.SQUASH if len(files) <= _MOST_PATHS and await git.ok(*words) else None


_ENV = {**IDENTITY, **_NO_DATE}


async def _files(git: Git, base: str, tip: str) -> list[str]:
    words = ("diff-tree", "-r", "-z", "--name-only", "--no-renames", base, tip, "--")
    return [os.fsdecode(name) for name in (await git.read(*words, env=NO_INDEX)).split(b"\0")[:-1]]


async def _has(git: Git, onto: str, tip: str) -> bool:
    """Each commit of `tip` is one that does the same there."""
    words = ("--cherry-pick", "--right-only", "--no-merges", "--count", f"{onto}...{tip}", "--")
    return await git.text("rev-list", *words) == "0"
