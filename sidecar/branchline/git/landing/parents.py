"""The branch onto which a session's work is landed where none is named."""

from __future__ import annotations

from collections.abc import Mapping

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.model.landing import Landed
from branchline.git.branches import LOCAL
from branchline.git.parent_branch import DEFAULT, likely_parents, parent_of
from branchline.git.repository import Repository


async def target_of(
    repository: Repository, branch: str, base: str, refs: Mapping[str, str], landed: Landed | None = None
) -> str:
    """The local branch that `branch` probably left at the commit `base` ("": anywhere), or where that `landed`; else
    the likeliest of those that are there. Raises BRANCH_NOT_FOUND, and git's errors."""
    local = {ref: tip for ref, tip in refs.items() if ref.startswith(LOCAL) or ref == DEFAULT}
    if base and (found := await parent_of(repository, local, base, {branch}, landed)):
        return found.name
    for ref in await likely_parents(repository, refs):
        if ref in local and ref != LOCAL + branch:
            return ref.removeprefix(LOCAL)
    raise BranchlineError(
        ErrorCode.BRANCH_NOT_FOUND, f"It is not known which branch “{shown(branch)}” left. Name one.", branch=branch
    )
