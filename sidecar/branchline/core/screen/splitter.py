"""Cuts a stream of a program's output where no control sequence and no character is under way."""

from __future__ import annotations

import re

from branchline.core.regexes import regex
from branchline.core.screen.queries import C0

HOLD_LIMIT = 64 * 1024
"""Bytes. No query is longer."""

_INCOMPLETE = regex(
    rb"\x1b[%(c)s]*(?:\[[\x20-\x3f%(c)s]*|[\x20-\x2f][\x20-\x2f%(c)s]*|\][^\x07\x18\x1a]*|[P_^X][^\x18\x1a]*)?"
    % {b"c": C0}
)
_OPEN_STRING = regex(rb"\x1b[%(c)s]*(?:\][^\x07\x18\x1a]*|[P_^X][^\x18\x1a]*)" % {b"c": C0})


def whole_length(data: bytes) -> int:
    """How many bytes from the start of `data` end neither in a control sequence nor in a character."""
    escape = data.rfind(b"\x1b")
    if escape >= 0:
        if escape == len(data) - 1:
            # Perhaps the first half of the terminator of a string.
            before = data.rfind(b"\x1b", 0, escape)
            if before >= 0 and _OPEN_STRING.fullmatch(data, before, escape):
                return before
            return escape
        if _INCOMPLETE.fullmatch(data, escape):
            return escape
    for back in range(1, min(3, len(data)) + 1):
        byte = data[-back]
        if byte >= 0xC0:
            length = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            return len(data) - back if byte < 0xF8 and length > back else len(data)
        if byte < 0x80:
            break
    return len(data)


class Splitter:
    """Cuts a stream into pieces that end neither in a control sequence nor in a character.

    A sequence longer than `HOLD_LIMIT` is no query. With `pass_long` it is passed on in pieces (an image, a large
    copy to the clipboard), else dropped up to its end.
    """

    def __init__(self, *, pass_long: bool = False) -> None:
        self._pass_long = pass_long
        self._pending = b""
        self._long_end: re.Pattern[bytes] | None = None
        """What ends the long sequence that is under way."""
        self._passing = False

    @property
    def pending(self) -> int:
        """Bytes held back."""
        return len(self._pending)

    def feed(self, data: bytes) -> bytes:
        passed = b""
        if self._long_end is not None:
            end = self._long_end.search(data)
            cut = end.end() if end else len(data)
            passed = data[:cut] if self._passing else b""
            if end is None:
                return passed
            self._long_end = None
            data = data[cut:]
        data = self._pending + data
        whole = whole_length(data)
        self._pending = data[whole:]
        if len(self._pending) > HOLD_LIMIT:
            self._long_end = _end_of(self._pending)
            self._passing = self._pass_long and not self._pending.startswith(b"\x1b_G")
            whole = len(data) if self._passing else whole
            self._pending = b""
        return passed + data[:whole]


_ENDS_OSC = regex(rb"[\x07\x18\x1a]|(?=\x1b)")
_ENDS_STRING = regex(rb"[\x18\x1a]|(?=\x1b)")
_ENDS_CONTROL = regex(rb"[\x18\x1a\x40-\x7e]|(?=\x1b)")


def _end_of(sequence: bytes) -> re.Pattern[bytes]:
    kind = sequence.lstrip(b"\x1b")[:1]
    return _ENDS_OSC if kind == b"]" else _ENDS_STRING if kind in (b"P", b"_", b"^", b"X") else _ENDS_CONTROL
