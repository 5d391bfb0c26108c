"""A real ptyhost of its own home, and clients that speak its format."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.machine.paths import Paths, self_command
from branchline.ptyhost.wire import (
    NO_MARK,
    WIRE_VERSION,
    Data,
    Decoder,
    Kind,
    Message,
    encode_data,
    encode_message,
)
from harness.processes import exists

PATIENCE = 20.0
"""Seconds: far more than anything takes, for a machine that is busy with other things."""
Event = dict[str, Any]


class PtyHost:
    def __init__(self, grace: float = 60.0) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="bl-", dir="/tmp"))
        self.env = {"PATH": os.environ["PATH"], "BRANCHLINE_HOME": str(self.home)}
        self.paths = Paths.from_environment(self.env)
        self.pids: list[int] = []
        """Of the agents that were spawned here."""
        self._clients: list[Client] = []
        self.process = subprocess.Popen(self_command("ptyhost", "--grace", str(grace)), env=self.env)
        until(self.paths.ptyhost_socket.exists)
        self.client = self.connect()

    def connect(self, *, greets: bool = True) -> Client:
        client = Client(self.paths.ptyhost_socket, greets=greets)
        self._clients.append(client)
        return client

    def spawn(self, *argv: str, session: str | None = None, **fields: Any) -> str:
        """The new session. `fields` are those of the operation."""
        session = session or str(uuid.uuid4())
        wanted = {"cwd": str(self.home), "env": self.env, "cols": 80, "rows": 24, "ringSize": 1024 * 1024}
        ring = str(self.home / f"{session}.ring")
        answer = self.client.ask("spawn", session=session, argv=list(argv), **{"ring": ring, **wanted, **fields})
        self.pids.append(answer["pid"])
        return session

    def spawn_refused(self, session: str) -> str:
        """The code of the error that comes."""
        try:
            self.spawn("true", session=session)
        except BranchlineError as error:
            return error.code
        raise AssertionError("it was started")

    def python(self, script: str, **fields: Any) -> str:
        """A session whose agent is a Python script."""
        return self.spawn(sys.executable, "-I", "-S", "-u", "-c", script, **fields)

    def entry(self, session: str) -> dict[str, Any]:
        return next(dict(entry) for entry in self.client.ask("list")["sessions"] if entry["session"] == session)

    def log(self) -> str:
        return (self.paths.log_dir / "ptyhost.log").read_text()

    def close(self) -> None:
        """Ends it; it must not have met anything unexpected, and nothing must be left."""
        with contextlib.suppress(OSError, BranchlineError):
            self.connect().ask("shutdown")
        for client in self._clients:
            client.link.close()
        try:
            self.process.wait(PATIENCE)
            assert "unexpected" not in self.log()
            until(lambda: not any(exists(pid) for pid in self.pids))
        finally:
            self.process.kill()
            self.process.wait()
            shutil.rmtree(self.home)


class Client:
    """Keeps all that comes: `output` and `events` by session. Output must come without a gap but for what `lagged`
    says."""

    def __init__(self, path: Path, *, greets: bool = True) -> None:
        self.link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.link.settimeout(PATIENCE)
        try:
            self.link.connect(str(path))
        except OSError:
            self.link.close()
            raise
        self.output: dict[str, bytearray] = {}
        self.first: dict[str, int] = {}
        """Offset of the first byte of `output`."""
        self.events: list[Event] = []
        self.greeting: dict[str, Any] | None = None
        self._decoder = Decoder()
        self._replies: dict[int, dict[str, Any]] = {}
        self._count = 0
        if greets:
            self.link.sendall(encode_message(Kind.HELLO, {"wire": WIRE_VERSION, "version": "test"}))

    def ask(self, operation: str, **fields: Any) -> dict[str, Any]:
        """Raises BranchlineError with the terminal host's code."""
        self._count += 1
        number = self._count
        self.link.sendall(encode_message(Kind.REQUEST, {"n": number, "op": operation, **fields}))
        self.until(lambda: number in self._replies)
        reply = self._replies.pop(number)
        if "error" in reply:
            raise BranchlineError(ErrorCode(reply["error"]["code"]), reply["error"]["message"])
        return dict(reply["ok"])

    def refused(self, operation: str, **fields: Any) -> str:
        """The code of the error that comes."""
        try:
            self.ask(operation, **fields)
        except BranchlineError as error:
            return error.code
        raise AssertionError(f"{operation} was not refused")

    def stream(self, session: str, offset: int = 0) -> dict[str, Any]:
        self.output[session] = bytearray()
        self.first.pop(session, None)
        return self.ask("stream", session=session, **{"from": offset})

    def type(self, session: str, data: bytes, mark: int = NO_MARK) -> None:
        self.link.sendall(encode_data(Kind.INPUT, session, mark, data))

    def until(self, condition: Callable[[], object]) -> None:
        """Take what comes until the condition holds. Raises EOFError when the terminal host closes the connection."""
        while not condition():
            self.receive()

    def until_text(self, session: str, text: bytes) -> None:
        self.until(lambda: text in self.output.get(session, b""))

    def until_exit(self, session: str) -> Event:
        self.until(lambda: self.named("exit", session))
        return self.named("exit", session)[0]

    def named(self, event: str, session: str) -> list[Event]:
        return [one for one in self.events if one["event"] == event and one["session"] == session]

    def receive(self) -> None:
        data = self.link.recv(65536)
        if not data:
            raise EOFError("the terminal host closed the connection")
        for frame in self._decoder.feed(data):
            self._take(frame)

    def _take(self, frame: Message | Data) -> None:
        if isinstance(frame, Data):
            assert frame.kind is Kind.OUTPUT
            output = self.output[frame.session]
            expected = self.first.setdefault(frame.session, frame.number) + len(output)
            assert frame.number == expected, "output must come without a gap"
            output += frame.data
        elif frame.kind is Kind.HELLO:
            self.greeting = frame.fields
        elif frame.kind is Kind.REPLY:
            self._replies[frame.fields["n"]] = frame.fields
        else:
            # What it told before the output that follows it.
            seen = len(self.output.get(frame.fields["session"], b""))
            self.events.append({**frame.fields, "seen": seen})
            if frame.fields["event"] == "lagged":
                self.output[frame.fields["session"]] = bytearray()
                self.first.pop(frame.fields["session"], None)


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.01)


@contextlib.contextmanager
def running_ptyhost(grace: float = 60.0) -> Iterator[PtyHost]:
    ptyhost = PtyHost(grace)
    try:
        yield ptyhost
    finally:
        ptyhost.close()
