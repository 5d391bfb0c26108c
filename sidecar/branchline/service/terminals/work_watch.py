"""Follows what runs under sessions: what agents' hooks tell, and their processes. These are looked at when an agent has
come to rest, and seldom while something goes on. What changed is told once a second at most."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

import attrs

from branchline.agents.shared.touched import Touched, touched
from branchline.core.model.agent import HookEvent
from branchline.core.model.session import Process, Session
from branchline.core.model.status import Status
from branchline.core.model.work_told import CommandLasts
from branchline.core.session import background as rules
from branchline.core.session.background import Running, Top
from branchline.core.session.progress import Doing, doing_told, rests
from branchline.core.session.work_events import WorkSeen
from branchline.machine.descendants import Descendants
from branchline.machine.paths import Paths
from branchline.machine.process_lock import holder_of
from branchline.service.base.background import Background
from branchline.service.base.listeners import Listeners
from branchline.service.base.sessions import Changed, Dropped, News, Sessions
from branchline.service.terminals.live_terminal import LiveTerminal
from branchline.service.terminals.terminals import Terminals

AT_REST = (0.5, 2.5, 6.0)
"""Seconds from the end of a turn to looks at what it left: some of it is too young at first to be told from a hook."""
EVERY = 8.0
"""Seconds between looks while something goes on."""
_TOLD_EVERY = 1.0
_SOON = 3.0
"""Seconds from being told of a command to the look that finds its process."""


@attrs.define
class Followed:
    """What is known of a session whose agent runs. `looks` are when its processes are looked at, on the loop's clock;
    `by_user` is the work that the user ended."""

    descendants: Descendants
    running: Running
    doing: Doing
    rests: bool = False
    looks: tuple[float, ...] = ()
    told_at: float = float("-inf")
    timer: asyncio.TimerHandle | None = None
    by_user: frozenset[str] = frozenset()


@attrs.frozen
class HookCalled:
    """`touched` is what a tool did that was just used; None: the hook tells of none."""

    session_id: str
    touched: Touched | None


class WorkWatch:
    def __init__(self, paths: Paths, sessions: Sessions, terminals: Terminals, background: Background) -> None:
        self._paths = paths
        self._sessions = sessions
        self._background = background
        self._followed: dict[str, Followed] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._looking = False
        self.hooks: Listeners[HookCalled] = Listeners()
        sessions.listeners.add(self._heard)
        terminals.listeners.add(self._painted)

    def start(self) -> None:
        for session in self._sessions.all():
            self._follow(session)

    def close(self) -> None:
        for followed in self._followed.values():
            _cancel(followed.timer)
        _cancel(self._timer)
        self._followed.clear()

    def hooked(self, session: Session, terminal: LiveTerminal, event: HookEvent) -> None:
        """An agent's hook was called."""
        self.hooks.tell(HookCalled(session.id, touched(event, terminal.agent.tools)))
        followed = self._followed.get(session.id)
        if followed is None or terminal.agent.work is None:
            return
        for said in terminal.agent.work(event):
            followed.running = rules.running_told(followed.running, said, time.time())
            followed.doing = doing_told(followed.doing, said)
            if isinstance(said, CommandLasts):
                self._look_in(followed, (_SOON,))
        self._tell_soon(session.id, followed)

    def ended_by_user(self, session_id: str, work_id: str) -> None:
        """Its end is no news."""
        if (followed := self._followed.get(session_id)) is not None:
            followed.by_user |= {work_id}
            self._look_in(followed, (0.0,))

    def _heard(self, news: News) -> None:
        match news:
            case Changed(_, session):
                self._follow(session)
            case Dropped(_, session_id):
                self._forget(session_id)

    def _follow(self, session: Session) -> None:
        if session.process is None:
            self._forget(session.id)
            return
        followed = self._followed.get(session.id)
        if followed is None:
            descendants = Descendants(session.id, self._paths.runtime)
            doing = Doing(told=session.progress if session.progress and session.progress.total else None)
            followed = Followed(descendants, rules.as_before(session.background), doing)
            self._followed[session.id] = followed
        if session.rests and not followed.rests:
            self._rested(session, followed)
        followed.rests = session.rests

    def _rested(self, session: Session, followed: Followed) -> None:
        followed.running, followed.doing = rules.at_rest(followed.running), rests(followed.doing)
        self._look_in(followed, AT_REST)
        self._tell_soon(session.id, followed)

    def _forget(self, session_id: str) -> None:
        if (followed := self._followed.pop(session_id, None)) is not None:
            _cancel(followed.timer)

    def _painted(self, terminal: LiveTerminal) -> None:
        followed = self._followed.get(terminal.session_id)
        if followed is not None and followed.doing.percent != terminal.percent:
            followed.doing = attrs.evolve(followed.doing, percent=terminal.percent)
            self._tell_soon(terminal.session_id, followed)

    # ------------------------------------------------------------ telling

    def _tell_soon(self, session_id: str, followed: Followed) -> None:
        if followed.timer is None:
            loop = asyncio.get_running_loop()
            wait = max(0.0, followed.told_at + _TOLD_EVERY - loop.time())
            followed.timer = loop.call_later(wait, self._tell, session_id, followed)

    def _tell(self, session_id: str, followed: Followed) -> None:
        followed.timer = None
        session = self._sessions.find(session_id)
        if session is None or self._followed.get(session_id) is not followed:
            return
        tool = followed.doing.tool if session.status in (Status.WORKING, Status.WAITING) else None
        said = WorkSeen(followed.running.background, followed.doing.progress, tool, followed.by_user)
        if (session.background, session.progress, session.tool) != (said.background, said.progress, said.tool):
            followed.told_at = asyncio.get_running_loop().time()
            self._sessions.happened(session_id, said)

    # ------------------------------------------------------------ looking

    def _look_in(self, followed: Followed, waits: Sequence[float]) -> None:
        now = asyncio.get_running_loop().time()
        followed.looks = tuple(sorted((*followed.looks, *(now + wait for wait in waits))))[:10]
        self._schedule()

    def _schedule(self) -> None:
        """One timer, for whichever is due first."""
        due = min((each.looks[0] for each in self._followed.values() if each.looks), default=None)
        _cancel(self._timer)
        self._timer = None
        if due is not None and not self._looking:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(max(0.0, due - loop.time()), self._on_timer)

    def _on_timer(self) -> None:
        self._timer = None
        self._looking = True
        self._background.start(self._look(), "looking at what agents run")

    async def _look(self) -> None:
        try:
            now = asyncio.get_running_loop().time()
            for session_id, followed in list(self._followed.items()):
                if followed.looks and followed.looks[0] <= now:
                    followed.looks = tuple(each for each in followed.looks if each > now)
                    await self._look_at(session_id, followed)
        finally:
            self._looking = False
            self._schedule()

    async def _look_at(self, session_id: str, followed: Followed) -> None:
        session = self._sessions.find(session_id)
        if session is None or session.process is None:
            return
        tops = await asyncio.to_thread(self._tops, followed.descendants, session.process)
        session = self._sessions.find(session_id)
        if session is None or session.process is None or self._followed.get(session_id) is not followed:
            return
        followed.running = rules.seen(followed.running, tops, session.begun_at, rests=session.rests, now=time.time())
        if followed.running.processes and not followed.looks:
            self._look_in(followed, (EVERY,))
        self._tell_soon(session_id, followed)

    def _tops(self, descendants: Descendants, agent: Process) -> list[Top]:
        agents = {each.process.pid for each in self._sessions.all() if each.process}
        return descendants.look(agent, holder_of(self._paths.ptyhost_lock), agents)


def _cancel(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()
