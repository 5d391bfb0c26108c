"""The records of all sessions: in memory, in the store, and told to whoever watches.

The one place where a session's record changes. Each change gets the next revision.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable

import attrs

from branchline.core.errors import BranchlineError
from branchline.core.model import Session
from branchline.core.session.events import Effect, Event
from branchline.core.session.lifecycle import step
from branchline.service.base.listeners import Listeners
from branchline.store.store import Store

log = logging.getLogger(__name__)


@attrs.frozen
class Changed:
    """The session's record as it is now, also of one that is new."""

    revision: int
    session: Session


@attrs.frozen
class Dropped:
    revision: int
    session_id: str


@attrs.frozen
class Activated:
    """The session that the user looks at; None: at none."""

    session_id: str | None


News = Changed | Dropped | Activated


class Sessions:
    def __init__(self, store: Store, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._clock = clock
        self._sessions = {session.id: session for session in store.sessions()}
        self._dirty = asyncio.Event()
        self._saving = asyncio.Lock()
        self._saver: asyncio.Task[None] | None = None
        self.listeners: Listeners[News] = Listeners()
        """Told in the order of revisions."""
        self.revision = 0
        self.active: str | None = None

    def start(self) -> None:
        self._saver = asyncio.create_task(self._save_when_dirty())

    async def close(self) -> None:
        if self._saver:
            self._saver.cancel()
        await self.saved()

    def all(self) -> list[Session]:
        """Oldest first."""
        return sorted(self._sessions.values(), key=lambda session: (session.created_at, session.id))

    def get(self, session_id: str) -> Session:
        """Raises NO_SESSION."""
        try:
            return self._sessions[session_id]
        except KeyError:
            raise BranchlineError("NO_SESSION", "This session does not exist any more.") from None

    def has(self, session_id: str) -> bool:
        return session_id in self._sessions

    def add(self, session: Session) -> None:
        self._put(session)

    def apply(self, session_id: str, event: Event) -> list[Effect]:
        """Raises NO_SESSION and INVALID_STATE; nothing changed then."""
        before = self.get(session_id)
        after, effects = step(before, event, self._clock())
        if after != before:
            if after.status is not before.status:
                log.info(
                    "%s: %s -> %s (%s%s)",
                    after.id[:8],
                    before.status.value,
                    after.status.value,
                    after.evidence.rule,
                    f", {after.reason}" if after.reason else "",
                )
            self._put(after)
        return effects

    def drop(self, session_id: str) -> None:
        """Forget the session. Raises NO_SESSION."""
        self.get(session_id)
        del self._sessions[session_id]
        self._store.delete(session_id)
        self._dirty.set()
        self.revision += 1
        if self.active == session_id:
            self.activate(None)
        self.listeners.tell(Dropped(self.revision, session_id))

    def activate(self, session_id: str | None) -> None:
        if session_id is not None:
            self.get(session_id)
        if session_id == self.active:
            return
        self.active = session_id
        self.listeners.tell(Activated(session_id))

    def save_soon(self) -> None:
        """Something else in the store changed."""
        self._dirty.set()

    async def saved(self) -> None:
        """Returns when everything that was changed until now is on the disk."""
        self._dirty.clear()
        async with self._saving:
            data = self._store.pending()
            if data is not None:
                await asyncio.to_thread(self._store.write, data)

    def _put(self, session: Session) -> None:
        self._sessions[session.id] = session
        self._store.save(session)
        self._dirty.set()
        self.revision += 1
        self.listeners.tell(Changed(self.revision, session))

    async def _save_when_dirty(self) -> None:
        while True:
            await self._dirty.wait()
            try:
                await self.saved()
            except OSError as error:
                # The disk is full or gone: memory stays the truth, the next change tries again.
                log.error("the store could not be written: %s", error)
                await asyncio.sleep(1)
                self._dirty.set()
            await asyncio.sleep(0.05)
