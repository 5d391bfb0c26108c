"""What a program asks of its terminal, in the bytes that it prints. Pure, and the same for any cut of the stream.

Queries are answered once, from the emulated screen, with a viewer or without. So a viewer's own terminal
must never see one, or it would answer a second time: `ViewerFilter` takes them out.

Everything here rests on one property of terminals: ESC ends whatever sequence was under way and begins a
new one. Queries can therefore be found without following the stream from its start.

Sources: ECMA-48, "XTerm Control Sequences", the kitty protocols (keyboard, graphics, clipboard, colours),
and the terminal programs' own parsers (a C0 control inside a CSI sequence acts at once; U+0080..U+009F
act as control functions even in UTF-8 in some).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from branchline import __version__

HOLD_LIMIT = 64 * 1024
"""Bytes. No query is longer."""

_C0 = rb"\x00-\x17\x19\x1c-\x1f\x7f"
"""Controls that act inside a sequence. CAN and SUB (18, 1a) abort it, ESC (1b) begins a new one."""
_OSC_END = rb"(?:\x07|\x1b\\|[\x18\x1a]|(?=\x1b))"
_END = rb"(?:\x1b\\|[\x18\x1a]|(?=\x1b))"


def _osc(payload: bytes) -> bytes:
    return rb"\](?:" + payload + rb")[^\x07\x18\x1a\x1b]*" + _OSC_END


_QUERY = re.compile(
    # The look-ahead only saves time: nearly every sequence is one of these, and none of these asks anything.
    rb"\x1b(?!\[[\d;:]*[A-HJKLMPXdfhlmr])(?:"
    + b"|".join(
        rb"(?P<%s>%s)" % (name.encode(), pattern)
        for name, pattern in (
            ("device_attributes", rb"\[[>=]?[\d;:]*c|Z"),
            ("version", rb"\[>[\d;]*q"),
            ("cursor_position_extended", rb"\[\?0*6n"),
            ("device_status", rb"\[\??[\d;]*n"),
            ("mode", rb"\[\??[\d;]*\$p"),
            ("kitty_keyboard", rb"\[\?[\d;:]*u"),
            ("window", rb"\[0*(?:11|13|14|15|16|18|19|20|21)(?:;\d*)*t"),
            ("modify_keys", rb"\[\?[\d;]*m"),
            ("checksum", rb"\[[\d;]*\*y"),
            ("parameters", rb"\[[\d;]*x"),
            ("presentation", rb"\[[\d;]*\$[uw]|\[&u"),
            ("graphics_attributes", rb"\[\?[\d;]*S"),
            ("colours_and_rendition", rb"\[[\d;]*#(?:R|S|\|)|\[[\d;]*['$+*,-]\||\[\"v"),
            (
                "colour",
                _osc(
                    rb"[45];[^\x07\x18\x1a\x1b]*\?|1[0-9];[^\x07\x18\x1a\x1b]*\?"
                    rb"|21;[^\x07\x18\x1a\x1b]*=\?|22;\?|50;\??(?=[\x07\x1b])"
                ),
            ),
            ("clipboard", _osc(rb"52;[^;\x07\x18\x1a\x1b]*;\?|5522;")),
            ("program_status", _osc(rb"7501;\?")),
            (
                "other_osc",
                _osc(rb"6[01](?=[;\x07\x1b])|99;(?:[^;\x07\x1b]*:)?p=\?|1337;(?:Report|Request|Capabilities)"),
            ),
            ("terminfo", rb"P\+[qQ][^\x18\x1a\x1b]*" + _END),
            ("setting", rb"P[\d;]*\$q[^\x18\x1a\x1b]*" + _END),
            # Every kitty graphics and glyph command is answered unless it says otherwise. Neither is offered.
            ("graphics", rb"_(?:G|25a1;)[^\x18\x1a\x1b]*" + _END),
        )
    )
    + rb")"
)

_INCOMPLETE = re.compile(
    rb"\x1b[%(c)s]*(?:\[[\x20-\x3f%(c)s]*|[\x20-\x2f][\x20-\x2f%(c)s]*|\][^\x07\x18\x1a]*|[P_^X][^\x18\x1a]*)?"
    % {b"c": _C0}
)
_OPEN_STRING = re.compile(rb"\x1b[%(c)s]*(?:\][^\x07\x18\x1a]*|[P_^X][^\x18\x1a]*)" % {b"c": _C0})


class Query(NamedTuple):
    """One query: bytes `start` to `end` of the data that it was found in."""

    name: str
    data: bytes
    start: int
    end: int


def find(data: bytes) -> Iterator[Query]:
    """The queries in `data`, in order. `data` must be whole: see `whole_length`."""
    for match in _QUERY.finditer(data):
        yield Query(match.lastgroup or "", match.group(), match.start(), match.end())


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


_ENDS_OSC = re.compile(rb"[\x07\x18\x1a]|(?=\x1b)")
_ENDS_STRING = re.compile(rb"[\x18\x1a]|(?=\x1b)")
_ENDS_CONTROL = re.compile(rb"[\x18\x1a\x40-\x7e]|(?=\x1b)")


def _end_of(sequence: bytes) -> re.Pattern[bytes]:
    kind = sequence.lstrip(b"\x1b")[:1]
    return _ENDS_OSC if kind == b"]" else _ENDS_STRING if kind in (b"P", b"_", b"^", b"X") else _ENDS_CONTROL


# ---------------------------------------------------------------- answers


def answer(query: Query, cursor_report: bytes, cols: int, rows: int) -> bytes | None:
    """The answer to a query that the emulator leaves unanswered; None where it answers, or nobody should.

    `cursor_report` is the emulator's own answer to `CSI 6n` at this point of the stream. Never answered are: reads of
    the clipboard, of the window's title and of the screen's contents.
    """
    if query.name == "cursor_position_extended":
        return cursor_report.replace(b"\x1b[", b"\x1b[?", 1)
    if query.name == "program_status":
        return b"\x1b]7501;?\x1b\\"
    if query.name == "window":
        return {
            b"11": b"\x1b[1t",
            b"13": b"\x1b[3;0;0t",
            b"15": b"\x1b[5;%d;%dt" % (rows * CELL_HEIGHT, cols * CELL_WIDTH),
            b"19": b"\x1b[9;%d;%dt" % (rows, cols),
        }.get(query.data[2:].lstrip(b"0")[:2])
    if query.name == "modify_keys" and query.data == b"\x1b[?4m":
        return b"\x1b[>4;0m"
    return None


ANSWERED_HERE = frozenset({"cursor_position_extended", "program_status", "window", "modify_keys"})
CELL_WIDTH, CELL_HEIGHT = 8, 16
"""Pixels, for size reports. Any plausible value does."""
NOT_OFFERED = frozenset({1016, 2027, 2031, 2048, 5522})
"""Private modes that the emulator has and a viewer's terminal may not, or that would make it send reports."""

