"""Sees to the end of a session's agent, of its run, and of what these left running."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.model.under_way import Step
from branchline.core.reasons import PauseReason
from branchline.core.session.events import StopRequested
from branchline.service.base.sessions import Sessions
from branchline.service.base.worktree_locks import WorktreeLocks
from branchline.service.scripts.scripts import Scripts
from branchline.service.terminals.host import KILL_PATIENCE
from branchline.service.terminals.left_behind import LeftBehind

log = logging.getLogger(__name__)


class Ending:
    def __init__(self, sessions: Sessions, left_behind: LeftBehind, locks: WorktreeLocks, scripts: Scripts) -> None:
        self._sessions = sessions
        self.scripts = scripts
        self.left_behind = left_behind
        self.locks = locks

    async def making(self, session_id: str, reason: PauseReason = PauseReason.STOPPED) -> bool:
        """Where its worktree is just being made, that is given up; returns when it is taken back. False: it is not.
        Raises NO_SESSION and INVALID_STATE."""
        session = self._sessions.get(session_id)
        if session.under_way is not Step.CREATING or session.status is not Status.STARTING:
            return False
        self._sessions.happened(session_id, StopRequested(reason))
        async with self.locks.of(session_id):
            return True

    @contextlib.asynccontextmanager
    async def at_rest(
        self, session_id: str, reason: PauseReason = PauseReason.STOPPED, *, with_run: bool = True
    ) -> AsyncIterator[None]:
        """While the block runs its worktree is ours, no agent of the session lives or is about to, no script of its
        project, nor what these left, unless that is kept; `with_run`: nor what the user runs there. Raises
        NO_SESSION, and STILL_RUNNING when something cannot be ended."""
        async with self.locks.of(session_id):
            await self.agent(session_id, reason)
            await self.scripts.running.terminals.end_all_of(session_id)
            await self.left_behind.end(session_id)
            if with_run:
                await self.scripts.runs.end(session_id)
            yield

    async def torn_down(self, session: Session) -> None:
        """At rest, and about to be removed: the project's teardown script runs, and what that leaves is ended. Nothing
        of it keeps the session from being removed."""
        if await self.scripts.teardown.run(session):
            try:
                await self.left_behind.end(session.id)
            except BranchlineError as error:
                log.warning("%s: %s", session.id[:8], error.message)

    async def agent(self, session_id: str, reason: PauseReason = PauseReason.STOPPED) -> None:
        """Returns when no agent of the session lives or is about to. Raises NO_SESSION, STILL_RUNNING.

        Whoever holds the worktree's lock must not wait for somebody else to end one that was resumed meanwhile: its
        start waits for that lock. So it is stopped here, again if need be, for `reason`.
        """
        try:
            await asyncio.wait_for(self._end(session_id, reason), KILL_PATIENCE)
        except asyncio.TimeoutError:
            raise BranchlineError(
                ErrorCode.STILL_RUNNING, "The agent could not be ended; nothing was removed. Try again or see the log."
            ) from None

    async def _end(self, session_id: str, reason: PauseReason) -> None:
        while (session := self._sessions.get(session_id)).status.is_live:
            if not session.stopping:
                self._sessions.happened(session_id, StopRequested(reason))
            await self._sessions.until(session_id, lambda now: not (now.status.is_live and now.stopping))
