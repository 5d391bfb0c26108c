"""What is kept of a session that is to go, beside its snapshots."""

from __future__ import annotations

from branchline.core.model.session import Session
from branchline.core.session.snapshot import Snapshot
from branchline.git.branches import holder_of
from branchline.git.snapshots import refs
from branchline.git.snapshots.entry import keep_entry


async def keep_entry_of(session: Session, last: Snapshot | None) -> None:
    """What git has for its worktree alone; `last` is its latest snapshot. Raises git's errors."""
    if last and session.owns.worktree and not session.freed:
        await keep_entry(session.repo, session.worktree, session.id, last.head)


async def keep_tip_of(session: Session, keep_branch: bool) -> tuple[str | None, str | None]:
    """The commit of its branch, which is to go; or which worktree has that by now, so that it stays. Raises git's
    errors."""
    if not session.owns.branch or keep_branch:
        return None, None
    held_by = await holder_of(session.repo, session.branch, session.worktree)
    return (None, held_by) if held_by else (await refs.keep_tip(session.repo, session.id, session.branch), None)
