"""Parts of what a session changed: what is in no commit yet, and what one commit changed."""

from __future__ import annotations

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.changes import FileChange
from branchline.core.model.session import Session
from branchline.git import commits
from branchline.git.commits import Commit
from branchline.git.snapshots.changes import compare
from branchline.service.review.change_tracker import ChangeTracker


class Scopes:
    def __init__(self, changes: ChangeTracker) -> None:
        self._whereabouts = changes.whereabouts
        self._changes = changes

    async def commits(self, session_id: str) -> list[Commit]:
        """Those since the base, the latest first. Raises NO_SESSION, NO_WORKTREE, REPO_GONE and git's errors."""
        session = await self._session(session_id)
        return await commits.commits_since(session.worktree, session.base)

    async def uncommitted(self, session_id: str) -> tuple[str, list[FileChange]]:
        """The commit that is checked out, and what differs from it. Raises the errors of `commits`."""
        now = await self._changes.read(session_id)
        session = await self._session(session_id)
        head = session.head.commit if session.head else session.base
        return head, await compare(session.worktree, head, now.tree)

    async def of_commit(self, session_id: str, commit: str) -> tuple[str, str, list[FileChange]]:
        """What it was made of, itself, and what differs. Raises BAD_REVISION and the errors of `commits`."""
        session = await self._session(session_id)
        left, right = await commits.sides_of(session.worktree, commit)
        return left, right, await compare(session.worktree, left, right)

    async def _session(self, session_id: str) -> Session:
        session = await self._whereabouts.now(session_id)
        if not session.worktree or session.freed:
            raise BranchlineError(ErrorCode.NO_WORKTREE, "This session has no worktree now; resume it first.")
        return session
