"""Why a session cannot be paused or removed, as far as that is known before its agent is ended."""

from __future__ import annotations

import asyncio
import os

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.model.session import Session
from branchline.git.git_folders import refuse_unlinked
from branchline.git.snapshots import snapshots
from branchline.git.worktrees import removal
from branchline.service.timeline.timeline import Timeline


async def refuse(timeline: Timeline, session: Session, *, keeps: bool, takes_away: bool, whole: bool = False) -> None:
    """`keeps`: a snapshot of the worktree is going to be taken, which has to hold the `whole` of it; `takes_away`: the
    worktree is to go. Nothing is asked of a session that has none, or is just about to start: its worktree may be half
    made.

    Raises REPO_GONE, PATH_MISSING, WORKTREE_UNLINKED, WORKTREE_NOT_OURS, WORKTREE_LOCKED, NOT_KEPT.
    """
    starts = session.status.is_live and session.process is None
    if starts or not session.worktree or session.freed:
        return
    session = await timeline.session(session.id)
    if keeps and not os.path.isdir(session.worktree):
        raise BranchlineError(
            ErrorCode.PATH_MISSING,
            f"The worktree {shown(session.worktree)} is not there, so that no snapshot can be taken of it. Stop the"
            " session, or remove it.",
            path=session.worktree,
        )
    if keeps:
        await asyncio.to_thread(refuse_unlinked, session.worktree, session.repo)
    if takes_away and session.owns.worktree:
        await removal.refuse(session.worktree, session.repo, session.owns)
        if whole:
            await refuse_not_kept(session)


async def refuse_not_kept(session: Session) -> None:
    """Raises NOT_KEPT: a snapshot cannot hold all of the worktree."""
    if missing := await snapshots.not_kept(session.worktree, session.repo):
        raise BranchlineError(
            ErrorCode.NOT_KEPT,
            f"A snapshot cannot hold everything in this worktree ({', '.join(missing[:3])}), so it stays. Move that"
            " elsewhere, or pause without freeing the disk.",
            missing=missing,
        )


def refuse_tried(session: Session) -> None:
    """Raises TRIED_ALREADY: what the main checkout was goes with the session."""
    if session.trying is not None:
        raise BranchlineError(
            ErrorCode.TRIED_ALREADY,
            f"“{session.name}” is being tried in {shown(session.trying.checkout)}. End that first.",
            name=session.name,
        )


async def refuse_removal(timeline: Timeline, session: Session) -> None:
    """What is known to be in the way of its removal. Raises TRIED_ALREADY, INVALID_STATE, and as `refuse` does."""
    refuse_tried(session)
    if session.under_way is not None:
        raise BranchlineError(ErrorCode.INVALID_STATE, f"Something is just being done to “{session.name}”. Try again.")
    await refuse(timeline, session, keeps=has_worktree(session), takes_away=True)


def has_worktree(session: Session) -> bool:
    return bool(session.worktree) and not session.freed and os.path.isdir(session.worktree)
