"""One script of a session, from its start to what became of it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from pathlib import Path

from branchline.core.errors import BranchlineError
from branchline.core.model.session import Session
from branchline.core.model.setup import Setup, SetupStatus
from branchline.core.session.project_scripts import Script, ScriptKind
from branchline.core.session.script_terminal import terminal_of
from branchline.machine.paths import self_command
from branchline.machine.process_lock import holder_of
from branchline.machine.user_environment import Environment
from branchline.service.base.base import Base
from branchline.service.scripts.environment import ScriptEnvironment
from branchline.service.terminals.host import COLS, ROWS
from branchline.service.terminals.script_terminals import ScriptTerminals
from branchline.service.terminals.viewing import kept_lines

log = logging.getLogger(__name__)

S = SetupStatus


class ScriptRunning:
    def __init__(self, base: Base, terminals: ScriptTerminals, environment: ScriptEnvironment) -> None:
        self._paths = base.paths
        self._sessions = base.sessions
        self.terminals = terminals
        self._environment = environment

    async def run(
        self,
        session: Session,
        script: Script,
        seconds: float,
        user: Environment | None = None,
        began: Callable[[], bool] = lambda: True,
    ) -> Setup:
        """What became of it: CANCELLED where it was ended from here. At most `seconds` long; 0: as long as it takes.
        `began` is called when it runs; where that says that it is not wanted any more, it is ended at once. Raises
        nothing but what cancels it; it is ended then."""
        terminal, code, detail = terminal_of(session.id, script.kind), None, ""
        try:
            await self.end_left(session.id, script.kind)
            environment = await self._environment.of(session, user=user)
            await self.terminals.spawn(
                terminal,
                script.command,
                cwd=session.worktree,
                env=environment,
                log=self.log_of(session.id, script.kind),
            )
            if not began():
                await self.terminals.end(terminal)
            code = await asyncio.wait_for(self.terminals.ended(terminal), seconds or None)
            status = {None: S.CANCELLED, 0: S.DONE}.get(code, S.FAILED)
        except asyncio.TimeoutError:
            status = S.TIMED_OUT
            await self._end(terminal)
        except asyncio.CancelledError:
            await self._end(terminal)
            raise
        except (BranchlineError, OSError) as error:
            status, detail = S.FAILED, error.message if isinstance(error, BranchlineError) else f"{error.strerror}."
        log.info("%s: the %s script: %s %s", session.id[:8], script.kind.value, status.value, detail or code)
        return Setup(status, script.source, time.time(), code, detail)

    async def end_left(self, session_id: str, kind: ScriptKind) -> None:
        """End what a sidecar that was killed left of it. Raises HOST_UNREACHABLE, STILL_RUNNING."""
        terminal = terminal_of(session_id, kind)
        if not self.terminals.runs(terminal) and await self.terminals.take_over(terminal) is not None:
            await self.terminals.end(terminal)
            await self.terminals.ended(terminal)

    async def end_all_left(self, *, needed: bool) -> None:
        """What a sidecar that was killed left of any session's set-up or teardown; where nobody knows of any, only if
        there is a terminal host at all. Raises HOST_UNREACHABLE, STILL_RUNNING."""
        if not needed and holder_of(self._paths.ptyhost_lock) is None:
            return
        held = await self.terminals.held()
        for session_id in [each.id for each in self._sessions.all()]:
            for kind in (ScriptKind.SETUP, ScriptKind.TEARDOWN):
                if terminal_of(session_id, kind) in held:
                    await self.end_left(session_id, kind)

    def log_of(self, session_id: str, kind: ScriptKind) -> Path:
        """What it printed last."""
        return self._paths.session_folder(session_id) / f"{kind.value}.log"

    async def printed(self, session_id: str, kind: ScriptKind) -> list[str]:
        """Its lines, as far as they are kept and without secrets; none where it never ran. Raises NOT_SAVED."""
        return await asyncio.to_thread(lambda: list(kept_lines(self.log_of(session_id, kind), COLS, ROWS)))

    def watched_by(self, session_id: str, kind: ScriptKind) -> list[str] | None:
        """The command that shows it in a terminal; None while it does not run."""
        terminal = terminal_of(session_id, kind)
        return self_command("attach", terminal, "--hold") if self.terminals.runs(terminal) else None

    async def _end(self, terminal: str) -> None:
        try:
            await self.terminals.end(terminal)
            await self.terminals.ended(terminal)
        except BranchlineError as error:
            log.warning("a script that took too long: %s", error.message)
