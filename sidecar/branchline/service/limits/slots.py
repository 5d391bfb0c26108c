"""Who may run: at most so many agents at once, the rest wait in the order in which they were made."""

from __future__ import annotations

from collections.abc import Callable

from branchline.core.model import Session, Status
from branchline.core.session.events import Event, QueueMoved, SlotGranted
from branchline.core.session.lifecycle import WITH_PROCESS
from branchline.service.base.sessions import Sessions


class Slots:
    def __init__(self, sessions: Sessions, limit: Callable[[], int], happened: Callable[[str, Event], None]) -> None:
        self._sessions = sessions
        self._limit = limit
        self._happened = happened

    def free(self) -> int:
        return self._limit() - sum(session.status in WITH_PROCESS for session in self._sessions.all())

    def grant(self) -> None:
        """Start as many queued sessions as there is room for."""
        for session in self._queued()[: max(0, self.free())]:
            self._happened(session.id, SlotGranted())
        self.number_queue()

    def number_queue(self) -> None:
        for place, session in enumerate(self._queued(), start=1):
            if session.queue_place != place:
                self._happened(session.id, QueueMoved(place))

    def _queued(self) -> list[Session]:
        return [session for session in self._sessions.all() if session.status is Status.QUEUED]
