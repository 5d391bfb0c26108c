"""Looks at open pull requests now and then, where the user wants that: at the interval of their settings, while there
is a window. One timer for all; none where there is nothing to look at."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from branchline.core.errors import BranchlineError
from branchline.core.model.pull_request import PullRequestStatus
from branchline.core.model.session import Session
from branchline.core.session.settings import Settings
from branchline.machine.user_environment import Environment
from branchline.service.base.background import Background
from branchline.service.base.sessions import Changed, News, Sessions
from branchline.service.base.settings import LiveSettings

log = logging.getLogger(__name__)

_OPEN = {PullRequestStatus.OPEN, PullRequestStatus.DRAFT}


class PullRequestLooks:
    def __init__(
        self,
        sessions: Sessions,
        settings: LiveSettings,
        background: Background,
        look: Callable[[str, Environment | None], Awaitable[object]],
        seen: Callable[[], bool],
    ) -> None:
        self._sessions = sessions
        self._settings = settings
        self._background = background
        self._look = look
        self._seen = seen
        self._timer: asyncio.TimerHandle | None = None
        self._looking = False
        sessions.listeners.add(self._told)
        settings.listeners.add(self._configured)

    def close(self) -> None:
        """Until it is configured anew."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    async def look_at_all(self) -> None:
        """One after the other. Without a window at none."""
        for session in self._open() if self._seen() else ():
            try:
                await self._look(session.id, None)
            except BranchlineError as error:
                log.info("%s: its pull request was not looked at: %s", session.id[:8], error.message)

    def _open(self) -> list[Session]:
        return [each for each in self._sessions.all() if each.pull_request and each.pull_request.state in _OPEN]

    def _told(self, news: News) -> None:
        if isinstance(news, Changed) and news.session.pull_request is not None:
            self._schedule()

    def _configured(self, _settings: Settings) -> None:
        self.close()
        self._schedule()

    def _schedule(self) -> None:
        interval = self._settings.now.pull_request_interval
        if interval and self._open() and self._timer is None and not self._looking:
            self._timer = asyncio.get_running_loop().call_later(interval, self._due)

    def _due(self) -> None:
        self._timer = None
        self._looking = True
        self._background.start(self._round(), "looking at pull requests")

    async def _round(self) -> None:
        try:
            await self.look_at_all()
        finally:
            self._looking = False
        self._schedule()
