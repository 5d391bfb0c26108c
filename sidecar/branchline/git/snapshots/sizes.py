"""What snapshots take on the disk: objects that nothing else in the repository reaches. An estimate: git packs objects
as what they differ from others by."""

from __future__ import annotations

from collections.abc import Collection

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.session.snapshot import folder_of
from branchline.git.repository import git_of
from branchline.git.tree_diffs import is_partial

_PATIENCE = 120.0
"""Seconds."""


async def size_of(repository: str, session_ids: Collection[str]) -> int | None:
    """Bytes, about, of these sessions' snapshots together; None where git cannot tell, as in a partial clone. Raises
    git's errors."""
    git = git_of(repository)
    if await is_partial(git):
        return None  # It would fetch what it does not have.
    folders = [folder_of(each).removesuffix("/") for each in session_ids]
    theirs = [f"--glob={each}/*" for each in folders]
    others = [f"--exclude={each}/*" for each in folders]
    if not folders:
        return 0
    # "Aggressive" has it look at the trees of all others, not only at those that theirs were made from.
    words = ("rev-list", "--objects-edge-aggressive", "--disk-usage", *theirs, "--not", *others, "--all")
    try:
        told = await git.read(*words, timeout=_PATIENCE)
    except BranchlineError as error:
        if error.code not in {ErrorCode.GIT_FAILED, ErrorCode.GIT_TIMEOUT}:
            raise
        return None
    *_, size = told.split()  # Edges are listed before it.
    return int(size)
