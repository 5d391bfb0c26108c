"""Makes the branch and the worktree of a session, and takes them back where a later step fails."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from functools import partial

from branchline.core.errors import BranchlineError
from branchline.core.model.preparing import Phase, Preparing
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.model.under_way import Step
from branchline.core.session.events import StepBegun, StepEnded, WorktreeMade, WorktreeUnmade
from branchline.core.session.preparing_events import PreparingMoved
from branchline.git.branches import Seen, delete_branch
from branchline.git.git_folders import refuse_unlinked
from branchline.git.worktrees import removal, worktrees
from branchline.git.worktrees.checkout import FilesTold
from branchline.git.worktrees.making import Created
from branchline.service.base.sessions import Sessions
from branchline.service.base.settings import LiveSettings
from branchline.service.base.whereabouts import Whereabouts
from branchline.service.carrying.carrying import Carrying
from branchline.service.sessions.revival import Revival
from branchline.service.worktrees.spares import Spares

log = logging.getLogger(__name__)

QUICK = 0.1
"""Seconds in which files may be written without a word."""
EVERY = 0.3
"""Seconds between two words about how far that is."""


class WorktreeMaking:
    def __init__(
        self,
        sessions: Sessions,
        whereabouts: Whereabouts,
        settings: LiveSettings,
        revival: Revival,
        carrying: Carrying,
        spares: Spares,
    ) -> None:
        self._sessions = sessions
        self._whereabouts = whereabouts
        self._settings = settings
        self._revival = revival
        self._carrying = carrying
        self._spares = spares
        self.known: dict[str, Seen] = {}
        """By session: its repository, where that was looked at just now."""

    async def provide(self, session: Session) -> Created | None:
        """See that the session has its worktree: what was made for it now; None where it was there, or is brought back
        from its snapshot. Raises REPO_GONE, WORKTREE_MISSING, WORKTREE_UNLINKED and git's errors; nothing is left
        then."""
        session = await self._whereabouts.now(session.id)
        if not session.worktree:
            return await self._make(session)
        if session.freed or not os.path.isdir(session.worktree):
            await self._revival.bring_back(session.id)
            await self._carrying.into(session.id)
        else:
            await asyncio.to_thread(refuse_unlinked, session.worktree, session.repo)  # Its agent would work elsewhere.
        return None

    async def unmake(self, session: Session, made: Created) -> None:
        try:
            await removal.remove(made.worktree, session.repo, made.owns)
            if made.owns.branch:
                await delete_branch(session.repo, made.branch, made.tip)
            self._sessions.happened(session.id, WorktreeUnmade())
        except BranchlineError as error:
            log.error("%s: could not be undone: %s", session.id[:8], error.message)

    async def _make(self, session: Session) -> Created:
        """With the files of another session's snapshot where it begins with one."""
        settings = self._settings.now
        with self._spares.creating(session.common_dir, session.repo):
            created = await worktrees.create(
                session.repo,
                session.name,
                base=session.start_base,
                branch=session.start_branch,
                prefix=settings.branch_prefix,
                worktrees_folder=settings.worktrees_folder,
                session_id=session.id,
                reserved={each.worktree for each in self._sessions.all() if each.worktree},
                claimed=partial(self._claimed, session.id),
                known=self.known.pop(session.id, None),
                spares=self._spares.paths(session.common_dir),
                told=self._telling(session.id),
            )
        try:
            self._sessions.happened(session.id, PreparingMoved())
            if session.start_snapshot:
                await self._revival.begin_with(session.id, session.start_snapshot)
            await self._carrying.into(session.id, (*session.not_carried, *filter(None, [created.hook_failed])))
            self._sessions.happened(session.id, StepEnded())  # Saved before the agent starts.
        except BaseException:
            await self.unmake(self._sessions.get(session.id), created)
            raise
        return created

    def _telling(self, session_id: str) -> FilesTold:
        next_at = time.monotonic() + QUICK

        def told(done: int, total: int) -> None:
            nonlocal next_at
            session, now = self._sessions.find(session_id), time.monotonic()
            if session is not None and session.status is Status.STARTING and now >= next_at:
                next_at = now + EVERY
                self._sessions.happened(session_id, PreparingMoved(Preparing(Phase.FILES, done, total)))

        return told

    async def _claimed(self, session_id: str, chosen: Created) -> None:
        """Written down before it is made: one that is killed is followed by one that knows what to take back."""
        self._sessions.happened(session_id, StepBegun(Step.CREATING))
        self._sessions.happened(session_id, WorktreeMade(chosen.worktree, chosen.branch, chosen.base, chosen.owns))
        await self._sessions.saved()
