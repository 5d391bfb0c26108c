"""The terminals of what users run, from their beginning until nobody looks at them any more."""

from __future__ import annotations

import asyncio
import contextlib
import functools
from collections.abc import Callable

from branchline.core.model.session import Session
from branchline.core.session.local_urls import Address
from branchline.core.session.run_events import RunEnded, RunListens
from branchline.core.session.script_terminal import run_id
from branchline.service.base.base import Base
from branchline.service.scripts.preview import Preview
from branchline.service.scripts.run_terminal import RunTerminal
from branchline.service.terminals.host import Host
from branchline.service.terminals.leftovers import Leftovers
from branchline.terminal.screen import Screen

SHOWN = 15.0
"""Seconds in which a terminal can still be looked at when it has ended: what fails does so while a window opens it."""


class LiveRun:
    """One that runs, and as long as its terminal is there."""

    def __init__(self, session_id: str, runs: LiveRuns) -> None:
        self._session_id = session_id
        self._runs = runs
        self.terminal: RunTerminal | None = None
        self.preview: Preview | None = None
        self.gone = asyncio.Event()
        """Its end is on the record."""
        self.until: asyncio.TimerHandle | None = None

    def printed(self, data: bytes) -> None:
        if self.preview is not None:
            self.preview.printed(data)

    def ended(self, exit_code: int | None) -> None:
        self._runs.ended(self._session_id, exit_code)

    async def left(self) -> None:
        if self.gone.is_set():
            await self._runs.collect(self._session_id, self)


class LiveRuns:
    """`port_of` tells the first of the ports that a session has for itself."""

    def __init__(self, base: Base, host: Host, port_of: Callable[[Session], int]) -> None:
        self._paths = base.paths
        self._sessions = base.sessions
        self._background = base.background
        self._host = host
        self._port_of = port_of
        self._live: dict[str, LiveRun] = {}
        self.leftovers = Leftovers(base.background)

    def find(self, session_id: str) -> LiveRun | None:
        return self._live.get(session_id)

    def open(self, session: Session, screen: Screen, mark: int, taken: frozenset[int]) -> None:
        own = run_id(session.id)
        live = self._live[session.id] = LiveRun(session.id, self)

        def answer(data: bytes, mark: int) -> None:
            if host := self._host.connected:
                host.write(own, data, mark)

        def found(address: Address) -> None:
            if self._sessions.has(session.id):
                self._sessions.happened(session.id, RunListens(address.port, address.url))

        live.terminal = RunTerminal(screen, self._paths.session_folder(session.id), mark, answer, live)
        live.preview = Preview(self._port_of(session), taken, found, self._background)
        self._host.others[own] = live.terminal

    # ------------------------------------------------------------ ending

    def ended(self, session_id: str, exit_code: int | None) -> None:
        """Its terminal says so, once; None: the terminal host was lost."""
        self._background.start(self._ended(session_id, exit_code), "the end of a run")

    async def _ended(self, session_id: str, exit_code: int | None) -> None:
        live, session = self._live.get(session_id), self._sessions.find(session_id)
        if live is None or live.gone.is_set():
            return
        if live.preview is not None:
            live.preview.close()
        if session is not None:
            if exit_code is None:
                self.leftovers.end(session_id, session.run_process)
            self._sessions.happened(session_id, RunEnded(exit_code))
            with contextlib.suppress(OSError):  # Nothing but how it ended would be forgotten.
                await self._sessions.saved()
        live.gone.set()
        if exit_code is None:
            self.forget(session_id)
            return
        work = functools.partial(self._collect_later, session_id, live)
        live.until = asyncio.get_running_loop().call_later(SHOWN, work)

    def _collect_later(self, session_id: str, live: LiveRun) -> None:
        self._background.start(self.collect(session_id, live), "forgetting the terminal of a run")

    async def collect(self, session_id: str, live: LiveRun) -> None:
        """Its terminal, when it has ended: nobody looks at it any more."""
        if self._live.get(session_id) is live:
            self.forget(session_id)
            if host := self._host.connected:
                await host.collect(run_id(session_id))

    def forget(self, session_id: str) -> None:
        live = self._live.pop(session_id, None)
        self._host.others.pop(run_id(session_id), None)
        if live is None:
            return
        if live.until is not None:
            live.until.cancel()
        if live.preview is not None:
            live.preview.close()
        if live.terminal is not None:
            live.terminal.close()
