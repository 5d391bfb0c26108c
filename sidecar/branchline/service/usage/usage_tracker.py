"""Looks what agents used: when one or its subagent comes to rest, and now and then while one works and a window is
open; never on a timer of its own, and never at a network."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import datetime

from branchline.agents.shared.usage import FromFiles, FromScreen, FromStore, UsageRequest
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.model.usage import Told
from branchline.core.model.work import BackgroundKind
from branchline.core.session.usage import UsageRead, added, since_of, used_by, with_turn
from branchline.machine.environment import agent_environment
from branchline.service.base.agents import Agents
from branchline.service.base.background import Background
from branchline.service.base.sessions import Changed, Dropped, News, Sessions
from branchline.service.terminals.live_terminal import LiveTerminal
from branchline.service.terminals.terminals import Terminals
from branchline.service.usage.reading import Reading
from branchline.store.store import Store
from branchline.store.usage_days import AgentDay, UsageDays

log = logging.getLogger(__name__)

WHILE_WORKING = 5.0
"""Seconds between looks while an agent works."""
SETTLE = 2.0
"""Seconds after which it is looked once more when an agent rests: some write down the last answer late."""
_ACTIVE = frozenset({Status.WORKING, Status.WAITING})


class UsageTracker:
    """`seen` says whether there is a window that would show it."""

    def __init__(
        self,
        sessions: Sessions,
        agents: Agents,
        terminals: Terminals,
        store: Store,
        background: Background,
        seen: Callable[[], bool],
    ) -> None:
        self._sessions = sessions
        self._agents = agents
        self._terminals = terminals
        self._days = UsageDays(store)
        self._background = background
        self._seen = seen
        self._active: set[str] = {each.id for each in sessions.all() if _is_active(each)}
        self._starting: set[str] = set()
        self._subagents: dict[str, frozenset[str]] = {each.id: _subagents(each) for each in sessions.all()}
        self._next: dict[str, float] = {}
        self._wanted: set[str] = set()
        self._locks: dict[str, asyncio.Lock] = {}
        self._readings: dict[str, tuple[UsageRequest, Reading]] = {}
        sessions.listeners.add(self._told)
        terminals.listeners.add(self._painted)

    def days(self, count: int) -> list[AgentDay]:
        """The last days on which something was used."""
        found = self._days.all()
        kept = sorted({each.day for each in found}, reverse=True)[:count]
        return [each for each in found if each.day in kept]

    def request(self, session_id: str) -> None:
        """Look soon. Requests that come before it has begun are one."""
        if session_id not in self._wanted:
            self._wanted.add(session_id)
            self._background.start(self._look(session_id), "looking what an agent used")

    async def _look(self, session_id: str) -> None:
        async with self._locks.setdefault(session_id, asyncio.Lock()):
            self._wanted.discard(session_id)
            session = self._sessions.find(session_id)
            if session is None:
                return
            source = self._agents.running(session.agent).usage
            if not isinstance(source, (FromFiles, FromStore)) or not session.worktree or self._is_anothers(session):
                return
            request = self._request(session)
            if (known := self._readings.get(session_id)) is None or known[0] != request:
                known = self._readings[session_id] = (request, Reading(source, request))
            reading = known[1]
            entries = await asyncio.to_thread(reading.read, time.time())
            session = self._sessions.find(session_id)
            if session is None:
                return
            conversation = request.id or ""
            used = used_by(conversation, entries, since_of(session, conversation), _day)
            if used is not None:
                model = next((each.model for each in reversed(entries) if each.model), None)
                windows = reading.windows.windows if reading.windows else None
                self._read(session, UsageRead(used, Told.CONVERSATION, model, windows))
            if session.status not in _ACTIVE:
                self._next.pop(session_id, None)

    def _request(self, session: Session) -> UsageRequest:
        own = dict(each.partition("=")[::2] for each in session.environment)
        user = self._agents.environments.of(session.id)
        extra = {**self._agents.running(session.agent).env, **own}
        environment = agent_environment(user, extra)
        return UsageRequest(environment, session.folder, session.created_at, session.agent_session)

    def _is_anothers(self, session: Session) -> bool:
        """An agent may be told to go on with any conversation: what is used in that counts for the first session."""
        return session.agent_session is not None and any(
            (each.agent, each.agent_session) == (session.agent, session.agent_session)
            and (each.created_at, each.id) < (session.created_at, session.id)
            for each in self._sessions.all()
        )

    def _turn_over(self, session: Session, source: FromScreen) -> None:
        terminal = self._terminals.find(session.id)
        tokens = source.read(terminal.view().lines) if terminal else None
        if tokens is not None:
            now = time.time()
            self._read(session, UsageRead(with_turn(session, tokens, now, _day(now)), Told.SCREEN))

    def _read(self, session: Session, read: UsageRead) -> None:
        self._sessions.happened(session.id, read)  # It is saved soon, and with it what is added now.
        more = added(session.used, self._sessions.get(session.id).used)
        if more:
            self._days.add(session.agent, more, _day(time.time()))

    def _told(self, news: News) -> None:
        match news:
            case Changed(_, session):
                before, now = self._subagents.get(session.id, frozenset()), _subagents(session)
                self._subagents[session.id] = now
                if before - now:  # It may have gone on after its agent came to rest.
                    self._look_soon(session)
                was = session.id in self._active
                if _is_active(session):
                    self._active.add(session.id)
                    self._starting.discard(session.id)
                elif session.status is Status.STARTING:
                    self._starting.add(session.id)
                elif session.id in self._starting:  # A turn may be over before anybody saw that it worked.
                    self._starting.discard(session.id)
                    self._look_soon(session)
                elif was:
                    self._active.discard(session.id)
                    self._rests(session)
            case Dropped(_, session_id):
                self._active.discard(session_id)
                self._starting.discard(session_id)
                for each in (self._next, self._locks, self._readings, self._subagents):
                    each.pop(session_id, None)

    def _rests(self, session: Session) -> None:
        source = self._agents.running(session.agent).usage
        if isinstance(source, FromScreen):
            if session.status is Status.READY:
                self._turn_over(session, source)
        else:
            self._look_soon(session)

    def _look_soon(self, session: Session) -> None:
        if isinstance(self._agents.running(session.agent).usage, (FromFiles, FromStore)):
            self.request(session.id)
            self._background.start(self._look_again(session.id), "looking again what an agent used")

    async def _look_again(self, session_id: str) -> None:
        await asyncio.sleep(SETTLE)
        await self._look(session_id)

    def _painted(self, terminal: LiveTerminal) -> None:
        """The agent prints, so it may have written down an answer."""
        session = self._sessions.find(terminal.session_id)
        if session is None or session.status is not Status.WORKING or not self._seen():
            return
        now = time.monotonic()
        if now >= self._next.setdefault(session.id, now + WHILE_WORKING):
            self._next[session.id] = now + WHILE_WORKING
            self.request(session.id)


def _is_active(session: Session) -> bool:
    return session.status in _ACTIVE and not session.rests


def _subagents(session: Session) -> frozenset[str]:
    return frozenset(each.id for each in session.background if each.kind is BackgroundKind.SUBAGENT)


def _day(at: float) -> str:
    return datetime.fromtimestamp(at).date().isoformat()
