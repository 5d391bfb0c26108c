"""Brings a session's worktree back from its snapshot: after it was freed, removed or lost."""

from __future__ import annotations

import logging
import time

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.session import Ownership
from branchline.core.model.under_way import Step
from branchline.core.reasons import SnapshotReason
from branchline.core.session.events import StepBegun, StepEnded, WorktreeRestored
from branchline.git.branches import free_branch, make_branch
from branchline.git.snapshots import refs, snapshots
from branchline.git.snapshots.entry import drop_entry, keep_entry, put_entry_back
from branchline.git.worktrees import again, removal
from branchline.service.base.sessions import Sessions
from branchline.service.base.whereabouts import Whereabouts
from branchline.service.timeline.timeline import Timeline

log = logging.getLogger(__name__)


class Revival:
    def __init__(self, sessions: Sessions, whereabouts: Whereabouts, timeline: Timeline) -> None:
        self._sessions = sessions
        self._whereabouts = whereabouts
        self._timeline = timeline

    async def bring_back(self, session_id: str, tip: str | None = None) -> None:
        """The worktree as the latest snapshot has it: files, index, branch. `tip` is where a branch that is gone ended;
        one that has other commits by now is left alone, and a new one made.

        Raises REPO_GONE, WORKTREE_MISSING where there is no snapshot, and git's errors; nothing is left of it then.
        """
        session = await self._whereabouts.now(session_id)
        snapshot = await self._timeline.latest(session)
        wanted = snapshot.branch and (await self._whereabouts.branch_now(session, snapshot.branch)).branch
        is_own = wanted == session.branch
        self._sessions.happened(session_id, StepBegun(Step.RESTORING))
        await self._sessions.saved()
        try:
            if not session.freed:  # It was deleted, and git may know of it still.
                await keep_entry(session.repo, session.worktree, session_id, snapshot.head)
            if tip and not is_own:
                await make_branch(session.repo, session.branch, tip)
            others = {
                each.branch
                for each in self._sessions.all()
                if each.id != session_id and each.common_dir in {"", session.common_dir}
            }
            branch = await free_branch(session.repo, wanted, snapshot.head, others) if wanted else ""
            start = tip if is_own else None
            made = await again.put_back_at(session.repo, session.worktree, branch, start, session_id, snapshot.head)
        except BaseException:
            self._sessions.happened(session_id, StepEnded())
            raise
        try:
            await put_entry_back(session.repo, made.worktree, session_id)
            await snapshots.restore(made.worktree, snapshot, self._timeline.folder(session_id), session.repo)
        except BaseException:
            await removal.remove(made.worktree, session.repo, Ownership(worktree=True))
            raise
        finally:
            self._sessions.happened(session_id, StepEnded())
        # The agent may have checked out another branch, which is not the session's.
        now = branch if is_own else session.branch
        self._sessions.happened(session_id, WorktreeRestored(made.worktree, now, is_own and made.owns.branch))
        await self._sessions.saved()
        await drop_entry(session.repo, session_id)

    async def begin_with(self, session_id: str, ref: str) -> None:
        """Give a new worktree the files and the index of a snapshot: another session's, or its own of what it shall
        begin with. Raises NO_SNAPSHOT."""
        session = self._sessions.get(session_id)
        other = ref.split("/")[2]
        found = [each for each in await refs.read_all(session.repo, other) if each.ref == ref]
        if not found:
            raise BranchlineError(
                ErrorCode.NO_SNAPSHOT, "The snapshot that it should begin with is not there any more."
            )
        folder = self._timeline.folder(session_id)
        try:
            now = time.time()
            await snapshots.take(session.worktree, session_id, SnapshotReason.START, folder, now, repo=session.repo)
            await snapshots.put_back(session.worktree, found[0], folder, repo=session.repo)
            await snapshots.put_index(session.worktree, found[0], session.repo)
        finally:
            # What it was before is nobody's work; and a session that cannot begin must leave no ref but what it has to
            # begin with.
            mine = await refs.read_all(session.repo, session_id)
            await refs.drop(session.repo, [each for each in mine if each.ref != ref])
