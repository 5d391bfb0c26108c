"""A viewer's two connections: to the ptyhost, for output and keys, and to the sidecar, for repaints."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.machine.paths import Paths
from branchline.machine.sockets import is_genuine
from branchline.ptyhost.link import HELLO, Link, result
from branchline.ptyhost.wire import NO_MARK, Data, Decoder, Kind, Message, WireError, encode_data, encode_message

PTYHOST_PATIENCE = 5.0
"""Seconds for the ptyhost to take or answer something."""
_CHUNK = 256 * 1024

ConnectSidecar = Callable[[], "socket.socket | None"]
"""A connection with the greeting done, or None. May block."""


class PtyhostLost(Exception):  # noqa: N818  an outcome, said to the user
    pass


class PtyhostLink:
    """The connection to the ptyhost. Raises PtyhostLost whenever it breaks."""

    def __init__(self, paths: Paths) -> None:
        self._wire = Link()
        self.link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.link.settimeout(PTYHOST_PATIENCE)
        try:
            self.link.connect(str(paths.ptyhost_socket))
        except OSError as error:
            self.link.close()
            raise PtyhostLost("No session runs: there is no terminal host.") from error
        if not is_genuine(self.link, paths.ptyhost_lock):
            self.link.close()
            raise PtyhostLost(f"Something else answers at {paths.ptyhost_socket}, in the place of the terminal host.")
        self._send(HELLO)

    @property
    def greeting(self) -> dict[str, Any]:
        """The terminal host's {wire, version, pid}; it is there once anything was received."""
        return self._wire.greeting or {}

    def __enter__(self) -> PtyhostLink:
        return self

    def __exit__(self, *_: object) -> None:
        self.link.close()

    def find(self, wanted: str) -> dict[str, Any]:
        """The ptyhost's entry of the session. Raises NO_SESSION, AMBIGUOUS."""
        entries = self.ask("list")["sessions"]
        found = [entry for entry in entries if entry["session"].startswith(wanted.lower())]
        if not found:
            raise BranchlineError(
                ErrorCode.NO_SESSION,
                f"No running session has the id {wanted[:40]!r}. `branchline sessions` lists them; "
                "a session whose agent has ended must be resumed first.",
            )
        if len(found) > 1:
            raise BranchlineError(
                ErrorCode.AMBIGUOUS, f"{len(found)} sessions begin with {wanted!r}; give more of the id."
            )
        return dict(found[0])

    def request(self, operation: str, **fields: object) -> int:
        """Its number, which the reply bears."""
        number, frame = self._wire.request(operation, fields)
        self._send(frame)
        return number

    def ask(self, operation: str, **fields: object) -> dict[str, Any]:
        """Wait for the answer. Only before anything is streamed. Raises BranchlineError with the ptyhost's code."""
        number = self.request(operation, **fields)
        while True:
            for frame in self.receive():
                if isinstance(frame, Message) and frame.kind is Kind.REPLY and frame.fields.get("n") == number:
                    return result(frame.fields)

    def type(self, session: str, data: bytes) -> None:
        self._send(encode_data(Kind.INPUT, session, NO_MARK, data))

    def receive(self) -> list[Message | Data]:
        try:
            data = self.link.recv(_CHUNK)
            if not data:
                raise ConnectionError
            return self._wire.feed(data)
        except (OSError, WireError) as error:
            raise _lost(error) from error

    def _send(self, data: bytes) -> None:
        try:
            self.link.sendall(data)
        except OSError as error:
            raise _lost(error) from error


def _lost(error: Exception) -> PtyhostLost:
    if isinstance(error, ConnectionError):
        return PtyhostLost("The terminal host has gone, and the session's agent with it.")
    return PtyhostLost(f"The terminal host does not answer: {error}.")


def repaint(connect: ConnectSidecar, request: dict[str, Any]) -> tuple[bytes, int] | None:
    """(dump, offset that the output goes on from), or None when the sidecar has none to give."""
    link = connect()
    if link is None:
        return None
    decoder = Decoder()
    with link:
        try:
            link.sendall(encode_message(Kind.REQUEST, request))
            while data := link.recv(_CHUNK):
                for frame in decoder.feed(data):
                    if isinstance(frame, Data) and frame.kind is Kind.PAINT:
                        return frame.data, frame.number
                    if isinstance(frame, Message) and frame.kind is Kind.REPLY:
                        return None
        except (OSError, WireError):
            return None
    return None
