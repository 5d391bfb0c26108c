"""Steps of making a worktree, which one that is made anew and one that is made again have in common."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

import attrs

from branchline.core.errors import BranchlineError
from branchline.core.model.session import Ownership
from branchline.git.branches import LOCAL, refs_of
from branchline.git.repository import Repository, entry_of
from branchline.git.runner import Git
from branchline.git.stale_locks import past_stale_locks
from branchline.git.worktrees.entries import mark
from branchline.git.worktrees.failures import not_made

log = logging.getLogger(__name__)


@attrs.frozen
class Created:
    """`base` is the commit where the branch left its parent, `tip` the one that it is at."""

    worktree: str
    branch: str
    base: str
    tip: str
    owns: Ownership
    hook_failed: str | None = None
    """What a post-checkout hook said that failed: the worktree is whole all the same."""


async def make_branch(git: Git, track: str, branch: str, start: str, tip: str) -> None:
    """At `start`, which is the commit `tip`. Raises git's errors; nothing was made then."""
    try:
        await past_stale_locks(
            lambda: git.write("branch", track, "-q", "--", branch, start), git.folder, LOCAL + branch
        )
    except BranchlineError as error:
        # A git that was killed may have made it before; else nobody has, so it is ours.
        if not error.data.get("killed") or (await refs_of(git)).get(LOCAL + branch) != tip:
            raise


def mark_for(repository: Repository, path: Path, session_id: str) -> None:
    """Say that the worktree was made for the session. Raises the errors of `not_made`."""
    entry = entry_of(repository.common_dir, path)
    try:
        if entry is not None:
            mark(entry, session_id)
    except OSError as error:
        raise not_made(error, path) from error


async def undoing(step: Callable[[], Awaitable[object]]) -> None:
    """What failed before is what the user must hear; that this failed too is for the log."""
    try:
        await step()
    except (BranchlineError, OSError) as error:
        log.error("not undone: %s", error)