_MODE_REPORT = re.compile(rb"\x1b\[\?(\d+);\d\$y")
_EMULATOR_VERSION = re.compile(rb"\x1bP>\|[^\x1b]*\x1b\\")
_KITTY_FLAGS = re.compile(rb"\x1b\[\?\d+u")
_SIZE_IN_BAND = re.compile(rb"\x1b\[48(?:;\d+){4}t")


def amend(reply: bytes) -> bytes:
    """What the emulator's own answer becomes for a program whose user looks at it through another terminal.

    The kitty keyboard query stays unanswered, which says "not supported": keys come from viewers that may
    not have it, and from Branchline itself. A program that switches it on unasked gets what it asked for.
    """
    if _KITTY_FLAGS.fullmatch(reply) or _SIZE_IN_BAND.fullmatch(reply):
        return b""
    if _EMULATOR_VERSION.fullmatch(reply):
        return b"\x1bP>|Branchline(%s)\x1b\\" % __version__.encode()
    mode = _MODE_REPORT.fullmatch(reply)
    if mode and int(mode[1]) in NOT_OFFERED:
        return b"\x1b[?%s;0$y" % mode[1]
    return reply


# ---------------------------------------------------------------- what a viewer's terminal sees

_C1 = re.compile(rb"\xc2[\x80-\x9f]")
_CONTROL_INSIDE = re.compile(rb"(\x1b(?:\[[\x20-\x3f]*)?)([%s]+)" % _C0)
_BROKEN = re.compile(rb"\x1b\[[\x20-\x3f]*(?=[\x80-\xff])")
_REPORTING_MODES = re.compile(rb"\x1b\[\?[\d;]*(?<!\d)(?:2048|5522)(?!\d)[\d;]*h")
_NOTHING = b"\x1b\\"
"""ST where no string is open does nothing. Without it, what stood before a query could join what follows."""


class ViewerFilter:
    """Takes queries out of a stream for a viewer's terminal. Everything else passes."""

    def __init__(self) -> None:
        self._splitter = Splitter(pass_long=True)

    def feed(self, data: bytes) -> bytes:
        return strip(self._splitter.feed(data))


def strip(data: bytes) -> bytes:
    """`data` without queries. It must be whole: see `whole_length`."""
    data = _C1.sub(b"", data).replace(b"\x05", b"")
    while _CONTROL_INSIDE.search(data):
        data = _CONTROL_INSIDE.sub(rb"\2\1", data)
    data = _BROKEN.sub(_nothing, data)
    data = _REPORTING_MODES.sub(_without_reporting_modes, data)
    return _QUERY.sub(_nothing, data)


def _nothing(_: re.Match[bytes]) -> bytes:
    return _NOTHING


def _without_reporting_modes(match: re.Match[bytes]) -> bytes:
    modes = [mode for mode in match.group()[3:-1].split(b";") if mode not in (b"2048", b"5522")]
    return b"\x1b[?%sh" % b";".join(modes) if modes else _NOTHING
