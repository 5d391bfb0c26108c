"""The terminals that sessions have beside their agents': what set-up scripts and run commands run in. The terminal host
holds them as it holds an agent's, by ids of their own; what they print is kept in a file of theirs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from pathlib import Path

import attrs

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.session import Process
from branchline.core.session.project_scripts import ScriptKind
from branchline.core.session.script_terminal import terminal_of
from branchline.service.terminals.host import COLS, KILL_PATIENCE, ROWS, Host

log = logging.getLogger(__name__)

LOG_SIZE = 1024 * 1024
"""Bytes of what a script prints that are kept: the last ones."""

Heard = Callable[[bytes], None]


@attrs.define
class _Held:
    ended: asyncio.Future[int]
    heard: Heard | None
    is_being_ended: bool = False


class ScriptTerminals:
    def __init__(self, host: Host) -> None:
        self._host = host
        self._held: dict[str, _Held] = {}

    def runs(self, terminal: str) -> bool:
        held = self._held.get(terminal)
        return held is not None and not held.ended.done()

    async def spawn(
        self, terminal: str, command: str, *, cwd: str, env: Mapping[str, str], log: Path, heard: Heard | None = None
    ) -> Process:
        """Have a POSIX shell run the command; it reads nothing. `log` begins anew; `heard` is called with what it
        prints, as it comes. Raises the terminal host's errors, ALREADY_RUNNING among them, and OSError."""
        host = await self._host.connection()
        if self.runs(terminal):
            raise BranchlineError(ErrorCode.ALREADY_RUNNING, "It runs already.")
        log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        log.unlink(missing_ok=True)
        self._hold(terminal, heard)
        try:
            started = await host.spawn(
                terminal,
                ["/bin/sh", "-c", 'exec /bin/sh -c "$1" </dev/null', "branchline", command],
                cwd=cwd,
                env=env,
                cols=COLS,
                rows=ROWS,
                ring=str(log),
                ring_size=LOG_SIZE,
            )
            await host.stream(terminal, 0)
        except BaseException:
            self._held.pop(terminal, None)
            raise
        return Process(started.pid, started.start_time)

    async def held(self) -> set[str]:
        """All that the terminal host holds, agents too. Raises HOST_UNREACHABLE."""
        return {str(each["session"]) for each in await (await self._host.connection()).held()}

    async def take_over(self, terminal: str, heard: Heard | None = None) -> Process | None:
        """What an earlier sidecar began there, as if this one had; `heard` gets all that is kept of it. None: nothing
        is held there. Raises HOST_UNREACHABLE."""
        host = await self._host.connection()
        entry = next((each for each in await host.held() if each["session"] == terminal), None)
        if entry is None:
            return None
        self._hold(terminal, heard)
        await host.stream(terminal, int(entry["start"]))
        return Process(int(entry["pid"]), float(entry["startTime"]))

    async def ended(self, terminal: str) -> int | None:
        """Returns when what runs there has ended: its exit code, negative for a signal; None where it was ended from
        here. The terminal host has forgotten it then. Raises NOT_RUNNING, and HOST_UNREACHABLE where the terminal host
        ended with it."""
        held = self._held.get(terminal)
        if held is None:
            raise BranchlineError(ErrorCode.NOT_RUNNING, "Nothing runs there.")
        code = await asyncio.shield(held.ended)
        if self._held.get(terminal) is held:
            del self._held[terminal]
            if host := self._host.connected:
                await host.collect(terminal)
        return None if held.is_being_ended else code

    async def end(self, terminal: str) -> None:
        """End what runs there, if anything does, with its process group; returns when it is gone. Raises STILL_RUNNING,
        HOST_UNREACHABLE."""
        held = self._held.get(terminal)
        if held is None or held.ended.done() or self._host.connected is None:
            return
        held.is_being_ended = True
        try:
            await self._host.connected.kill(terminal)
            await asyncio.wait_for(asyncio.shield(held.ended), KILL_PATIENCE)
        except asyncio.TimeoutError:
            raise BranchlineError(
                ErrorCode.STILL_RUNNING, "A script could not be ended. End it yourself and try again."
            ) from None
        except BranchlineError as error:
            if error.code is not ErrorCode.NO_SESSION:  # It ended by itself.
                raise

    async def end_all_of(self, session_id: str) -> None:
        """Raises as `end` does."""
        for kind in ScriptKind:
            await self.end(terminal_of(session_id, kind))

    # ------------------------------------------------------------ what the ptyhost says

    def printed(self, terminal: str, data: bytes) -> None:
        held = self._held.get(terminal)
        if held is not None and held.heard is not None:
            held.heard(data)

    def has_ended(self, terminal: str, exit_code: int) -> bool:
        """Whether it is one of these."""
        held = self._held.get(terminal)
        if held is not None and not held.ended.done():
            held.ended.set_result(exit_code)
        return held is not None

    def lost(self) -> None:
        """The terminal host died, and what ran there with it."""
        for held in self._held.values():
            if not held.ended.done():
                error = BranchlineError(ErrorCode.HOST_UNREACHABLE, "The terminal host ended, and the script with it.")
                held.ended.set_exception(error)
                held.ended.exception()  # Nobody may be waiting.
        self._held.clear()

    def _hold(self, terminal: str, heard: Heard | None) -> None:
        self._held[terminal] = _Held(asyncio.get_running_loop().create_future(), heard)
