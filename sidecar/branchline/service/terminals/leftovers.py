"""Agents whose terminal is gone: they have been hung up on, and one that ignored that is ended."""

from __future__ import annotations

import asyncio
import signal

from branchline.core.model.session import Process
from branchline.machine.processes import signal_group
from branchline.service.base.background import Background

_LOOK_EVERY = 0.05
"""Seconds: nobody tells of the end of a process that is no child of ours."""


class Leftovers:
    def __init__(self, background: Background) -> None:
        self._background = background
        self._ended: dict[str, asyncio.Event] = {}
        """Set when the agent is gone, by session."""

    def end(self, session_id: str, process: Process | None) -> None:
        if process is not None:
            ended = self._ended[session_id] = asyncio.Event()
            self._background.start(_end_group(process, ended), "ending an agent without a terminal")

    async def gone(self, session_id: str) -> None:
        """Never is a second agent started beside one that lives still."""
        ended = self._ended.get(session_id)
        if ended is not None:
            await ended.wait()
            self._ended.pop(session_id, None)


async def _end_group(process: Process, ended: asyncio.Event) -> None:
    for number, patience in ((signal.SIGTERM, 2.0), (signal.SIGKILL, 1.0)):
        if not signal_group(process.pid, process.start_time, number):
            break
        for _ in range(int(patience / _LOOK_EVERY)):
            await asyncio.sleep(_LOOK_EVERY)
            if not signal_group(process.pid, process.start_time, 0):
                break
    ended.set()
