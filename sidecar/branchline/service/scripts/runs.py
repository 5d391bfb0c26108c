"""What the user runs in sessions' worktrees beside the agents: a server for development, tests. One run a session, in a
terminal of its own, which outlives the sidecar as agents' terminals do."""

from __future__ import annotations

import asyncio
import os
from collections import defaultdict

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.session import Process, Session
from branchline.core.session.project_scripts import Script
from branchline.core.session.run_events import RunBegun, RunEnded, RunEnding, RunStarted, RunUnmade
from branchline.core.session.script_terminal import run_id
from branchline.machine.paths import self_command
from branchline.machine.user_environment import Environment
from branchline.service.base.base import Base
from branchline.service.base.sessions import Dropped, News
from branchline.service.scripts.live_runs import LiveRuns
from branchline.service.scripts.preview import answering
from branchline.service.scripts.run_command import RunCommand
from branchline.service.scripts.run_terminal import RING, delete_kept, kept_screen, last_lines
from branchline.service.terminals.host import COLS, KILL_PATIENCE, ROWS, Host
from branchline.service.terminals.left_behind import LeftBehind
from branchline.terminal.screen import Screen


class Runs:
    def __init__(self, base: Base, host: Host, left_behind: LeftBehind, command: RunCommand) -> None:
        self._paths = base.paths
        self._sessions = base.sessions
        self._settings = base.settings
        self._background = base.background
        self._locks = base.locks
        self._host = host
        self._left_behind = left_behind
        self._command = command
        self._live = LiveRuns(base=base, host=host, port_of=command.port)
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
            live, session = self._live.find(session_id), self._sessions.find(session_id)
            if session is not None and session.is_run:
                self._sessions.happened(session_id, RunEnding())
            if live is not None and not live.gone.is_set():
                await (await self._host.connection()).kill(run_id(session_id))
                try:
                    await asyncio.wait_for(live.gone.wait(), KILL_PATIENCE)
                except asyncio.TimeoutError:
                    raise BranchlineError(
                        ErrorCode.STILL_RUNNING, "What runs in the worktree could not be ended. See the log."
                    ) from None
            if live is not None:
                await self._live.collect(session_id, live)
            if live is not None or (session is not None and session.run is not None):
                await self._left_behind.end_run(session_id)

    def attach_command(self, session_id: str) -> list[str]:
        """What shows its terminal, and stays until a key is pressed when it ended. Raises NO_SESSION, NOT_RUNNING."""
        session = self._sessions.get(session_id)
        if self._live.find(session_id) is None:
            raise BranchlineError(ErrorCode.NOT_RUNNING, f"Nothing runs in “{session.name}” now.")
        return self_command("attach", run_id(session_id), "--hold")

    async def output(self, session_id: str) -> list[str]:
        """The last lines that its run printed, also one that has ended; none where there was none. Raises NO_SESSION,
        NOT_SAVED."""
        self._sessions.get(session_id)
        return await asyncio.to_thread(last_lines, self._paths.session_folder(session_id))

    async def recover(self) -> None:
        """After a start of the sidecar: take over what the terminal host still holds."""
        sessions = [session for session in self._sessions.all() if session.run is not None]
        if not any(session.is_run for session in sessions) and (not sessions or self._host.connected is None):
            return
        host = await self._host.connection()
        held = {entry["session"]: entry for entry in await host.held()}
        for session in sessions:
            entry = held.get(run_id(session.id))
            if not session.is_run:
                if entry is not None and not entry["alive"]:
                    await host.collect(run_id(session.id))
                continue
            if entry is None:
                self._live.leftovers.end(session.id, session.run_process)
                self._sessions.happened(session.id, RunEnded())
                continue
            self._sessions.happened(session.id, RunStarted(Process(int(entry["pid"]), float(entry["startTime"]))))
            screen = kept_screen(self._paths.session_folder(session.id), entry)
            self._live.open(session, screen, entry["mark"], frozenset())
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
        await self._live.leftovers.gone(session.id)
        port, environment = self._command.port(session), await self._command.environment(session, user)
        taken = await answering(port)
        if (before := self._live.find(session.id)) is not None:
            await self._live.collect(session.id, before)
        host = await self._host.connection()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        delete_kept(folder)
        self._sessions.happened(session.id, RunBegun(alone))
        await self._sessions.saved()
        self._live.open(session, Screen(COLS, ROWS), 0, taken)
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
            self._live.forget(session.id)
            self._sessions.happened(session.id, RunUnmade())
            raise
        # Whatever cuts it off from here on leaves it to be taken over.
        self._sessions.happened(session.id, RunStarted(Process(started.pid, started.start_time)))
        await host.stream(own, 0)

    # ------------------------------------------------------------ ending

    def _told(self, news: News) -> None:
        if isinstance(news, Dropped):
            if self._live.find(news.session_id) is not None:
                self._background.start(self.end(news.session_id), "ending the run of a session that is gone")
            else:
                self._ending.pop(news.session_id, None)
