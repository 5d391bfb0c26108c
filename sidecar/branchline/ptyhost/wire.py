"""The bytes between ptyhost, sidecar and viewers. Sans-I/O: feed bytes in, get frames out.

A frame is a 4-byte big-endian length of what follows, one byte of kind, and the body:

    HELLO, REQUEST, REPLY, EVENT   a JSON object, UTF-8
    INPUT, OUTPUT, PAINT           16 bytes session UUID, 8 bytes number, raw bytes

The number is: for OUTPUT the offset of the first byte in the session's scrollback; for PAINT the offset
that live output goes on from; for INPUT the mark to leave with the session (`NO_MARK`: leave it alone).
Both sides send HELLO `{"wire": WIRE_VERSION, …}` first. Released versions are frozen: a newer sidecar
speaks to an older ptyhost, so fields are only ever added, and unknown ones are ignored.
"""

from __future__ import annotations

import enum
import json
import struct
from typing import Any

WIRE_VERSION = 1
MAX_BODY = 8 * 1024 * 1024
"""Bytes. Output travels in far smaller pieces; a VT dump with scrollback is the largest body."""
NO_MARK = 2**64 - 1

_LENGTH = struct.Struct(">I")
_DATA_HEAD = struct.Struct(">16sQ")


class Kind(enum.IntEnum):
    HELLO = 1
    REQUEST = 2
    REPLY = 3
    EVENT = 4
    INPUT = 5
    OUTPUT = 6
    PAINT = 7


JSON_KINDS = frozenset({Kind.HELLO, Kind.REQUEST, Kind.REPLY, Kind.EVENT})


class WireError(Exception):
    """The peer does not speak this format. The connection is of no further use."""


class Message:
    """A JSON frame: HELLO, REQUEST, REPLY or EVENT."""

    __slots__ = ("fields", "kind")

    def __init__(self, kind: Kind, fields: dict[str, Any]) -> None:
        self.kind = kind
        self.fields = fields

    def __repr__(self) -> str:
        return f"Message({self.kind.name}, {self.fields!r})"


class Data:
    """A binary frame: INPUT, OUTPUT or PAINT."""

    __slots__ = ("data", "kind", "number", "session")

    def __init__(self, kind: Kind, session: str, number: int, data: bytes) -> None:
        self.kind = kind
        self.session = session
        self.number = number
        self.data = data

    def __repr__(self) -> str:
        return f"Data({self.kind.name}, {self.session}, {self.number}, {len(self.data)} bytes)"


def encode_message(kind: Kind, fields: dict[str, Any]) -> bytes:
    """Raises WireError when the message is larger than a peer would accept."""
    return _frame(kind, json.dumps(fields, separators=(",", ":")).encode())


def encode_data(kind: Kind, session: str, number: int, data: bytes) -> bytes:
    """`session` is a UUID as text, `number` fits in 64 bits. Raises WireError when they are not, or when the frame
    is larger than a peer would accept."""
    try:
        head = _DATA_HEAD.pack(_packed(session), number)
    except (ValueError, struct.error) as error:
        raise WireError(f"session {session!r} with number {number} cannot be sent") from error
    return _frame(kind, head + data)


def _packed(session: str) -> bytes:
    """Raises ValueError where it is no UUID. By hand: Python's module for them takes 2 ms to load, which every start of
    a viewer would wait for."""
    packed = bytes.fromhex(session.replace("-", ""))
    if _uuid(packed) != session.lower():
        raise ValueError("no UUID")
    return packed


def _uuid(packed: bytes) -> str:
    text = packed.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def _frame(kind: Kind, body: bytes) -> bytes:
    if len(body) > MAX_BODY:
        raise WireError(f"a body of {len(body)} bytes is over the limit of {MAX_BODY}")
    return _LENGTH.pack(len(body) + 1) + bytes((kind,)) + body


class Decoder:
    """Turns bytes, cut anywhere, into frames. After a WireError it must not be fed again."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[Message | Data]:
        """Frames completed by `data`, in order.

        Raises WireError on anything that is not a frame; the frames before it in `data` are lost with it.
        """
        buffer = self._buffer
        buffer += data
        frames: list[Message | Data] = []
        start = 0
        while len(buffer) - start >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(buffer, start)
            if not 1 <= length <= MAX_BODY + 1:
                raise WireError(f"a frame of {length} bytes cannot be")
            end = start + _LENGTH.size + length
            if len(buffer) < end:
                break
            frames.append(_parse(bytes(buffer[start + _LENGTH.size : end])))
            start = end
        del buffer[:start]
        return frames


def _parse(frame: bytes) -> Message | Data:
    try:
        kind = Kind(frame[0])
    except ValueError as error:
        raise WireError(f"frame kind {frame[0]} is not known") from error
    if kind in JSON_KINDS:
        try:
            fields = json.loads(frame[1:].decode())  # Bytes would be taken as UTF-16 too.
        except (ValueError, RecursionError) as error:
            raise WireError(f"the {kind.name} frame is not JSON") from error
        if not isinstance(fields, dict):
            raise WireError(f"the {kind.name} frame is not an object")
        return Message(kind, fields)
    if len(frame) < 1 + _DATA_HEAD.size:
        raise WireError(f"the {kind.name} frame is too short")
    session, number = _DATA_HEAD.unpack_from(frame, 1)
    return Data(kind, _uuid(session), number, frame[1 + _DATA_HEAD.size :])
