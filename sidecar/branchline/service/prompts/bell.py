"""Rings in a session's open terminals when it begins to wait for the user, if they want that.

What is heard is up to the terminal."""

from __future__ import annotations

import logging

from branchline.core.errors import BranchlineError
from branchline.core.session.attention_events import Begun
from branchline.core.session.needs import NeedKind
from branchline.service.base.background import Background
from branchline.service.base.settings import LiveSettings
from branchline.service.prompts.telling import Telling
from branchline.service.terminals.host import Host

log = logging.getLogger(__name__)


class Bell:
    def __init__(self, settings: LiveSettings, telling: Telling, host: Host, background: Background) -> None:
        self._settings = settings
        self._telling = telling
        self._host = host
        self._background = background
        telling.begun.add(self._begun)

    def _begun(self, begun: Begun) -> None:
        wanted = self._settings.now.enabled and self._settings.now.bell and not self._telling.is_quiet
        if wanted and begun.need.kind is NeedKind.WAITING:
            self._background.start(self._ring(begun.need.session_id), "ringing the bell")

    async def _ring(self, session_id: str) -> None:
        if self._host.connected is None:
            return
        try:
            await self._host.connected.bell(session_id)
        except BranchlineError as error:  # A terminal host of an earlier version cannot; or the agent has just ended.
            log.info("%s: the bell was not rung: %s", session_id[:8], error.message)
