"""How a client's messages follow each other on its socket."""

from __future__ import annotations

import asyncio
from typing import Protocol

MAX_MESSAGE = 4 * 1024 * 1024
"""Bytes. The longest instruction takes a quarter of it, even if every character is escaped."""
_MAX_HEADERS = 20


class Reader(Protocol):
    """As asyncio's."""

    async def readline(self) -> bytes: ...

    async def readexactly(self, n: int) -> bytes: ...

    async def read(self, n: int = -1) -> bytes: ...


class Rewindable:
    """A client's stream, of which the beginning is read twice, in the same pieces."""

    def __init__(self, reader: asyncio.StreamReader) -> None:
        self._reader = reader
        self._pieces: list[bytes] = []
        self._is_rewound = False

    def rewind(self) -> None:
        """From now on: first what was read already."""
        self._is_rewound = True

    async def readline(self) -> bytes:
        return self._again() or self._kept(await self._reader.readline())

    async def readexactly(self, n: int) -> bytes:
        if n == 0:
            return b""
        return self._again() or self._kept(await self._reader.readexactly(n))

    async def read(self, n: int = -1) -> bytes:
        return self._again() or self._kept(await self._reader.read(n))

    def _again(self) -> bytes:
        return self._pieces.pop(0) if self._is_rewound and self._pieces else b""

    def _kept(self, piece: bytes) -> bytes:
        if not self._is_rewound and piece:
            self._pieces.append(piece)
        return piece


async def read_headers(reader: Reader) -> int | None:
    """The length of the body that follows; None at the end of the stream. Raises ValueError on garbage."""
    length: int | None = None
    for _ in range(_MAX_HEADERS):
        line = await reader.readline()
        if not line:
            return None
        if not line.strip():
            if length is None:
                raise ValueError("a message without Content-Length")
            return length
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            length = int(value)
            if length < 0:
                raise ValueError("a negative Content-Length")
    raise ValueError("too many headers")
