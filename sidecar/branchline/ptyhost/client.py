"""The sidecar's connection to the ptyhost. `wire.py` has the format, `operations.py` what it can be asked."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Protocol

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.machine.lineage import Being, being
from branchline.machine.peers import Peer
from branchline.ptyhost.link import Link, result
from branchline.ptyhost.wire import NO_MARK, Data, Kind, Message, WireError, encode_data

log = logging.getLogger(__name__)

END_PATIENCE = 15.0
"""Seconds for the ptyhost to end every agent and itself."""
ANSWER_PATIENCE = 10.0
"""Seconds for one answer: an operation takes milliseconds."""
READ_SIZE = 256 * 1024


class Started(NamedTuple):
    """The process of an agent. By both: a pid alone may have been given to another program."""

    pid: int
    start_time: float


class PtyhostListener(Protocol):
    """What the ptyhost tells. Calls come in the order of the bytes, and must not block."""

    def on_output(self, session_id: str, offset: int, data: bytes) -> None: ...
    def on_resized(self, session_id: str, offset: int, cols: int, rows: int) -> None: ...
    def on_exit(self, session_id: str, exit_code: int, end: int) -> None: ...
    def on_lagged(self, session_id: str, offset: int) -> None: ...
    def on_ptyhost_lost(self) -> None: ...


class PtyhostConnection:
    """Made by `connect_or_start`. `greeting` is the ptyhost's HELLO: {wire, version, pid}."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        link: Link,
        listener: PtyhostListener,
        greeting: Mapping[str, Any],
    ) -> None:
        self.greeting = greeting
        self._reader = reader
        self._writer = writer
        self._link = link
        self._listener = listener
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._closing = False
        self._receiving = asyncio.create_task(self._receive(), name="receiving from the terminal host")

    @property
    def process(self) -> Being | None:
        """The terminal host; None when it has ended."""
        link = self._writer.get_extra_info("socket")
        try:
            peer = Peer(link)
        except OSError:
            return None
        peer.close()
        return being(peer.pid)

    async def spawn(
        self,
        session_id: str,
        argv: list[str],
        *,
        cwd: str,
        env: Mapping[str, str],
        cols: int,
        rows: int,
        ring: str,
        ring_size: int,
    ) -> Started:
        """Raises ALREADY_RUNNING, SPAWN_FAILED, NO_SCROLLBACK."""
        answer = await self._ask(
            "spawn",
            session=session_id,
            argv=argv,
            cwd=cwd,
            env=dict(env),
            cols=cols,
            rows=rows,
            ring=ring,
            ringSize=ring_size,
        )
        return Started(answer["pid"], answer["startTime"])

    async def held(self) -> list[dict[str, Any]]:
        """What it holds: {session, pid, startTime, alive, exitCode, start, end, cols, rows, mark, lost} each."""
        return list((await self._ask("list"))["sessions"])

    async def stream(self, session_id: str, offset: int) -> dict[str, Any]:
        """Output from `offset` on goes to the listener. {start, end, mark}. Raises NO_SESSION, BAD_OFFSET."""
        return await self._ask("stream", session=session_id, **{"from": offset})

    async def unstream(self, session_id: str) -> None:
        """No more output of this session."""
        await self._ask("unstream", session=session_id)

    def write(self, session_id: str, data: bytes, mark: int | None = None) -> None:
        """Type; `mark` is left with the session. Lost when the session has ended."""
        self._writer.write(encode_data(Kind.INPUT, session_id, NO_MARK if mark is None else mark, data))

    async def type_at(self, session_id: str, text: str, offset: int) -> bool:
        """Type, unless the agent has printed anything after `offset`: False then. It goes out before this waits."""
        return bool((await self._ask("typeAt", session=session_id, text=text, at=offset))["typed"])

    async def resize(self, session_id: str, cols: int, rows: int) -> None:
        """Applies only while nobody views the session."""
        await self._ask("resize", session=session_id, cols=cols, rows=rows)

    async def bell(self, session_id: str) -> None:
        """Ring in the terminals of those who view the session. Raises UNKNOWN_OP of a ptyhost that cannot yet."""
        await self._ask("bell", session=session_id)

    async def signal(self, session_id: str, number: int) -> bool:
        """False when the agent is gone."""
        return bool((await self._ask("signal", session=session_id, signal=number))["sent"])

    async def kill(self, session_id: str) -> None:
        """Begin the series HUP, TERM, KILL; the end comes as an exit."""
        await self._ask("kill", session=session_id)

    async def collect(self, session_id: str) -> int:
        """The exit code of an ended agent, which the ptyhost then forgets. Raises STILL_RUNNING, NO_SESSION."""
        return int((await self._ask("collect", session=session_id))["exitCode"])

    async def guard(self, command: list[str], env: Mapping[str, str], kept: str | None = None) -> str | None:
        """Hand over how to start the sidecar, for when this connection breaks without a goodbye, and what it shall be
        given then. What was kept before; None from a ptyhost of a version that keeps nothing."""
        more = {} if kept is None else {"kept": kept}
        found = (await self._ask("guard", command=command, env=dict(env), cwd="/", **more)).get("kept")
        return found if isinstance(found, str) else None

    async def set_log_level(self, level: str) -> None:
        """How talkative the ptyhost's log is. One of a version that knows no levels says so, and logs as it does."""
        try:
            await self._ask("setLogLevel", level=level)
        except BranchlineError as error:
            log.warning("the terminal host's log level is as it was: %s", error.message)

    async def goodbye(self) -> None:
        """Leave; the agents go on, and no sidecar is started for them."""
        self._closing = True
        try:
            await self._ask("goodbye")
        finally:
            await self.close()

    async def shutdown(self) -> None:
        """End every agent and the ptyhost itself; returns when it is gone."""
        self._closing = True
        try:
            await self._ask("shutdown")
            await asyncio.wait([self._receiving], timeout=END_PATIENCE)
        finally:
            await self.close()

    async def close(self) -> None:
        self._closing = True
        self._receiving.cancel()
        await asyncio.gather(self._receiving, return_exceptions=True)
        self._writer.close()
        with contextlib.suppress(OSError):
            await self._writer.wait_closed()

    async def _ask(self, operation: str, **fields: Any) -> dict[str, Any]:
        """Raises BranchlineError with the ptyhost's code, HOST_UNREACHABLE, or TOO_LARGE."""
        if self._receiving.done():
            raise BranchlineError(ErrorCode.HOST_UNREACHABLE, "The terminal host has gone away.")
        try:
            number, request = self._link.request(operation, fields)
        except WireError as error:
            raise BranchlineError(ErrorCode.TOO_LARGE, f"This is too much for the terminal host: {error}.") from error
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        try:
            self._writer.write(request)
            return await asyncio.wait_for(answer, ANSWER_PATIENCE)
        except asyncio.TimeoutError:
            raise BranchlineError(ErrorCode.HOST_UNREACHABLE, "The terminal host does not answer.") from None
        finally:
            del self._answers[number]

    async def _receive(self) -> None:
        try:
            while data := await self._reader.read(READ_SIZE):
                for frame in self._link.feed(data):
                    self._take(frame)
        except (OSError, WireError) as error:
            log.error("the terminal host's connection broke: %s", error)
        finally:
            for answer in self._answers.values():
                if not answer.done():
                    answer.set_exception(
                        BranchlineError(ErrorCode.HOST_UNREACHABLE, "The terminal host has gone away.")
                    )
        if not self._closing:
            self._writer.close()
            self._listener.on_ptyhost_lost()

    def _take(self, frame: Message | Data) -> None:
        if isinstance(frame, Data):
            if frame.kind is Kind.OUTPUT:
                self._tell(self._listener.on_output, frame.session, frame.number, frame.data)
        elif frame.kind is Kind.REPLY:
            self._answered(frame.fields)
        elif frame.kind is Kind.EVENT:
            self._happened(frame.fields)

    def _answered(self, fields: dict[str, Any]) -> None:
        answer = self._answers.get(fields.get("n", 0))
        if answer is None or answer.done():
            return
        try:
            answer.set_result(result(fields))
        except BranchlineError as error:
            answer.set_exception(error)

    def _happened(self, fields: dict[str, Any]) -> None:
        event, session_id = fields.get("event"), str(fields.get("session"))
        if event == "resized":
            self._tell(self._listener.on_resized, session_id, fields["offset"], fields["cols"], fields["rows"])
        elif event == "exit":
            self._tell(self._listener.on_exit, session_id, fields["exitCode"], fields["end"])
        elif event == "lagged":
            self._tell(self._listener.on_lagged, session_id, fields["offset"])
        elif event == "inputRefused":
            log.warning("%s: typing was refused, the agent does not read", session_id[:8])

    def _tell(self, heard: Callable[..., None], session_id: str, *what: Any) -> None:
        try:
            heard(session_id, *what)
        except Exception:  # one session's trouble must not cut off the others
            log.exception("%s: what the terminal host told was not taken", session_id[:8])
