"""Which branch a session's work is to come into."""

from __future__ import annotations

from collections.abc import Mapping

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.git.branches import LOCAL, REMOTE
from branchline.git.repository import Repository
from branchline.git.runner import Git


async def parent_of(repository: Repository, branch: str, base: str, refs: Mapping[str, str]) -> str:
    """The local branch that `branch` probably left at the commit `base`: what the main checkout has, if it has that
    commit, else the default one. Raises BRANCH_NOT_FOUND, and git's errors."""
    git = repository.git
    main = repository.checkouts[0].branch if repository.checkouts else None
    names = [each for each in (main, await _default(git, refs), "main", "master") if each and each != branch]
    there = [each for each in dict.fromkeys(names) if LOCAL + each in refs]
    for each in there:
        if not base or await git.ok("merge-base", "--is-ancestor", base, refs[LOCAL + each]):
            return each
    if there:
        return there[0]
    raise BranchlineError(
        ErrorCode.BRANCH_NOT_FOUND, f"It is not known which branch “{shown(branch)}” left. Name one.", branch=branch
    )


async def _default(git: Git, refs: Mapping[str, str]) -> str | None:
    head = f"{REMOTE}origin/HEAD"
    return (await git.text("symbolic-ref", head)).removeprefix(f"{REMOTE}origin/") if head in refs else None
