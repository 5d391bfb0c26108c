"""After a start: finishes or takes back what a killed sidecar had begun."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from branchline.core.errors import BranchlineError
from branchline.core.model.session import Ownership, Session
from branchline.core.model.under_way import Step
from branchline.core.session.events import StepEnded, WorktreeFreed, WorktreeUnmade
from branchline.git.worktrees import leftovers, orphans, removal
from branchline.git.worktrees.places import beside, drop_empty
from branchline.service.base.background import Background
from branchline.service.base.sessions import Sessions
from branchline.service.base.whereabouts import Whereabouts
from branchline.service.landing.both_ways import BothWays
from branchline.service.sessions.out_of_sight import delete_out_of_sight
from branchline.service.sessions.removal import Removal

log = logging.getLogger(__name__)


class Recovery:
    def __init__(
        self,
        sessions: Sessions,
        whereabouts: Whereabouts,
        removal: Removal,
        both_ways: BothWays,
        background: Background,
    ) -> None:
        self._sessions = sessions
        self._whereabouts = whereabouts
        self._removal = removal
        self._both_ways = both_ways
        self._background = background

    async def finish_steps(self) -> None:
        """Each session's step that was cut off: done to its end where nothing is lost by it, else taken back."""
        for session in self._sessions.all():
            if session.under_way is None:
                continue
            log.warning("%s: %s its worktree was cut off", session.id[:8], session.under_way.value)
            try:
                await self._finish(session)
            except (BranchlineError, OSError) as error:
                # It stays written down, and the next start tries again.
                log.error("%s: not finished: %s", session.id[:8], error)

    async def _finish(self, session: Session) -> None:
        session = await self._whereabouts.now(session.id)
        match session.under_way:
            case Step.CREATING:
                if session.start_snapshot:
                    # Half of the snapshot's files may be there, and nobody's work: its agent was never started.
                    await self._take_back(session)
                if await leftovers.unmake(session.repo, session.worktree, session.branch, session.base, session.owns):
                    self._sessions.happened(session.id, WorktreeUnmade())
            case Step.FREEING:
                if not os.path.isdir(session.worktree):
                    await removal.set_aside(session.worktree, session.repo, session.owns)
                    self._sessions.happened(session.id, WorktreeFreed())
            case Step.RESTORING:
                await self._take_back(session)
                await leftovers.drop_begun(session.repo, session.worktree)
                self._sessions.happened(session.id, WorktreeFreed())
            case Step.UNDOING | None:
                pass  # Ended by now.
            case Step.REMOVING:
                await self._removal.finish(session)
                return
            case Step.LANDING | Step.UPDATING:
                await self._both_ways.finish(session)
                return
        self._sessions.happened(session.id, StepEnded())

    async def _take_back(self, session: Session) -> None:
        """Its worktrees, which hold nothing but what a snapshot has."""
        for each in await orphans.of_session(session.repo, session.id):
            await removal.set_aside(each.path, session.repo, Ownership(worktree=True))

    def sweep(self) -> None:
        """Delete what was renamed away and not deleted before the end, and what a creation left that was not begun."""
        sessions = [*self._sessions.all(), *self._removal.removed.sessions()]
        known = {each.worktree for each in sessions}
        for parent in {Path(each.worktree).parent if each.worktree else beside(each.repo) for each in sessions}:
            try:
                drop_empty(parent, known)
            except OSError as error:
                log.warning("%s was not looked through: %s", parent, error.strerror)
        for parent in {Path(each.worktree).parent for each in sessions if each.worktree}:
            if parent.is_dir():
                self._background.start(delete_out_of_sight(parent), "deleting removed worktrees")
