"""The ways out for a session whose worktree and repository do not lead to each other any more: its `.git` was lost or
replaced, or git pruned it. Nothing of its files is deleted by any of them."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
import time
from pathlib import Path

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.session import Removed, Session
from branchline.core.reasons import SnapshotReason
from branchline.core.session.events import WorktreeFreed
from branchline.git.git_folders import GitFolders, LinkFault, fault_of, folders_of, refuse_unlinked
from branchline.git.repository import entry_of
from branchline.git.snapshots import snapshots
from branchline.git.worktrees.mending import mend
from branchline.machine.paths import Paths
from branchline.service.base.sessions import Sessions
from branchline.service.base.worktree_locks import WorktreeLocks
from branchline.service.sessions.foreseen import refuse_tried
from branchline.service.sessions.removed_sessions import RemovedSessions
from branchline.service.timeline.timeline import Timeline


class Unlinked:
    def __init__(
        self, paths: Paths, sessions: Sessions, removed: RemovedSessions, timeline: Timeline, locks: WorktreeLocks
    ) -> None:
        self._paths = paths
        self._sessions = sessions
        self._removed = removed
        self._timeline = timeline
        self._locks = locks

    async def refuse(self, session_id: str) -> None:
        """Whoever wants it to go on is told at once why it cannot. Raises NO_SESSION, REPO_GONE, WORKTREE_UNLINKED,
        WORKTREE_MISSING where there is no snapshot of it either, and git's errors."""
        session = await self._timeline.session(session_id)
        if session.worktree and (session.freed or not os.path.isdir(session.worktree)):
            await self._timeline.latest(session)
        elif session.worktree:
            await asyncio.to_thread(refuse_unlinked, session.worktree, session.repo)

    async def mend(self, session_id: str) -> Session:
        """Join them again. A `.git` that stood in the place of the worktree's own is kept in the session's folder.

        Raises INVALID_STATE where nothing is wrong, and the errors of `mending.mend`.
        """
        async with self._locks.of(session_id):
            await self._timeline.session(session_id)
            session = self._broken(session_id)
            found = await self._timeline.all(session_id)
            branch = found[-1].branch if found else session.branch
            head = found[-1].head if found else session.base
            kept = self._paths.session_folder(session_id)
            made_for = session_id if session.owns.worktree else None
            if await mend(session.worktree, session.repo, made_for, branch or "", head, kept):
                if found:
                    await snapshots.put_index(session.worktree, found[-1], session.repo)
                else:
                    await snapshots.reset_index(session.worktree, session.repo)
        return session

    async def keep(self, session_id: str) -> Session:
        """Take a snapshot of the files as they are; the session goes on from it, in a new worktree, when it is resumed.
        The folder is left to the user. Raises INVALID_STATE where nothing is wrong or the agent lives, and git's
        errors."""
        async with self._locks.of(session_id):
            await self._timeline.session(session_id)
            session = self._at_rest(session_id)
            place = await asyncio.to_thread(tempfile.mkdtemp, prefix="branchline-")
            try:
                stand_in = await asyncio.to_thread(_stand_in, session, Path(place))
                await self._timeline.take(session_id, SnapshotReason.ON_DEMAND, stand_in)
            finally:
                await asyncio.to_thread(shutil.rmtree, place, ignore_errors=True)
            self._sessions.happened(session_id, WorktreeFreed())
            await self._sessions.saved()
        return self._sessions.get(session_id)

    async def drop(self, session_id: str) -> None:
        """Forget the session, and leave files and branch as they are. It can be restored from its latest snapshot.
        Raises INVALID_STATE where nothing is wrong or the agent lives, and git's errors."""
        async with self._locks.of(session_id):
            await self._timeline.session(session_id)
            session = self._at_rest(session_id)
            refuse_tried(session)
            found = await self._timeline.all(session_id)
            self._removed.add(Removed(session, time.time(), found[-1].number if found else None, None))
            self._sessions.drop(session_id)
            await self._sessions.saved()

    def _at_rest(self, session_id: str) -> Session:
        session = self._broken(session_id)
        if session.status.is_live:
            raise BranchlineError(ErrorCode.INVALID_STATE, f"The agent of “{session.name}” still runs; stop it first.")
        return session

    def _broken(self, session_id: str) -> Session:
        session = self._sessions.get(session_id)
        if session.worktree and not session.freed:
            common_dir = folders_of(session.repo).common_dir
            if isinstance(fault_of(session.worktree, common_dir), LinkFault):
                return session
        raise BranchlineError(
            ErrorCode.INVALID_STATE,
            f"“{session.name}” and its repository lead to each other; there is nothing to mend.",
        )


def _stand_in(session: Session, place: Path) -> GitFolders:
    """With the worktree's own HEAD and index where git still has them."""
    common_dir = folders_of(session.repo).common_dir
    entry = entry_of(str(common_dir), session.worktree)
    (place / "HEAD").write_text(f"ref: refs/heads/{session.branch}\n" if session.branch else f"{session.base}\n")
    (place / "commondir").write_text(f"{common_dir}\n")
    for name in ("HEAD", "index") if entry is not None and not entry.is_symlink() else ():
        source = entry / name if entry else place
        if source.is_file() and not source.is_symlink():
            shutil.copyfile(source, place / name)
    return GitFolders(session.worktree, place, common_dir)
