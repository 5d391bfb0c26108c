"""Tells the user what sessions need, by the rules of `core/session/attention.py`: one window is told, once."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Callable, Iterable

from branchline.core.model.session import Session
from branchline.core.session.attention import Attention, attend, teller
from branchline.core.session.attention_events import (
    Begun,
    Due,
    Event,
    NeedsSeen,
    SessionChanged,
    SessionDropped,
    Tell,
    WindowClosed,
    WindowLooked,
    WindowOpened,
)
from branchline.service.base.listeners import Listeners
from branchline.service.base.sessions import Changed, Dropped, News, Sessions
from branchline.service.base.settings import LiveSettings


class Telling:
    """One timer, while something is to be told. `clock` gives seconds that only go forward."""

    def __init__(
        self,
        sessions: Sessions,
        settings: LiveSettings,
        is_answered: Callable[[Session], bool] = lambda _: False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`is_answered`: what the session waits for gets a common answer."""
        self._settings = settings
        self._is_answered = is_answered
        self._clock = clock
        self._attention = Attention.among(sessions.all())
        self._numbers = itertools.count(1)
        self._timer: asyncio.TimerHandle | None = None
        self.begun: Listeners[Begun] = Listeners()
        """Told at once, whatever windows there are."""
        self.listeners: Listeners[Tell] = Listeners()
        sessions.listeners.add(self._told)

    @property
    def is_quiet(self) -> bool:
        """The user wants to hear nothing at this hour."""
        return self.quiet_for > 0

    @property
    def quiet_for(self) -> float:
        """Seconds until the user wants to hear something; 0: now."""
        now = time.localtime()
        left = self._settings.now.quiet_hours.left(60 * now.tm_hour + now.tm_min)
        return max(0, 60 * left - now.tm_sec)

    @property
    def due(self) -> float | None:
        """When there is something to tell, by the clock."""
        return self._attention.due

    def has_windows(self) -> bool:
        return bool(self._attention.windows)

    def window_for(self, *folders: str) -> int | None:
        """The one that is told what is about these folders; None: there is none."""
        windows = self._attention.windows
        return teller(windows, [folders]) if windows else None

    def opened(self, folders: Iterable[str]) -> int:
        """A window with these folders; the number by which it is known."""
        number = next(self._numbers)
        self._happened(WindowOpened(number, tuple(folders)))
        return number

    def looked(self, number: int, *, focused: bool, session: str | None) -> None:
        self._happened(WindowLooked(number, focused, session))

    def closed(self, number: int) -> None:
        self._happened(WindowClosed(number))

    def seen(self, ids: Iterable[str]) -> None:
        """The user knows of these needs, by their ids."""
        self._happened(NeedsSeen(tuple(ids)))

    def tick(self) -> None:
        """Tells what is due by now."""
        due = self._attention.due
        if due is not None and self._clock() >= due:
            self._happened(Due(self._settings.now.notifications, self.is_quiet))
        else:
            self._schedule()

    def close(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _told(self, news: News) -> None:
        match news:
            case Changed(_, session):
                self._happened(SessionChanged(session, self._is_answered(session)))
            case Dropped(_, session_id):
                self._happened(SessionDropped(session_id))

    def _happened(self, event: Event) -> None:
        before = self._attention.due
        self._attention, effects = attend(self._attention, event, self._clock())
        if self._attention.due != before:
            self._schedule()
        for effect in effects:
            match effect:
                case Begun():
                    self.begun.tell(effect)
                case Tell():
                    self.listeners.tell(effect)

    def _schedule(self) -> None:
        self.close()
        due, self._timer = self._attention.due, None
        if due is not None:
            self._timer = asyncio.get_running_loop().call_later(max(0.0, due - self._clock()), self.tick)
