"""Notices that a session works without any sign of life, and that it stirs again. One timer, for whichever falls quiet
first; none while nothing works."""

from __future__ import annotations

import asyncio
import time

from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.reasons import WorkingReason
from branchline.core.session.quiet_events import FellQuiet, Stirred
from branchline.core.session.settings import Settings
from branchline.service.base.sessions import Changed, Dropped, News, Sessions
from branchline.service.base.settings import LiveSettings
from branchline.service.terminals.live_terminal import LiveTerminal
from branchline.service.terminals.terminals import Terminals


class QuietWatch:
    def __init__(self, sessions: Sessions, settings: LiveSettings, terminals: Terminals) -> None:
        self._sessions = sessions
        self._settings = settings
        self._terminals = terminals
        self._working: dict[str, float] = {}
        """Since when each that works does, by the monotonic clock: what it was before is no silence."""
        self._timer: asyncio.TimerHandle | None = None
        sessions.listeners.add(self._told)
        settings.listeners.add(self._configured)
        terminals.listeners.add(self._painted)

    def start(self) -> None:
        for session in self._sessions.all():
            self._follow(session)

    def close(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _told(self, news: News) -> None:
        match news:
            case Changed(_, session):
                self._follow(session)
            case Dropped(_, session_id):
                self._working.pop(session_id, None)

    def _follow(self, session: Session) -> None:
        if session.status is not Status.WORKING or session.reason is not None:
            self._working.pop(session.id, None)
        elif session.id not in self._working:
            self._working[session.id] = time.monotonic()
            if self._timer is None:  # Else it comes before this one can be due.
                self._schedule()

    def _configured(self, _settings: Settings) -> None:
        self.close()
        self._schedule()

    def _painted(self, terminal: LiveTerminal) -> None:
        session = self._sessions.find(terminal.session_id)
        if session is None or session.reason != WorkingReason.QUIET.value:
            return
        if terminal.lifeless_for() < self._settings.now.quiet_seconds:
            self._sessions.happened(session.id, Stirred())

    def _schedule(self) -> None:
        patience = self._settings.now.quiet_seconds
        lifeless = [self._lifeless_for(session_id) for session_id in self._working]
        if patience and lifeless:
            self._timer = asyncio.get_running_loop().call_later(max(0.0, patience - max(lifeless)), self._look)

    def _look(self) -> None:
        self._timer = None
        patience = self._settings.now.quiet_seconds
        for session_id in list(self._working):
            if (lifeless := self._lifeless_for(session_id)) >= patience > 0:
                self._sessions.happened(session_id, FellQuiet(time.time() - lifeless))
        if self._timer is None:
            self._schedule()

    def _lifeless_for(self, session_id: str) -> float:
        terminal, since = self._terminals.find(session_id), time.monotonic() - self._working[session_id]
        return since if terminal is None else min(since, terminal.lifeless_for())
