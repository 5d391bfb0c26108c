"""A client's end of the wire."""

from __future__ import annotations

import pytest

from branchline.core.errors import BranchlineError
from branchline.ptyhost.link import HELLO, Link, result
from branchline.ptyhost.wire import Decoder, Kind, Message, WireError, encode_message

THEIRS = encode_message(Kind.HELLO, {"wire": 1, "version": "9.9", "pid": 5, "new": "field"})
REPLY = encode_message(Kind.REPLY, {"n": 1, "ok": {}})


def test_the_greeting_is_kept_and_not_handed_on() -> None:
    link = Link()
    assert link.feed(THEIRS[:7]) == []
    assert link.greeting is None
    (reply,) = link.feed(THEIRS[7:] + REPLY)
    assert link.greeting == {"wire": 1, "version": "9.9", "pid": 5, "new": "field"}
    assert isinstance(reply, Message)
    assert reply.fields == {"n": 1, "ok": {}}


def test_another_frame_first_is_refused() -> None:
    with pytest.raises(WireError, match="HELLO first"):
        Link().feed(REPLY)


def test_requests_are_numbered() -> None:
    link = Link()
    numbers = []
    for operation in ("list", "kill"):
        number, frame = link.request(operation, {"session": "x"})
        (message,) = Decoder().feed(frame)
        assert isinstance(message, Message)
        assert message.fields == {"n": number, "op": operation, "session": "x"}
        numbers.append(number)
    assert len(set(numbers)) == 2
    assert 0 not in numbers, "it stands for no request"


def test_a_result_is_what_was_answered_or_its_error() -> None:
    assert result({"n": 1, "ok": {"end": 7}}) == {"end": 7}
    with pytest.raises(BranchlineError, match="not held") as caught:
        result({"n": 1, "error": {"code": "NO_SESSION", "message": "it is not held"}})
    assert caught.value.code == "NO_SESSION"


def test_our_greeting_names_wire_and_version() -> None:
    (message,) = Decoder().feed(HELLO)
    assert isinstance(message, Message)
    assert message.kind is Kind.HELLO
    assert message.fields.keys() == {"wire", "version"}
