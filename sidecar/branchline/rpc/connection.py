"""Reads a client's JSON-RPC messages off its socket, bounded: no message can exhaust the sidecar."""

from __future__ import annotations

import asyncio
import json
import logging

from branchline.rpc.framing import MAX_MESSAGE, Reader, read_headers
from branchline.rpc.protocol import INVALID_REQUEST, PARSE_ERROR, BranchlineProtocol

log = logging.getLogger(__name__)

MAX_UNSENT = 32 * 1024 * 1024
"""Bytes that may wait for a client that does not read; pygls has no limit of its own."""
_HEAD = 512
_CHUNK = 256 * 1024


class Outgoing:
    """The writer that pygls sends with. A client that stopped reading is let go."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer

    def write(self, data: bytes) -> None:
        transport = self._writer.transport
        if transport.is_closing():
            return
        if transport.get_write_buffer_size() > MAX_UNSENT:
            log.error("a client does not read what it is sent; its connection is closed")
            transport.abort()
            return
        self._writer.write(data)

    def close(self) -> None:
        self._writer.close()


async def read_messages(reader: Reader, protocol: BranchlineProtocol) -> None:
    """Hand each message to `protocol` until the client goes away or sends what cannot be framed."""
    while (length := await read_headers(reader)) is not None:
        if length > MAX_MESSAGE:
            head = await _skip(reader, length)
            protocol.refuse_unread(
                head, INVALID_REQUEST, f"The message has {length:,} bytes; the limit is {MAX_MESSAGE:,}."
            )
            continue
        body = await reader.readexactly(length)
        try:
            message = json.loads(body)
        except (ValueError, RecursionError):
            protocol.refuse_unread(body[:_HEAD], PARSE_ERROR, "The message is not JSON.")
            continue
        protocol.receive(message)


async def _skip(reader: Reader, length: int) -> bytes:
    """Read past a body that is not wanted; its first bytes."""
    head = b""
    while length > 0:
        data = await reader.read(min(length, _CHUNK))
        if not data:
            break
        head = head or data[:_HEAD]
        length -= len(data)
    return head
