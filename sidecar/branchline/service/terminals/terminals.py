"""All live terminals, and the connection to the ptyhost that holds them."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from branchline.agents.shared.agent import Agent
from branchline.core.errors import BranchlineError
from branchline.core.model import Launch, Observation, Process, Session, Status
from branchline.core.session.events import AgentExited, AgentStarted, Event, Observed, PtyhostLost
from branchline.machine.paths import Paths
from branchline.machine.processes import signal_group
from branchline.ptyhost.client import PtyhostConnection, connect_or_start
from branchline.service.base.background import Background
from branchline.service.terminals.first_screen import first_screen
from branchline.service.terminals.live_terminal import LiveTerminal
from branchline.terminal import keyframes
from branchline.terminal.screen import Screen

log = logging.getLogger(__name__)

_LOOK_EVERY = 0.05
COLS, ROWS = 120, 30
"""A terminal's size until somebody looks at it."""


class Terminals:
    """`happened` is told what terminals do, as events of the state machine; `status` and `process` give a session's;
    `painted` is called when a screen may have changed; `saved` returns when every record is on the disk."""

    def __init__(
        self,
        paths: Paths,
        guard: list[str],
        happened: Callable[[str, Event], None],
        status: Callable[[str], Status],
        process: Callable[[str], Process | None],
        painted: Callable[[str], None],
        saved: Callable[[], Awaitable[None]],
        background: Background,
    ) -> None:
        self._paths = paths
        self._guard = guard
        self._happened = happened
        self._status = status
        self._process = process
        self._painted = painted
        self._saved = saved
        self._background = background
        self._host: PtyhostConnection | None = None
        self._connecting = asyncio.Lock()
        self._live: dict[str, LiveTerminal] = {}
        self._leftovers: dict[str, asyncio.Event] = {}
        """Set when the agent of a lost terminal is gone, by session."""

    def get(self, session_id: str) -> LiveTerminal | None:
        return self._live.get(session_id)

    async def host(self) -> PtyhostConnection:
        """The connection to the ptyhost, which is started when there is none."""
        async with self._connecting:
            if self._host is None:
                self._host = await connect_or_start(self._paths, self)
                await self._host.guard(self._guard)
            return self._host

    async def recover(self, sessions: list[Session], agent_of: Callable[[str], Agent]) -> None:
        """After a start of the sidecar: take over what the ptyhost still holds, end what it lost."""
        if not sessions:
            return
        host = await self.host()
        held = {entry["session"]: entry for entry in await host.held()}
        for session in sessions:
            entry = held.get(session.id)
            if entry is None:
                self._end_leftover(session.id, session.process)
                self._happened(session.id, PtyhostLost())
                continue
            if session.process is None:
                # The sidecar ended between the start of the agent and the note of it.
                process = Process(int(entry["pid"]), float(entry["startTime"]))
                self._happened(session.id, AgentStarted(process, Launch(())))
            await self._follow(session.id, agent_of(session.agent), entry, self._kept_screen(session.id, entry))

    async def spawn(
        self, session: Session, agent: Agent, argv: list[str], env: Mapping[str, str], ring_size: int
    ) -> Process:
        """Start the agent in its worktree. Raises BranchlineError with the ptyhost's code."""
        folder = self._paths.session_folder(session.id)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        host = await self.host()
        await self._ended_leftover(session.id)
        screen = await asyncio.to_thread(first_screen, folder, COLS, ROWS)
        started = await host.spawn(
            session.id,
            argv,
            cwd=session.worktree,
            env=dict(env),
            cols=COLS,
            rows=ROWS,
            ring=str(folder / "ring"),
            ring_size=ring_size,
        )
        entry = next(entry for entry in await host.held() if entry["session"] == session.id)
        keyframes.save(folder / "keyframe", keyframes.take(screen))
        await self._follow(session.id, agent, entry, screen)
        return Process(started.pid, started.start_time)

    def _kept_screen(self, session_id: str, entry: Mapping[str, Any]) -> Screen:
        """The screen as it was last kept, or an empty one from which the whole scrollback is replayed."""
        keyframe = keyframes.load(self._paths.session_folder(session_id) / "keyframe")
        if keyframe and entry["start"] <= keyframe.offset <= entry["end"]:
            return keyframes.restore(keyframe)
        return Screen(entry["cols"], entry["rows"], offset=entry["start"])

    async def _follow(self, session_id: str, agent: Agent, entry: Mapping[str, Any], screen: Screen) -> None:
        folder = self._paths.session_folder(session_id)
        self.forget(session_id)
        self._live[session_id] = LiveTerminal(
            session_id,
            agent,
            screen,
            folder / "keyframe",
            answered=entry["mark"],
            status=self._status(session_id),
            observed=self._observed,
            wrote=self._answer,
            painted=self._painted,
        )
        await (await self.host()).stream(session_id, screen.offset)

    async def write(self, session_id: str, data: bytes) -> None:
        """Type into the terminal. Raises NOT_RUNNING."""
        if session_id not in self._live:
            raise BranchlineError("NOT_RUNNING", "This session's agent does not run; resume it first.")
        (await self.host()).write(session_id, data)

    async def kill(self, session_id: str) -> None:
        await (await self.host()).kill(session_id)

    def forget(self, session_id: str) -> None:
        terminal = self._live.pop(session_id, None)
        if terminal:
            terminal.close()

    async def shutdown_host(self) -> None:
        """End the ptyhost with whatever it still holds."""
        host = await self.host()
        self._host = None
        await host.shutdown()

    async def close(self) -> None:
        """Leave politely: agents go on, and every screen is kept for the next sidecar."""
        for terminal in list(self._live.values()):
            await terminal.write_keyframe()
            terminal.close()
        self._live.clear()
        if self._host:
            await self._host.goodbye()

    # ------------------------------------------------------------ what the ptyhost says

    def on_output(self, session_id: str, offset: int, data: bytes) -> None:
        terminal = self._live.get(session_id)
        if terminal:
            terminal.feed(offset, data)

    def on_resized(self, session_id: str, offset: int, cols: int, rows: int) -> None:
        terminal = self._live.get(session_id)
        if terminal:
            terminal.resize(cols, rows)

    def on_lagged(self, session_id: str, offset: int) -> None:
        terminal = self._live.get(session_id)
        if terminal:
            terminal.restart_at(offset)

    def on_exit(self, session_id: str, exit_code: int, end: int) -> None:
        self._background.start(self._exited(session_id, exit_code), "the end of an agent")

    def on_ptyhost_lost(self) -> None:
        log.error("the terminal host ended; its agents ended with it")
        self._host = None
        for session_id in list(self._live):
            self.forget(session_id)
            self._end_leftover(session_id, self._process(session_id))
            self._happened(session_id, PtyhostLost())

    def _end_leftover(self, session_id: str, process: Process | None) -> None:
        """An agent whose terminal is gone has been hung up on; one that ignored that is ended."""
        if process is not None:
            ended = self._leftovers[session_id] = asyncio.Event()
            self._background.start(_end_group(process, ended), "ending an agent without a terminal")

    async def _ended_leftover(self, session_id: str) -> None:
        """Never is a second agent started beside one that lives still."""
        ended = self._leftovers.get(session_id)
        if ended is not None:
            await ended.wait()
            self._leftovers.pop(session_id, None)

    async def _exited(self, session_id: str, exit_code: int) -> None:
        terminal = self._live.get(session_id)
        if terminal:
            await terminal.write_keyframe()
        self.forget(session_id)
        self._happened(session_id, AgentExited(exit_code))
        await self._saved()  # The ptyhost forgets the exit code when it is collected.
        if self._host:  # Else it was ended with the agent; a new one would hold nothing to collect.
            await self._host.collect(session_id)

    def _observed(self, session_id: str, observation: Observation) -> None:
        self._happened(session_id, Observed(observation))

    def _answer(self, session_id: str, answers: bytes, mark: int) -> None:
        if self._host:
            self._host.write(session_id, answers, mark)


async def _end_group(process: Process, ended: asyncio.Event) -> None:
    for number, patience in ((signal.SIGTERM, 2.0), (signal.SIGKILL, 1.0)):
        if not signal_group(process.pid, process.start_time, number):
            break
        for _ in range(int(patience / _LOOK_EVERY)):
            await asyncio.sleep(_LOOK_EVERY)
            if not signal_group(process.pid, process.start_time, 0):
                break
    ended.set()
