"""Where a branch left its parent."""

from __future__ import annotations

from branchline.core.errors import BranchlineError
from branchline.git.branches import parents_of
from branchline.git.runner import Git


async def fork_point(git: Git, branch: str, tip: str, refs: dict[str, str], head: str) -> str:
    """The best common commit of `tip` with the default branch, or with `head` where there is none but `branch`; `tip`
    itself when they share no history. Raises git's errors."""
    parents = await parents_of(git, branch, refs) or [head]
    try:
        return await git.text("merge-base", tip, *parents)
    except BranchlineError as error:
        if error.data.get("status") == 1:
            return tip
        raise
