"""What the user runs in sessions' worktrees beside the agents: a server for development, tests. One run a session, in a
terminal of its own, which outlives the sidecar as agents' terminals do."""

from __future__ import annotations

import asyncio
import os
from collections import defaultdict

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.session import Process, Session
from branchline.core.session.local_urls import Address
from branchline.core.session.project_scripts import Script
from branchline.core.session.run_events import RunBegun, RunEnded, RunEnding, RunListens, RunStarted, RunUnmade
from branchline.core.session.script_terminal import run_id
from branchline.machine.paths import self_command
from branchline.machine.user_environment import Environment
from branchline.service.base.base import Base
from branchline.service.base.sessions import Dropped, News
from branchline.service.scripts.preview import Preview, answering
from branchline.service.scripts.run_command import RunCommand
from branchline.service.scripts.run_terminal import RING, RunTerminal, delete_kept, kept_screen, last_lines
from branchline.service.terminals.host import COLS, KILL_PATIENCE, ROWS, Host
from branchline.service.terminals.left_behind import LeftBehind
from branchline.service.terminals.leftovers import Leftovers
from branchline.terminal.screen import Screen


class _Live:
    """One that runs, until its end is on the record."""

    def __init__(self, session_id: str, runs: Runs) -> None:
        self._session_id = session_id
        self._runs = runs
        self.terminal: RunTerminal | None = None
        self.preview: Preview | None = None
        self.gone = asyncio.Event()

    def printed(self, data: bytes) -> None:
        if self.preview is not None:
            self.preview.printed(data)

    def ended(self, exit_code: int | None) -> None:
        self._runs.ended(self._session_id, exit_code)


