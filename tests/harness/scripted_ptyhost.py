"""A terminal host in the test's own process: what agents print and when they end is up to the test."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.ptyhost.client import PtyhostConnection, PtyhostListener, Started
from branchline.ptyhost.ring import Ring
from harness.recordings import load, middle_of

HUNG_UP = -1


class Program:
    """What runs in a terminal. `reads` is called with each text that is typed, and may print. `output` is its own;
    the scrollback goes on where the session's last program ended."""

    def __init__(self, host: ScriptedPtyhost, session_id: str, pid: int, spawned: Mapping[str, Any]) -> None:
        self.session_id = session_id
        self.pid = pid
        self.argv: list[str] = spawned["argv"]
        self.cwd: str = spawned["cwd"]
        self.env: Mapping[str, str] = spawned["env"]
        self.size: tuple[int, int] = (spawned["cols"], spawned["rows"])
        self.ring = Ring(spawned["ring"], spawned["ring_size"])
        self.output = b""
        self.typed: list[str] = []
        self.mark = 0
        self.bells = 0
        self.exit_code: int | None = None
        self.reads: Callable[[str], None] = lambda text: None
        self.ends_when_killed = True
        self._host = host

    def prints(self, data: bytes | str) -> None:
        data = data.encode() if isinstance(data, str) else data
        offset = self.ring.end
        self.output += data
        self.ring.append(data)
        if self._host.listener is not None:
            self._host.listener.on_output(self.session_id, offset, data)

    def plays(self, recording: str, until: str) -> None:
        """What a real agent printed, `agent/scenario`, up to the middle of the first time in which it was `until`."""
        recorded = load(recording)
        self.is_resized(recorded.cols, recorded.rows)
        end = middle_of(recorded, until)
        self.prints(b"".join(data for time, data in recorded.output if time <= end))

    def is_resized(self, cols: int, rows: int) -> None:
        self.size = (cols, rows)
        if self._host.listener is not None:
            self._host.listener.on_resized(self.session_id, self.ring.end, cols, rows)

    def exits(self, code: int = 0) -> None:
        if self.exit_code is None:
            self.exit_code = code
            if self._host.listener is not None:
                self._host.listener.on_exit(self.session_id, code, self.ring.end)

    def takes(self, text: str) -> None:
        self.typed.append(text)
        self.reads(text)

    def entry(self) -> dict[str, Any]:
        """As the terminal host's list has it."""
        return {
            "session": self.session_id,
            "pid": self.pid,
            "startTime": float(self.pid),
            "alive": self.exit_code is None,
            "exitCode": self.exit_code,
            "start": self.ring.start,
            "end": self.ring.end,
            "cols": self.size[0],
            "rows": self.size[1],
            "mark": self.mark,
            "lost": 0,
        }


class ScriptedPtyhost:
    def __init__(self) -> None:
        self.programs: dict[str, Program] = {}
        self.spawned = 0
        """Programs so far."""
        self.listener: PtyhostListener | None = None
        self.refuses: ErrorCode | None = None
        """The code with which the next spawns are refused."""
        self.begins: Callable[[Program], None] = lambda program: None
        """What each program does when it starts."""
        self.guard: list[str] = []
        self.guard_env: dict[str, str] = {}
        self.kept: str | None = None

    async def connect(self, listener: PtyhostListener) -> PtyhostConnection:
        self.listener = listener
        return _Connection(self)

    def is_lost(self) -> None:
        """It died, and all that it held."""
        listener, self.listener = self.listener, None
        self.close()
        assert listener is not None
        listener.on_ptyhost_lost()

    def close(self) -> None:
        """Every program is gone, whether it heard of it or not."""
        for program in self.programs.values():
            program.exit_code = program.exit_code if program.exit_code is not None else HUNG_UP
            program.ring.close()
        self.programs.clear()


class _Connection(PtyhostConnection):
    """Answers at once, by what the test scripted."""

    def __init__(self, host: ScriptedPtyhost) -> None:
        self._scripted = host

    def _program(self, session_id: str) -> Program:
        try:
            return self._scripted.programs[session_id]
        except KeyError:
            raise BranchlineError(ErrorCode.NO_SESSION, "It holds no such session.") from None

    @property
    def process(self) -> None:
        """There is none."""

    async def spawn(self, session_id: str, argv: list[str], **fields: Any) -> Started:
        if self._scripted.refuses:
            raise BranchlineError(self._scripted.refuses, "It was not started.")
        before = self._scripted.programs.get(session_id)
        assert before is None or before.exit_code is not None, "a second agent beside one that lives"
        if before is not None:
            before.ring.close()
        self._scripted.spawned += 1
        number = 100_000_000 + self._scripted.spawned  # No process has such a number.
        program = Program(self._scripted, session_id, number, {"argv": argv, **fields})
        self._scripted.programs[session_id] = program
        asyncio.get_running_loop().call_soon(self._scripted.begins, program)
        await asyncio.sleep(0)  # The answer comes a moment later, when the program runs already.
        return Started(program.pid, float(program.pid))

    async def held(self) -> list[dict[str, Any]]:
        return [program.entry() for program in self._scripted.programs.values()]

    async def stream(self, session_id: str, offset: int) -> dict[str, Any]:
        program = self._program(session_id)
        data = program.ring.read(offset, program.ring.end - offset)
        if self._scripted.listener is not None and data:
            self._scripted.listener.on_output(session_id, offset, data)
        if self._scripted.listener is not None and program.exit_code is not None:
            self._scripted.listener.on_exit(session_id, program.exit_code, program.ring.end)
        return {"start": program.ring.start, "end": program.ring.end, "mark": program.mark}

    def write(self, session_id: str, data: bytes, mark: int | None = None) -> None:
        program = self._scripted.programs.get(session_id)
        if program is None or program.exit_code is not None:
            return
        if mark is not None:
            program.mark = mark
        else:
            program.takes(data.decode())

    async def type_at(self, session_id: str, text: str, offset: int) -> bool:
        program = self._program(session_id)
        if program.exit_code is not None or program.ring.end > offset:
            return False
        program.takes(text)
        return True

    async def bell(self, session_id: str) -> None:
        self._program(session_id).bells += 1

    async def resize(self, session_id: str, cols: int, rows: int) -> None:
        self._program(session_id).is_resized(cols, rows)

    async def kill(self, session_id: str) -> None:
        program = self._program(session_id)
        if program.ends_when_killed:
            asyncio.get_running_loop().call_soon(program.exits, HUNG_UP)

    async def collect(self, session_id: str) -> int:
        program = self._program(session_id)
        if program.exit_code is None:
            raise BranchlineError(ErrorCode.STILL_RUNNING, "It still runs.")
        del self._scripted.programs[session_id]
        program.ring.close()
        return program.exit_code

    async def guard(self, command: list[str], env: Mapping[str, str], kept: str | None = None) -> str | None:
        self._scripted.guard = command
        self._scripted.guard_env = dict(env)
        before, self._scripted.kept = self._scripted.kept, kept or self._scripted.kept
        return before

    async def goodbye(self) -> None:
        self._scripted.listener = None

    async def shutdown(self) -> None:
        self._scripted.listener = None
        self._scripted.close()
