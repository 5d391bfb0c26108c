"""Sees to the end of a session's agent."""

from __future__ import annotations

import asyncio

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.reasons import PauseReason
from branchline.core.session.events import StopRequested
from branchline.service.base.sessions import Sessions
from branchline.service.terminals.terminals import KILL_PATIENCE


async def ended(sessions: Sessions, session_id: str, reason: PauseReason = PauseReason.STOPPED) -> None:
    """Returns when no agent of the session lives or is about to. Raises NO_SESSION, and STILL_RUNNING when it cannot be
    ended.

    Whoever holds the worktree's lock must not wait for somebody else to end one that was resumed meanwhile: its start
    waits for that lock. So it is stopped here, again if need be, for `reason`.
    """
    try:
        await asyncio.wait_for(_end(sessions, session_id, reason), KILL_PATIENCE)
    except asyncio.TimeoutError:
        raise BranchlineError(
            ErrorCode.STILL_RUNNING, "The agent could not be ended; nothing was removed. Try again or see the log."
        ) from None


async def _end(sessions: Sessions, session_id: str, reason: PauseReason) -> None:
    while (session := sessions.get(session_id)).status.is_live:
        if not session.stopping:
            sessions.happened(session_id, StopRequested(reason))
        await sessions.until(session_id, lambda now: not (now.status.is_live and now.stopping))
