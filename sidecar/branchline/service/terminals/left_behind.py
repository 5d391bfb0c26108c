"""What agents started and left running: servers, watchers, whatever went on by nohup or setsid. It is named before its
session is stopped, paused or removed, and ended then, unless the user wants it to go on."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Collection, Iterable

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.session import Process, Session
from branchline.core.session.descent import Around, Seen, Trace, in_words, started_by
from branchline.core.session.effects import EndLeftBehind
from branchline.core.session.script_terminal import run_id
from branchline.machine.lineage import being
from branchline.machine.paths import Paths
from branchline.machine.process_lock import holder_of
from branchline.machine.process_table import process_table
from branchline.machine.processes import is_same, signal_process
from branchline.service.base.background import Background
from branchline.service.base.sessions import Changed, Dropped, News, Sessions
from branchline.service.base.settings import LiveSettings

log = logging.getLogger(__name__)

SERIES = ((signal.SIGTERM, 2.0, 3), (signal.SIGKILL, 1.0, 10))
"""Signals, each with the seconds that what gets it may take, and how often what was started meanwhile gets it too."""
_LOOK_EVERY = 0.05
"""Seconds: nobody tells of the end of a process that is no child of ours."""


class LeftBehind:
    def __init__(self, paths: Paths, sessions: Sessions, settings: LiveSettings, background: Background) -> None:
        self._paths = paths
        self._sessions = sessions
        self._settings = settings
        self._background = background
        self._leaders: dict[str, set[Process]] = {}
        """The agents that each session had."""
        self._known: dict[str, set[Process]] = {}
        """What each was seen to have started, before its agent was ended."""
        self._under_way: dict[str, asyncio.Task[None]] = {}
        sessions.listeners.add(self._told)
        sessions.does(EndLeftBehind, self._begin)
        for session in sessions.all():
            self._note_leader(session)

    @property
    def is_kept(self) -> bool:
        """The user wants it to go on."""
        return self._settings.now.keep_processes

    async def of(self, session_id: str) -> list[Seen]:
        """What runs on when the session's agent ends, or does since it ended; the oldest first. What is in a living
        agent's own process group ends with it. Raises NO_SESSION."""
        agent = self._sessions.get(session_id).process
        found = await self._look([self._trace(session_id)])
        return [each for each in found if agent is None or each.group != agent.pid]

    async def at(self, session_id: str, worktree: str) -> list[Seen]:
        """Of a worktree that no session has; `session_id` is that of the one which it was made for."""
        return await self._look([Trace(session_id, os.path.realpath(worktree))])

    async def to_end(self, session_id: str) -> list[Seen]:
        """What a stop would end of it; nothing where it is kept."""
        return [] if self.is_kept else await self.of(session_id)

    async def note(self, session_id: str) -> None:
        """Before its agent is ended: what descends from it is seen to now, later maybe not."""
        found = await self._look([self._trace(session_id)])
        self._known.setdefault(session_id, set()).update(each.process for each in found)

    async def gone(self, session_id: str) -> None:
        """Returns when nothing is being ended: no new agent starts beside it, whose processes would go as well."""
        task = self._under_way.get(session_id)
        if task is not None:
            await asyncio.wait({task})

    async def end(self, *session_ids: str) -> None:
        """Of sessions whose agents have ended. Raises STILL_RUNNING when some of it cannot be ended."""
        for session_id in session_ids:
            await self.gone(session_id)
        left = [] if self.is_kept else await self._end(session_ids)
        if left:
            raise BranchlineError(
                ErrorCode.STILL_RUNNING,
                f"What the agent started still runs and could not be ended: {in_words(left)}. End it yourself and try"
                " again, or let it run with the setting branchline.keepProcesses.",
            )

    async def end_run(self, session_id: str) -> None:
        """Of a session's run that has ended, whatever is kept of agents. Raises STILL_RUNNING."""
        if left := await self._end([run_id(session_id)]):
            raise BranchlineError(
                ErrorCode.STILL_RUNNING,
                f"What was run in the worktree left something that could not be ended: {in_words(left)}. End it"
                " yourself and try again.",
            )

    def _begin(self, session_id: str, _effect: EndLeftBehind) -> None:
        if not self.is_kept:
            work = self._end_after_stop(session_id)
            self._under_way[session_id] = self._background.start(work, f"{session_id[:8]}: ending what its agent left")

    async def _end_after_stop(self, session_id: str) -> None:
        try:
            if left := await self._end([session_id]):
                log.warning("%s: %d processes of its agent could not be ended", session_id[:8], len(left))
        finally:
            if self._under_way.get(session_id) is asyncio.current_task():
                del self._under_way[session_id]

    async def _end(self, session_ids: Collection[str]) -> list[Seen]:
        """What could not be ended."""
        for number, patience, rounds in SERIES:
            for _ in range(rounds):
                found = await self._look(map(self._trace, session_ids))
                if not found:
                    return []
                log.info("signal %d to %d processes that agents left: %s", number, len(found), _pids(found))
                for each in found:
                    signal_process(each.process.pid, each.process.start_time, number)
                    signal_process(each.process.pid, each.process.start_time, signal.SIGCONT)
                if not await _have_ended(found, patience):
                    break
        return await self._look(map(self._trace, session_ids))

    async def _look(self, traces: Iterable[Trace]) -> list[Seen]:
        seen = await asyncio.to_thread(process_table, self._paths.runtime)
        around = self._around()
        found = {each for trace in traces for each in started_by(trace, seen, around)}
        return sorted(found, key=lambda each: (each.process.start_time, each.process.pid))

    def _around(self) -> Around:
        # Also one that is not connected to: no session has an agent.
        holder = holder_of(self._paths.ptyhost_lock)
        host = None if holder is None else being(holder)
        return Around(
            own=os.getpid(),
            host=None if host is None else Process(host.pid, host.started),
            agents=frozenset(
                each for one in self._sessions.all() for each in (one.process, one.run_process) if each is not None
            ),
            adopts=sys.platform == "linux",
        )

    def _trace(self, session_id: str) -> Trace:
        session = self._sessions.find(session_id)
        return Trace(
            session_id,
            worktree=os.path.realpath(session.worktree) if session and session.worktree else "",
            agent=session.process if session else None,
            leaders=frozenset(self._leaders.get(session_id, ())),
            known=frozenset(self._known.get(session_id, ())),
        )

    def _told(self, news: News) -> None:
        match news:
            case Changed(_, session):
                self._note_leader(session)
            case Dropped(_, session_id):
                self._leaders.pop(session_id, None)
                self._known.pop(session_id, None)

    def _note_leader(self, session: Session) -> None:
        if session.process is not None:
            self._leaders.setdefault(session.id, set()).add(session.process)
        if session.run_process is not None:
            self._leaders.setdefault(run_id(session.id), set()).add(session.run_process)


async def _have_ended(found: Collection[Seen], patience: float) -> bool:
    for _ in range(int(patience / _LOOK_EVERY)):
        if not any(is_same(each.process.pid, each.process.start_time) for each in found):
            return True
        await asyncio.sleep(_LOOK_EVERY)
    return False


def _pids(found: Collection[Seen]) -> str:
    return " ".join(str(each.process.pid) for each in found)
