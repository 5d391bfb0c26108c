"""Pauses a session so that nothing is lost: the agent rests, ends, and what it left is in a snapshot."""

from __future__ import annotations

import asyncio
import contextlib

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.model.under_way import Step
from branchline.core.reasons import PauseReason, SnapshotReason
from branchline.core.session.events import StepBegun, StepEnded, StopRequested, WorktreeFreed
from branchline.git.snapshots.entry import keep_entry
from branchline.git.worktrees import removal
from branchline.service.base.background import Background
from branchline.service.base.sessions import Sessions
from branchline.service.sessions import foreseen
from branchline.service.sessions.ending import Ending
from branchline.service.sessions.removal import delete_out_of_sight
from branchline.service.terminals.terminals import Terminals
from branchline.service.timeline.timeline import Timeline

REST_PATIENCE = 0.4
"""Seconds that an interrupted agent gets to finish writing its files."""


class Pausing:
    def __init__(
        self,
        sessions: Sessions,
        terminals: Terminals,
        timeline: Timeline,
        ending: Ending,
        background: Background,
    ) -> None:
        self._sessions = sessions
        self._terminals = terminals
        self._timeline = timeline
        self._ending = ending
        self._background = background

    async def pause(self, session_id: str, free_disk: bool) -> None:
        """End the agent, what it left running and the run, and keep everything; `free_disk` removes the worktree after
        its snapshot.

        Raises INVALID_STATE (nothing to do) and the errors of `foreseen`, NOT_KEPT among them: the agent goes on then;
        the errors of snapshots and worktrees, and NOT_KEPT for what came while the agent ended: it is paused.
        """
        if await self._ending.making(session_id, PauseReason.PAUSED):
            return
        session = self._sessions.get(session_id)
        has_nothing_to_free = not free_disk or session.freed or not session.worktree
        has_nothing_to_end = not session.status.is_live and not session.is_run
        left_behind = self._ending.left_behind
        if has_nothing_to_end and has_nothing_to_free and not await left_behind.to_end(session_id):
            raise BranchlineError(ErrorCode.INVALID_STATE, f"“{session.name}” does not run; there is nothing to pause.")
        await foreseen.refuse(self._timeline, session, keeps=True, takes_away=free_disk, whole=free_disk)
        if session.status.is_live:
            await self._end(session)
        async with self._ending.at_rest(session_id, PauseReason.PAUSED):
            session = self._sessions.get(session_id)
            if not session.worktree or session.freed:
                return
            frees = free_disk and session.owns.worktree
            taken = await self._timeline.take(session_id, SnapshotReason.BEFORE_PAUSE, whole=frees)
            if frees:
                await self._free(await self._timeline.session(session_id), taken.head)

    async def _end(self, session: Session) -> None:
        if session.status is Status.WORKING and not session.rests:
            await self._terminals.interrupt(session.id)
            await self._rests(session.id)
        if self._sessions.get(session.id).status.is_live and not session.stopping:
            self._sessions.happened(session.id, StopRequested(PauseReason.PAUSED))

    async def _rests(self, session_id: str) -> None:
        terminal = self._terminals.find(session_id)
        if terminal is not None:
            with contextlib.suppress(asyncio.TimeoutError):  # It is ended all the same.
                await asyncio.wait_for(terminal.rests(), REST_PATIENCE)

    async def _free(self, session: Session, head: str | None) -> None:
        await foreseen.refuse_not_kept(session)  # It may have come while the agent ended.
        await keep_entry(session.repo, session.worktree, session.id, head)
        self._sessions.happened(session.id, StepBegun(Step.FREEING))
        await self._sessions.saved()
        try:
            aside = await removal.set_aside(session.worktree, session.repo, session.owns)
            self._sessions.happened(session.id, WorktreeFreed())
        finally:
            self._sessions.happened(session.id, StepEnded())
        await self._sessions.saved()
        if aside is not None:
            self._background.start(delete_out_of_sight(aside.parent), "deleting a freed worktree")