class Runs:
    def __init__(self, base: Base, host: Host, left_behind: LeftBehind, command: RunCommand) -> None:
        self._paths = base.paths
        self._sessions = base.sessions
        self._settings = base.settings
        self._background = base.background
        self._locks = base.locks
        self._host = host
        self._left_behind = left_behind
        self._leftovers = Leftovers(base.background)
        self._command = command
        self._live: dict[str, _Live] = {}
        self._ending: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._beginning: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        """By repository: of those that cannot run twice one begins at a time."""
        base.sessions.listeners.add(self._told)

    async def run(self, session_id: str, environment: Environment | None = None) -> list[Session]:
        """Start the project's run command in the session's worktree; gives the sessions whose run was ended for it.

        Raises NO_SESSION, NO_WORKTREE, INVALID_STATE where one runs already, RUN_UNKNOWN, NOT_APPROVED with the text's
        `digest`, STILL_RUNNING where one that cannot run beside it does not end, and the terminal host's errors."""
        async with self._locks.of(session_id):
            session = self._sessions.get(session_id)
            if not session.worktree or session.freed or not os.path.isdir(session.worktree):
                raise BranchlineError(ErrorCode.NO_WORKTREE, f"“{session.name}” has no worktree now. Resume it first.")
            if session.is_run:
                raise BranchlineError(
                    ErrorCode.INVALID_STATE, f"It runs in “{session.name}” already. End that run first."
                )
            script = await self._command.script(session)
            async with self._beginning[session.common_dir]:
                alone = script.one_at_a_time or self._settings.now.run_one_at_a_time
                ended = await self._end_others(session, alone)
                await self._begin(session, script, alone, environment)
        return ended

    async def end_by_user(self, session_id: str) -> None:
        """Raises NO_SESSION, INVALID_STATE where nothing runs, STILL_RUNNING."""
        session = self._sessions.get(session_id)
        if not session.is_run:
            raise BranchlineError(ErrorCode.INVALID_STATE, f"Nothing runs in “{session.name}” that could be ended.")
        await self.end(session_id)

    async def end(self, session_id: str) -> None:
        """End the session's run, if there is one, and all that it left running. Raises STILL_RUNNING."""
        async with self._ending[session_id]:
            live, session = self._live.get(session_id), self._sessions.find(session_id)
            if session is not None and session.is_run:
                self._sessions.happened(session_id, RunEnding())
            if live is not None:
                await (await self._host.connection()).kill(run_id(session_id))
                try:
                    await asyncio.wait_for(live.gone.wait(), KILL_PATIENCE)
                except asyncio.TimeoutError:
                    raise BranchlineError(
                        ErrorCode.STILL_RUNNING, "What runs in the worktree could not be ended. See the log."
                    ) from None
            if live is not None or (session is not None and session.run is not None):
                await self._left_behind.end_run(session_id)

    def attach_command(self, session_id: str) -> list[str]:
        """What shows its terminal, and stays until a key is pressed when it ended. Raises NO_SESSION, NOT_RUNNING."""
        session = self._sessions.get(session_id)
        if session_id not in self._live:
            raise BranchlineError(ErrorCode.NOT_RUNNING, f"Nothing runs in “{session.name}” now.")
        return self_command("attach", run_id(session_id), "--hold")

    async def output(self, session_id: str) -> list[str]:
        """The last lines that its run printed, also one that has ended; none where there was none. Raises NO_SESSION,
        NOT_SAVED."""
        self._sessions.get(session_id)
        return await asyncio.to_thread(last_lines, self._paths.session_folder(session_id))

    async def recover(self) -> None:
        """After a start of the sidecar: take over what the terminal host still holds."""
        sessions = [session for session in self._sessions.all() if session.is_run]
        if not sessions:
            return
        host = await self._host.connection()
        held = {entry["session"]: entry for entry in await host.held()}
        for session in sessions:
            entry = held.get(run_id(session.id))
            if entry is None:
                self._leftovers.end(session.id, session.run_process)
                self._sessions.happened(session.id, RunEnded())
                continue
            self._sessions.happened(session.id, RunStarted(Process(int(entry["pid"]), float(entry["startTime"]))))
            screen = kept_screen(self._paths.session_folder(session.id), entry)
            self._open(session, screen, entry["mark"], frozenset())
            await host.stream(run_id(session.id), screen.offset)
            if session.run is not None and session.run.ending and entry["alive"]:
                await host.kill(run_id(session.id))

    # ------------------------------------------------------------ beginning

    async def _end_others(self, session: Session, alone: bool) -> list[Session]:
        others = [
            each
            for each in self._sessions.all()
            if each.id != session.id
            and each.common_dir == session.common_dir
            and each.is_run
            and (alone or (each.run is not None and each.run.one_at_a_time))
        ]
        for each in others:
            await self.end(each.id)
        return others

    async def _begin(self, session: Session, script: Script, alone: bool, user: Environment | None) -> None:
        own, folder = run_id(session.id), self._paths.session_folder(session.id)
        await self._leftovers.gone(session.id)
        port, environment = self._command.port(session), await self._command.environment(session, user)
        taken = await answering(port)
        host = await self._host.connection()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        delete_kept(folder)
        self._sessions.happened(session.id, RunBegun(alone))
        await self._sessions.saved()
        self._open(session, Screen(COLS, ROWS), 0, taken)
        try:
            started = await host.spawn(
                own,
                ["/bin/sh", "-c", script.command],
                cwd=session.worktree,
                env=environment,
                cols=COLS,
                rows=ROWS,
                ring=str(folder / RING),
                ring_size=self._settings.now.scrollback_bytes,
            )
        except (BranchlineError, OSError):
            self._forget(session.id)
            self._sessions.happened(session.id, RunUnmade())
            raise
        # Whatever cuts it off from here on leaves it to be taken over.
        self._sessions.happened(session.id, RunStarted(Process(started.pid, started.start_time)))
        await host.stream(own, 0)

    def _open(self, session: Session, screen: Screen, mark: int, taken: frozenset[int]) -> None:
        own = run_id(session.id)
        live = self._live[session.id] = _Live(session.id, self)

        def answer(data: bytes, mark: int) -> None:
            if host := self._host.connected:
                host.write(own, data, mark)

        def found(address: Address) -> None:
            self._sessions.happened(session.id, RunListens(address.port, address.url))

        live.terminal = RunTerminal(screen, self._paths.session_folder(session.id), mark, answer, live)
        live.preview = Preview(self._command.port(session), taken, found, self._background)
        self._host.others[own] = live.terminal

    # ------------------------------------------------------------ ending

    def ended(self, session_id: str, exit_code: int | None) -> None:
        """Its terminal says so, once; None: the terminal host was lost."""
        self._background.start(self._ended(session_id, exit_code), "the end of a run")

    async def _ended(self, session_id: str, exit_code: int | None) -> None:
        live, session = self._live.get(session_id), self._sessions.find(session_id)
        if live is None:
            return
        if exit_code is None and session is not None:
            self._leftovers.end(session_id, session.run_process)
        self._forget(session_id)
        try:
            if session is not None:
                self._sessions.happened(session_id, RunEnded(exit_code))
                await self._sessions.saved()  # The terminal host forgets the exit code when it is collected.
            if exit_code is not None and (host := self._host.connected):
                await host.collect(run_id(session_id))
        finally:
            live.gone.set()

    def _forget(self, session_id: str) -> None:
        live = self._live.pop(session_id, None)
        self._host.others.pop(run_id(session_id), None)
        if live is not None and live.preview is not None:
            live.preview.close()
        if live is not None and live.terminal is not None:
            live.terminal.close()

    def _told(self, news: News) -> None:
        if isinstance(news, Dropped):
            if news.session_id in self._live:
                self._background.start(self.end(news.session_id), "ending the run of a session that is gone")
            else:
                self._ending.pop(news.session_id, None)
