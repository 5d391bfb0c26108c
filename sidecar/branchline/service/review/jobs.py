"""Work with git that nobody waits for: one at a time for each repository, at a low priority."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from weakref import WeakValueDictionary

from branchline.core.model.session import Session
from branchline.machine import priority
from branchline.service.base.background import Background


class Jobs:
    def __init__(self, background: Background) -> None:
        self._background = background
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def start(self, session: Session | None, work: Callable[[], Awaitable[None]], what: str) -> None:
        """Begun when those before it in the session's repository have ended, and nobody waits for a new session."""
        self._background.start(self._in_turn(session, work), what)

    async def _in_turn(self, session: Session | None, work: Callable[[], Awaitable[None]]) -> None:
        repository = (session.common_dir or session.repo) if session is not None else ""
        lock = self._locks.get(repository)
        if lock is None:
            lock = self._locks[repository] = asyncio.Lock()
        async with lock:
            await self._background.foreground.clear()
            with priority.low():
                await work()
