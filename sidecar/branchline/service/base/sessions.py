"""The records of all sessions: in memory, in the store, and told to whoever listens.

The one place where a session's record changes, by `happened`. Each change gets the next revision. The state machine is
loaded with the first: to list them needs none of it.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import attrs

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.session import Session
from branchline.service.base.listeners import Listeners
from branchline.service.base.saving import Saving
from branchline.store.store import Store

if TYPE_CHECKING:
    from branchline.core.session.effects import Effect
    from branchline.core.session.events import Event

log = logging.getLogger(__name__)

E = TypeVar("E", bound="Effect")


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


@attrs.frozen
class LookedAt:
    """The user looked at the session, whether there was something new in it or not."""

    session_id: str


News = Changed | Dropped | Activated | LookedAt


class Sessions:
    def __init__(self, store: Store, saving: Saving, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._saving = saving
        self._clock = clock
        self._sessions = {session.id: session for session in store.sessions()}
        self._doers: dict[type[Any], Callable[[str, Any], None]] = {}
        self.listeners: Listeners[News] = Listeners()
        """Told in the order of revisions."""
        self.revision = 0
        self.active: str | None = None

    def all(self) -> list[Session]:
        """Oldest first."""
        return sorted(self._sessions.values(), key=lambda session: (session.created_at, session.id))

    def get(self, session_id: str) -> Session:
        """Raises NO_SESSION."""
        try:
            return self._sessions[session_id]
        except KeyError:
            raise BranchlineError(ErrorCode.NO_SESSION, "This session does not exist any more.") from None

    def find(self, session_id: str) -> Session | None:
        return self._sessions.get(session_id)

    def has(self, session_id: str) -> bool:
        return session_id in self._sessions

    def add(self, session: Session) -> None:
        self._put(session)

    def does(self, effect: type[E], do: Callable[[str, E], None]) -> None:
        """Whoever carries out effects of this kind says so, once. `do` gets a session's id and the effect, must not
        block, and raises nothing."""
        if effect in self._doers:
            raise ValueError(f"{effect.__name__} is carried out by somebody else")
        self._doers[effect] = do

    def nobody_does(self) -> set[type[Any]]:
        """The kinds of effects that would come to nothing."""
        from branchline.core.session.effects import Effect

        return set(get_args(Effect)) - set(self._doers)

    def happened(self, session_id: str, event: Event) -> None:
        """The one way in which a session changes, and what is to be done about it is begun.

        Raises NO_SESSION and INVALID_STATE; nothing changed then.
        """
        from branchline.core.session.events import Looked
        from branchline.core.session.lifecycle import step

        before = self.get(session_id)
        after, effects = step(before, event, self._clock())
        log.debug("%s: %s%s", session_id[:8], type(event).__name__, [type(effect).__name__ for effect in effects] or "")
        if after != before:
            _log_change(before, after)
            self._put(after)
        if isinstance(event, Looked):
            self.listeners.tell(LookedAt(session_id))
        for effect in effects:
            self._begin(session_id, effect)

    def drop(self, session_id: str) -> None:
        """Forget the session; whoever knew something of it is told. Raises NO_SESSION."""
        self.get(session_id)
        del self._sessions[session_id]
        self._store.delete(session_id)
        self._saving.soon()
        self.revision += 1
        if self.active == session_id:
            self.activate(None)
        self.listeners.tell(Dropped(self.revision, session_id))

    def activate(self, session_id: str | None) -> None:
        """The user looks at this one. Raises NO_SESSION."""
        if session_id is not None:
            self.get(session_id)
        if session_id == self.active:
            return
        self.active = session_id
        self.listeners.tell(Activated(session_id))

    async def until(self, session_id: str, condition: Callable[[Session], bool]) -> None:
        """Returns when that is true of the session. Raises NO_SESSION, also when it is dropped meanwhile."""
        altered = asyncio.Event()

        def heard(_news: News) -> None:
            altered.set()

        self.listeners.add(heard)
        try:
            while not condition(self.get(session_id)):
                altered.clear()
                await altered.wait()
        finally:
            self.listeners.remove(heard)

    async def saved(self) -> None:
        """Returns when everything that was changed until now is on the disk. Raises OSError."""
        await self._saving.saved()

    def _begin(self, session_id: str, effect: Effect) -> None:
        try:
            self._doers[type(effect)](session_id, effect)
        except Exception:  # the other effects must not suffer, nor whoever told what happened
            log.exception("%s: %s could not be begun", session_id[:8], effect)

    def _put(self, session: Session) -> None:
        self._sessions[session.id] = session
        self._store.save(session)
        self._saving.soon()
        self.revision += 1
        self.listeners.tell(Changed(self.revision, session))


def _log_change(before: Session, after: Session) -> None:
    if after.status is not before.status:
        log.info(
            "%s: %s -> %s (%s%s)",
            after.id[:8],
            before.status.value,
            after.status.value,
            after.evidence.rule,
            f", {after.reason}" if after.reason else "",
        )
