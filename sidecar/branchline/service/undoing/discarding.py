"""One changed file, or some of its lines, goes back to the base."""

from __future__ import annotations

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.model.changes import FileChange
from branchline.core.model.session import Session
from branchline.core.session.snapshot import Snapshot
from branchline.git import tree_changes
from branchline.git.base_files import back_to_base
from branchline.git.changes import checked_path
from branchline.git.hunks import Lines
from branchline.git.tree_changes import Changes
from branchline.service.review.change_tracker import ChangeTracker
from branchline.service.timeline.timeline import Timeline
from branchline.service.undoing.putting import Put, Putting


class Discarding:
    def __init__(self, timeline: Timeline, tracker: ChangeTracker, putting: Putting) -> None:
        self._timeline = timeline
        self._tracker = tracker
        self._putting = putting

    async def discard(self, session_id: str, path: str, tree: str | None = None, lines: Lines | None = None) -> Put:
        """`path` is one of the session's changed files, of a renamed one the new or the old. `tree` is the state in
        which the user saw it, as the session's record has it; `lines` choose the hunks that have some of them.

        Raises BAD_PATH, NOTHING_TO_UNDO, FILE_ALTERED, NOT_UNDOABLE, and the errors of `Putting.put`.
        """
        checked_path(path)

        async def plan(session: Session, now: Snapshot) -> Changes:
            change = await self._change(session, path, tree)
            if any(change.path == each or change.path.startswith(f"{each}/") for each in now.missing):
                raise BranchlineError(
                    ErrorCode.NOT_UNDOABLE,
                    f"{shown(change.path)} is a repository of its own, or cannot be read, so that no snapshot keeps"
                    " it. Nothing was changed.",
                    path=change.path,
                )
            folder = self._timeline.folder(session.id).with_name("discarding")
            return await back_to_base(session.worktree, session.repo, session.base, change, now.files, folder, lines)

        return await self._putting.put(session_id, plan, whole=True)

    async def _change(self, session: Session, path: str, tree: str | None) -> FileChange:
        measured = await self._tracker.read(session.id)
        change = next((each for each in measured.files if path in {each.path, each.old_path}), None)
        if change is None:
            raise BranchlineError(ErrorCode.NOTHING_TO_UNDO, f"{shown(path)} is as it was at the base.", path=path)
        if tree is not None and tree != measured.tree:
            for each in {change.path, change.old_path or change.path}:
                then = await tree_changes.entry_at(session.repo, tree, each)
                if then != await tree_changes.entry_at(session.repo, measured.tree, each):
                    raise BranchlineError(
                        ErrorCode.FILE_ALTERED,
                        f"{shown(each)} was changed since it was shown. Look at it again; nothing was taken back.",
                        path=each,
                    )
        return change
