"""Makes some files of a session's worktree others: after a snapshot, written down first, and no file besides."""

from __future__ import annotations

import logging
import os
from collections.abc import Awaitable, Callable

import attrs

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.session import Session
from branchline.core.model.under_way import Undoing
from branchline.core.reasons import SnapshotReason
from branchline.core.session.events import StepEnded
from branchline.core.session.snapshot import Snapshot
from branchline.core.session.undo_events import UndoBegun
from branchline.git import tree_changes
from branchline.git.snapshots import snapshots
from branchline.git.tree_changes import Changes
from branchline.service.base.sessions import Sessions
from branchline.service.base.worktree_locks import WorktreeLocks
from branchline.service.review.change_tracker import ChangeTracker
from branchline.service.timeline.timeline import Timeline

log = logging.getLogger(__name__)


@attrs.frozen
class Put:
    """The numbers of the snapshots before and after, and the files that are others now. What led from the one to the
    other is what can be undone again."""

    before: int
    after: int
    files: tuple[str, ...]


class Putting:
    def __init__(self, sessions: Sessions, timeline: Timeline, tracker: ChangeTracker, locks: WorktreeLocks) -> None:
        self._sessions = sessions
        self._timeline = timeline
        self._tracker = tracker
        self._locks = locks

    async def put(
        self,
        session_id: str,
        plan: Callable[[Session, Snapshot], Awaitable[Changes]],
        *,
        whole: bool = False,
    ) -> Put:
        """What `plan` makes of the worktree as it is now. `whole`: a snapshot with files of any size is taken.

        Raises what that raises, NOTHING_TO_UNDO, NO_WORKTREE, RESTORE_BLOCKED, and git's errors.
        """
        async with self._locks.of(session_id):
            before = await self._timeline.take(session_id, SnapshotReason.BEFORE_UNDO, whole=whole)
            session = await self._timeline.session(session_id)
            changes = await plan(session, before)
            folder = self._timeline.folder(session_id)
            wanted = await tree_changes.with_changes(session.repo, before.files, changes, folder)
            if wanted == before.files:
                raise BranchlineError(ErrorCode.NOTHING_TO_UNDO, "Nothing of it is left to take back.")
            changed = await tree_changes.changed(session.repo, before.files, wanted)
            await self._write(session, before.files, wanted, changed)
            after = await self._timeline.take(session_id, SnapshotReason.AFTER_UNDO)
        self._tracker.request(session_id)
        files = sorted(os.fsdecode(name) for name in changed)
        return Put(before.number, after.number, tuple(files))

    async def finish(self, session: Session) -> None:
        """What a sidecar that was killed had begun: a file may be half written. Raises git's errors."""
        if session.undoing is None:
            return
        now = await self._timeline.take(session.id, SnapshotReason.BEFORE_UNDO)
        begun = await tree_changes.changed(session.repo, session.undoing.before, session.undoing.after)
        differs = await tree_changes.changed(session.repo, now.files, session.undoing.after)
        changes = {name: entry for name, entry in begun.items() if name in differs}
        if changes:
            folder = self._timeline.folder(session.id)
            wanted = await tree_changes.with_changes(session.repo, now.files, changes, folder)
            await snapshots.bring(session.worktree, now.files, wanted, [*changes], folder, session.repo)
            await self._timeline.take_quietly(session.id, SnapshotReason.AFTER_UNDO)

    async def _write(self, session: Session, now: str, wanted: str, changes: Changes) -> None:
        self._sessions.happened(session.id, UndoBegun(Undoing(now, wanted)))
        await self._sessions.saved()
        try:
            folder = self._timeline.folder(session.id)
            await snapshots.bring(session.worktree, now, wanted, [*changes], folder, session.repo)
        finally:
            if self._sessions.has(session.id):
                self._sessions.happened(session.id, StepEnded())
