"""One at a time: whoever makes, fills, frees or removes a session's worktree holds its lock."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from branchline.service.base.sessions import Dropped, News, Sessions


class WorktreeLocks:
    def __init__(self, sessions: Sessions) -> None:
        self._locks: dict[str, asyncio.Lock] = {}
        sessions.listeners.add(self._told)

    @asynccontextmanager
    async def of(self, session_id: str) -> AsyncIterator[None]:
        async with self._locks.setdefault(session_id, asyncio.Lock()):
            yield

    def _told(self, news: News) -> None:
        if isinstance(news, Dropped):
            self._locks.pop(news.session_id, None)
