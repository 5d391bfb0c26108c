"""Frames survive any cut, and nothing but WireError comes of bytes that are none."""

from __future__ import annotations

import json
import struct
import uuid
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from branchline.ptyhost.wire import (
    MAX_BODY,
    NO_MARK,
    Data,
    Decoder,
    Kind,
    Message,
    WireError,
    encode_data,
    encode_message,
)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)
messages = st.builds(
    Message,
    st.sampled_from([Kind.HELLO, Kind.REQUEST, Kind.REPLY, Kind.EVENT]),
    st.dictionaries(st.text(), json_values, max_size=5),
)
data = st.builds(
    Data,
    st.sampled_from([Kind.INPUT, Kind.OUTPUT, Kind.PAINT]),
    st.uuids().map(str),
    st.integers(0, NO_MARK),
    st.binary(max_size=300),
)


def encode(frame: Message | Data) -> bytes:
    if isinstance(frame, Message):
        return encode_message(frame.kind, frame.fields)
    return encode_data(frame.kind, frame.session, frame.number, frame.data)


def fields(frame: Message | Data) -> tuple[Any, ...]:
    if isinstance(frame, Message):
        return frame.kind, frame.fields
    return frame.kind, frame.session, frame.number, frame.data


@settings(deadline=None)
@given(st.lists(messages | data, max_size=8), st.data())
def test_frames_come_back_however_they_were_cut(frames: list[Message | Data], draw: st.DataObject) -> None:
    stream = b"".join(map(encode, frames))
    cuts = sorted(draw.draw(st.lists(st.integers(0, len(stream)), max_size=10)))
    decoder, came = Decoder(), []
    for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True):
        came += decoder.feed(stream[start:end])
    assert list(map(fields, came)) == list(map(fields, frames))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.binary(max_size=60), max_size=6))
@example([b"\0\0\0\0"])
@example([b"\0\0\0\2\2["])
@example([b"\0\0\0\6\1" + b'"\xff"', b""])
@example([struct.pack(">IB", 1 + 100_000, 1) + b"[" * 100_000])
@example([struct.pack(">IB", 1 + 5001, 1) + b"1" * 5001])
def test_bytes_that_are_no_frames(pieces: list[bytes]) -> None:
    decoder = Decoder()
    try:
        for piece in pieces:
            decoder.feed(piece)
    except WireError:
        return


@settings(max_examples=200, deadline=None)
@given(messages | data, st.data())
def test_frames_that_were_damaged(frame: Message | Data, draw: st.DataObject) -> None:
    stream = bytearray(encode(frame))
    for _ in range(draw.draw(st.integers(1, 4))):
        stream[draw.draw(st.integers(0, len(stream) - 1))] = draw.draw(st.integers(0, 255))
    try:
        frames = Decoder().feed(bytes(stream))
    except WireError:
        return
    for one in frames:
        assert isinstance(one, (Message, Data))
        if isinstance(one, Message):
            assert isinstance(one.fields, dict)
        else:
            assert uuid.UUID(one.session)


@pytest.mark.parametrize("kind", [0, 8, 99, 255])
def test_an_unknown_kind(kind: int) -> None:
    with pytest.raises(WireError, match="is not known"):
        Decoder().feed(struct.pack(">IB", 1, kind))


def test_only_utf_8_is_taken() -> None:
    body = json.dumps({"wire": 1}).encode("utf-16")
    with pytest.raises(WireError, match="not JSON"):
        Decoder().feed(struct.pack(">IB", 1 + len(body), Kind.HELLO) + body)


def test_the_largest_body_passes_and_no_larger_one() -> None:
    session = str(uuid.uuid4())
    most = MAX_BODY - 24
    (frame,) = Decoder().feed(encode_data(Kind.PAINT, session, 0, b"x" * most))
    assert isinstance(frame, Data)
    assert len(frame.data) == most
    with pytest.raises(WireError, match="over the limit"):
        encode_data(Kind.PAINT, session, 0, b"x" * (most + 1))
    with pytest.raises(WireError, match="over the limit"):
        encode_message(Kind.REPLY, {"x": "x" * MAX_BODY})
    with pytest.raises(WireError, match="cannot be"):
        Decoder().feed(struct.pack(">I", MAX_BODY + 2))


@pytest.mark.parametrize(
    ("session", "number"), [("", 0), ("no uuid", 0), (str(uuid.uuid4()), -1), (str(uuid.uuid4()), 2**64)]
)
def test_what_cannot_be_encoded(session: str, number: int) -> None:
    with pytest.raises(WireError, match="cannot be sent"):
        encode_data(Kind.INPUT, session, number, b"")


def test_the_released_format() -> None:
    """Older hosts speak it: these bytes must never change."""
    session = "00112233-4455-6677-8899-aabbccddeeff"
    assert encode_message(Kind.HELLO, {"wire": 1}) == b'\0\0\0\x0b\x01{"wire":1}'
    assert encode_data(Kind.INPUT, session, NO_MARK, b"hi") == (
        b"\0\0\0\x1b\x05" + bytes.fromhex("00112233445566778899aabbccddeeff") + b"\xff" * 8 + b"hi"
    )
    assert [int(kind) for kind in Kind] == [1, 2, 3, 4, 5, 6, 7]


def test_frames_say_what_they_are() -> None:
    session = str(uuid.uuid4())
    assert repr(Message(Kind.EVENT, {"a": 1})) == "Message(EVENT, {'a': 1})"
    assert repr(Data(Kind.INPUT, session, 3, b"secret")) == f"Data(INPUT, {session}, 3, 6 bytes)"
