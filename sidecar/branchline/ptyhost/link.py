"""A client's end of the wire, sans I/O: the greeting, requests by number, replies. The sidecar's client and a viewer's
put their sockets around it."""

from __future__ import annotations

import itertools
from typing import Any

from branchline import __version__
from branchline.core.errors import BranchlineError, ErrorCode
from branchline.ptyhost.wire import WIRE_VERSION, Data, Decoder, Kind, Message, WireError, encode_message

HELLO = encode_message(Kind.HELLO, {"wire": WIRE_VERSION, "version": __version__})
"""What a client sends first."""


class Link:
    def __init__(self) -> None:
        self.greeting: dict[str, Any] | None = None
        """The terminal host's HELLO {wire, version, pid}, once it has come."""
        self._decoder = Decoder()
        self._numbers = itertools.count(1)

    def request(self, operation: str, fields: dict[str, Any]) -> tuple[int, bytes]:
        """(the number that the reply bears, what to send). Raises WireError when it is too large."""
        number = next(self._numbers)
        return number, encode_message(Kind.REQUEST, {"n": number, "op": operation, **fields})

    def feed(self, data: bytes) -> list[Message | Data]:
        """The frames that are complete by now, without the greeting. Raises WireError when they are none, or when the
        first is no HELLO."""
        frames = self._decoder.feed(data)
        if frames and self.greeting is None:
            first = frames.pop(0)
            if not isinstance(first, Message) or first.kind is not Kind.HELLO:
                raise WireError("it did not say HELLO first")
            self.greeting = first.fields
        return frames


def result(reply: dict[str, Any]) -> dict[str, Any]:
    """What a REPLY's fields hold. Raises BranchlineError with the terminal host's code."""
    if "ok" not in reply:
        raise BranchlineError(ErrorCode.read(reply["error"]["code"]), reply["error"]["message"])
    return dict(reply["ok"])
