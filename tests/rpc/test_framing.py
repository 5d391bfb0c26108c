"""A beginning that is read twice."""

from __future__ import annotations

import asyncio

import pytest

from branchline.rpc.framing import Rewindable, read_headers

SENT = b"Content-Length: 2\r\n\r\n{}Content-Length: 0\r\n\r\nContent-Length: 3\r\n\r\n[1]"


def stream(data: bytes) -> Rewindable:
    reader = asyncio.StreamReader()
    reader.feed_data(data)
    reader.feed_eof()
    return Rewindable(reader)


async def messages(reader: Rewindable, most: int) -> list[bytes]:
    found: list[bytes] = []
    while len(found) < most and (length := await read_headers(reader)) is not None:
        found.append(await reader.readexactly(length))
    return found


@pytest.mark.parametrize("before", range(4))
async def test_whatever_was_read_before_all_is_read_after(before: int) -> None:
    reader = stream(SENT)
    await messages(reader, before)
    reader.rewind()
    assert await messages(reader, 9) == [b"{}", b"", b"[1]"]


async def test_it_may_end_within_a_message() -> None:
    """A long one is read in other pieces than it was begun with."""
    reader = stream(SENT)
    assert await read_headers(reader) == 2
    reader.rewind()
    assert await read_headers(reader) == 2
    assert [await reader.read(1), await reader.read(1)] == [b"{", b"}"]
    assert await messages(reader, 9) == [b"", b"[1]"]
    assert await reader.readline() == b""
