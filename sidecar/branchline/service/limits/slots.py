"""Who may run: at most so many agents at once, the rest wait in the order in which they were made."""

from __future__ import annotations

from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.session.effects import GrantSlots
from branchline.core.session.events import QueueMoved, SlotGranted
from branchline.core.session.settings import Settings
from branchline.core.session.transitions import WITH_PROCESS
from branchline.service.base.sessions import Dropped, News, Sessions
from branchline.service.base.settings import LiveSettings


class Slots:
    def __init__(self, sessions: Sessions, settings: LiveSettings) -> None:
        self._sessions = sessions
        self._settings = settings
        sessions.does(GrantSlots, self._freed)
        sessions.listeners.add(self._told)
        settings.listeners.add(self._configured)

    def free(self) -> int:
        return self._settings.now.max_sessions - sum(each.status in WITH_PROCESS for each in self._sessions.all())

    def grant(self) -> None:
        """Start as many queued sessions as there is room for."""
        for session in self._queued()[: max(0, self.free())]:
            self._sessions.happened(session.id, SlotGranted())
        self.number_queue()

    def number_queue(self) -> None:
        for place, session in enumerate(self._queued(), start=1):
            if session.queue_place != place:
                self._sessions.happened(session.id, QueueMoved(place))

    def _queued(self) -> list[Session]:
        return [session for session in self._sessions.all() if session.status is Status.QUEUED]

    def _freed(self, _session_id: str, _effect: GrantSlots) -> None:
        self.grant()

    def _told(self, news: News) -> None:
        if isinstance(news, Dropped):
            self.grant()

    def _configured(self, _settings: Settings) -> None:
        self.grant()
