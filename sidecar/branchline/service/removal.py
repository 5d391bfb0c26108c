"""Takes a session away: its agent, the worktree and branch that Branchline made for it, its record."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, MutableMapping

from branchline.core.errors import BranchlineError
from branchline.core.events import Event, StopRequested
from branchline.core.model import Session
from branchline.host import worktrees
from branchline.host.branches import delete_branch
from branchline.host.losses import loss
from branchline.service.roster import Roster

END_PATIENCE = 10.0
"""Seconds until a killed agent must be gone: the series HUP, TERM, KILL takes less than three."""


class Removal:
    def __init__(
        self,
        roster: Roster,
        happened: Callable[[str, Event], None],
        preparing: MutableMapping[str, asyncio.Lock],
        forget: Callable[[str], None],
    ) -> None:
        self._roster = roster
        self._happened = happened
        self._preparing = preparing
        self._forget = forget

    async def remove(self, session_id: str, *, force: bool, keep_branch: bool) -> None:
        """End the agent, delete what Branchline made for the session, forget it.

        Without `force` raises DIRTY when something would be lost or the agent still lives, with `files`,
        `commits` and `live` as data; nothing changed then.
        """
        session = self._roster.get(session_id)
        if not force:
            await _refuse_loss(session)
        if session.status.is_live and not session.stopping:
            self._happened(session_id, StopRequested())
        async with self._preparing[session_id]:
            await self.ended(session_id)
            session = self._roster.get(session_id)
            if session.owns.worktree and session.worktree:
                await worktrees.remove(session.worktree, session.repo, session.owns)
            if session.owns.branch and not keep_branch:
                await delete_branch(session.repo, session.branch)
            self._forget(session_id)

    async def ended(self, session_id: str) -> None:
        """Returns when no agent of the session lives. Raises STILL_RUNNING when it cannot be ended."""
        deadline = time.monotonic() + END_PATIENCE
        while self._roster.get(session_id).status.is_live:
            if time.monotonic() > deadline:
                raise BranchlineError(
                    "STILL_RUNNING",
                    "The agent could not be ended; nothing was removed. Try again or see the log.",
                )
            await asyncio.sleep(0.02)


async def _refuse_loss(session: Session) -> None:
    files = commits = 0
    if session.worktree and os.path.isdir(session.worktree):
        lost = await loss(session.worktree, session.branch)
        files, commits = lost.files, lost.commits
    live = session.status.is_live
    if files or commits or live:
        raise BranchlineError(
            "DIRTY",
            f"Removing “{session.name}” would delete {files} uncommitted files and {commits} commits that are "
            "nowhere else. Confirm to remove it all the same.",
            files=files,
            commits=commits,
            live=live,
        )
