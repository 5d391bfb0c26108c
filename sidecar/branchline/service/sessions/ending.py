"""Waits for the end of a session's agent."""

from __future__ import annotations

import asyncio

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.service.base.sessions import Sessions

PATIENCE = 10.0
"""Seconds until a killed agent must be gone: the series HUP, TERM, KILL takes less than three."""


async def ended(sessions: Sessions, session_id: str) -> None:
    """Returns when no agent of the session lives. Raises NO_SESSION, and STILL_RUNNING when it cannot be ended."""
    try:
        await asyncio.wait_for(sessions.ended(session_id), PATIENCE)
    except asyncio.TimeoutError:
        raise BranchlineError(
            ErrorCode.STILL_RUNNING, "The agent could not be ended; nothing was removed. Try again or see the log."
        ) from None
