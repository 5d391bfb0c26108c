"""All live terminals, which the ptyhost holds."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

from branchline.agents.shared.agent import Agent
from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.agent import Launch
from branchline.core.model.screen import Observation
from branchline.core.model.session import Process, Session
from branchline.core.session.effects import EndProcess
from branchline.core.session.events import AgentExited, AgentStarted, Observed, PtyhostLost
from branchline.core.session.transitions import WITH_PROCESS
from branchline.machine.paths import Paths
from branchline.service.base.agents import Agents
from branchline.service.base.background import Background
from branchline.service.base.listeners import Listeners
from branchline.service.base.sessions import Dropped, News, Sessions
from branchline.service.terminals.first_screen import first_screen
from branchline.service.terminals.host import COLS, KILL_PATIENCE, ROWS, Host, Ptyhost
from branchline.service.terminals.left_behind import LeftBehind
from branchline.service.terminals.leftovers import Leftovers
from branchline.service.terminals.live_terminal import LiveTerminal
from branchline.service.terminals.script_terminals import ScriptTerminals
from branchline.service.terminals.strays import Strays
from branchline.terminal import keyframes
from branchline.terminal.screen import Screen

log = logging.getLogger(__name__)


class Terminals:
    """What terminals do is told to the sessions, as events of the state machine."""

    def __init__(
        self,
        paths: Paths,
        sessions: Sessions,
        agents: Agents,
        left_behind: LeftBehind,
        ptyhost: Ptyhost,
        background: Background,
    ) -> None:
        self._paths = paths
        self._sessions = sessions
        self._agents = agents
        self._background = background
        self._leftovers = Leftovers(background)
        self.host = Host(ptyhost, self, agents.environments, background)
        self.scripts = ScriptTerminals(self.host)
        self.strays = Strays(paths)
        self.left_behind = left_behind
        self._live: dict[str, LiveTerminal] = {}
        self._taken_back: dict[str, asyncio.Event] = {}
        """Set when the agent is gone, by session."""
        self.listeners: Listeners[LiveTerminal] = Listeners()  # Told which screen may have changed.
        sessions.does(EndProcess, self._end)
        sessions.listeners.add(self._told)

    def find(self, session_id: str) -> LiveTerminal | None:
        return self._live.get(session_id)

    def get(self, session_id: str) -> LiveTerminal:
        """Raises NO_SESSION and NOT_RUNNING."""
        self._sessions.get(session_id)
        try:
            return self._live[session_id]
        except KeyError:
            raise BranchlineError(
                ErrorCode.NOT_RUNNING, "This session's agent does not run; resume it first."
            ) from None

    async def recover(self) -> None:
        """After a start of the sidecar: take over what the ptyhost still holds, end what it lost."""
        sessions = [session for session in self._sessions.all() if session.status in WITH_PROCESS]
        if not sessions:
            self.strays.note()
            return
        host = await self.host.connection()
        held = {entry["session"]: entry for entry in await host.held()}
        for session in sessions:
            entry = held.get(session.id)
            if entry is None:
                self.strays.note()
                self._leftovers.end(session.id, session.process)
                self._sessions.happened(session.id, PtyhostLost())
                continue
            if session.process is None:  # The sidecar ended between the start of the agent and the note of it.
                process = Process(int(entry["pid"]), float(entry["startTime"]))
                self._sessions.happened(session.id, AgentStarted(process, Launch(())))
            screen = self._kept_screen(session.id, entry)
            self._open(session.id, self._agents.running(session.agent), screen, mark=entry["mark"])
            await host.stream(session.id, screen.offset)
            if session.stopping and entry["alive"]:  # The sidecar ended between the request and the first signal.
                await host.kill(session.id)

    async def spawn(
        self, session: Session, agent: Agent, argv: list[str], env: Mapping[str, str], ring_size: int
    ) -> Process:
        """Start the agent in its worktree. Raises BranchlineError with the ptyhost's code."""
        folder = self._paths.session_folder(session.id)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        host = await self.host.connection()
        await self._leftovers.gone(session.id)
        await self.left_behind.gone(session.id)
        screen = await asyncio.to_thread(first_screen, folder, COLS, ROWS)
        # Before there is output: the agent calls its first hooks as soon as it runs.
        self._open(session.id, agent, screen, mark=0)
        try:
            started = await host.spawn(
                session.id,
                argv,
                cwd=session.folder,
                env=dict(env),
                cols=COLS,
                rows=ROWS,
                ring=str(folder / "ring"),
                ring_size=ring_size,
            )
            keyframes.save(folder / "keyframe", keyframes.take(screen))
            await host.stream(session.id, screen.offset)
        except BaseException:
            self._forget(session.id)
            raise
        return Process(started.pid, started.start_time)

    async def take_back(self, session_id: str) -> None:
        """End an agent that was spawned and is not to be known of; returns when it is gone."""
        self._forget(session_id)
        gone = self._taken_back[session_id] = asyncio.Event()
        try:
            host = await self.host.connection()
            await host.kill(session_id)
            await asyncio.wait_for(gone.wait(), KILL_PATIENCE)
            await host.collect(session_id)
        except (BranchlineError, asyncio.TimeoutError) as error:
            self._taken_back.pop(session_id, None)
            if not (isinstance(error, BranchlineError) and error.code is ErrorCode.NO_SESSION):  # It ended by itself.
                log.error("%s: an agent that should not run may run: %s", session_id[:8], error)

    async def write(self, session_id: str, data: bytes) -> None:
        """Type into the terminal. Raises NO_SESSION, NOT_RUNNING."""
        self.get(session_id)
        (await self.host.connection()).write(session_id, data)

    async def interrupt(self, session_id: str) -> None:
        """Stop what the agent does just now, by its own key. Raises NO_SESSION, NOT_RUNNING."""
        await self.write(session_id, self.get(session_id).agent.interrupt)

    async def close(self) -> None:
        """Leave politely: agents go on, and every screen is kept for the next sidecar."""
        for terminal in list(self._live.values()):
            await terminal.keep()
            terminal.close()
        self._live.clear()
        await self.host.leave()

    def _kept_screen(self, session_id: str, entry: Mapping[str, Any]) -> Screen:
        """The screen as it was last kept, or an empty one from which the whole scrollback is replayed."""
        keyframe = keyframes.load(self._paths.session_folder(session_id) / "keyframe")
        if keyframe and entry["start"] <= keyframe.offset <= entry["end"]:
            return keyframes.restore(keyframe)
        return Screen(entry["cols"], entry["rows"], offset=entry["start"])

    def _open(self, session_id: str, agent: Agent, screen: Screen, *, mark: int) -> None:
        self._forget(session_id)
        self._live[session_id] = LiveTerminal(
            session_id,
            agent,
            screen,
            folder=self._paths.session_folder(session_id),
            mark=mark,
            status=self._sessions.get(session_id).status,
            owner=self,
        )

    def _end(self, session_id: str, _effect: EndProcess) -> None:
        self._background.start(self._kill(session_id), "ending an agent")

    async def _kill(self, session_id: str) -> None:
        try:
            await self.left_behind.note(session_id)
        finally:
            await (await self.host.connection()).kill(session_id)

    def _told(self, news: News) -> None:
        if isinstance(news, Dropped):
            self._forget(news.session_id)

    def _forget(self, session_id: str) -> None:
        terminal = self._live.pop(session_id, None)
        if terminal:
            terminal.close()

    # ------------------------------------------------------------ what a terminal says

    def observed(self, session_id: str, observation: Observation) -> None:
        self._sessions.happened(session_id, Observed(observation))

    def answered(self, session_id: str, answers: bytes, mark: int) -> None:
        if host := self.host.connected:
            host.write(session_id, answers, mark)

    def painted(self, terminal: LiveTerminal) -> None:
        self.listeners.tell(terminal)

    # ------------------------------------------------------------ what the ptyhost says

    def on_output(self, session_id: str, offset: int, data: bytes) -> None:
        if terminal := self._live.get(session_id):
            terminal.feed(offset, data)
        else:
            self.scripts.printed(session_id, data)

    def on_resized(self, session_id: str, offset: int, cols: int, rows: int) -> None:
        if terminal := self._live.get(session_id):
            terminal.resize(cols, rows)

    def on_lagged(self, session_id: str, offset: int) -> None:
        if terminal := self._live.get(session_id):
            terminal.restart_at(offset)

    def on_exit(self, session_id: str, exit_code: int, end: int) -> None:
        if taken_back := self._taken_back.pop(session_id, None):
            taken_back.set()  # At once: who waits for it may be what the background's end waits for.
        elif not self.scripts.has_ended(session_id, exit_code):
            self._background.start(self._exited(session_id, exit_code), "the end of an agent")

    def on_ptyhost_lost(self) -> None:
        log.error("the terminal host ended; its agents ended with it")
        self.strays.note()
        self.host.lost()
        self.scripts.lost()
        for session_id in list(self._live):
            self._forget(session_id)
            self._leftovers.end(session_id, self._sessions.get(session_id).process)
            self._sessions.happened(session_id, PtyhostLost())

    async def _exited(self, session_id: str, exit_code: int) -> None:
        if terminal := self._live.get(session_id):
            await terminal.keep()
        self._forget(session_id)
        self._sessions.happened(session_id, AgentExited(exit_code))
        await self._sessions.saved()  # The ptyhost forgets the exit code when it is collected.
        if host := self.host.connected:  # Else it was ended with the agent; a new one would hold nothing to collect.
            await host.collect(session_id)
