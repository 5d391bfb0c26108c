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

from collections.abc import Iterator
from typing import NamedTuple

from branchline import __version__
from branchline.core.regexes import regex

C0 = rb"\x00-\x17\x19\x1c-\x1f\x7f"
"""Controls that act inside a sequence. CAN and SUB (18, 1a) abort it, ESC (1b) begins a new one."""
_OSC_END = rb"(?:\x07|\x1b\\|[\x18\x1a]|(?=\x1b))"
_END = rb"(?:\x1b\\|[\x18\x1a]|(?=\x1b))"


def _osc(payload: bytes) -> bytes:
    return rb"\](?:" + payload + rb")[^\x07\x18\x1a\x1b]*" + _OSC_END


QUERY = regex(
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


class Query(NamedTuple):
    """One query: bytes `start` to `end` of the data that it was found in."""

    name: str
    data: bytes
    start: int
    end: int


def find(data: bytes) -> Iterator[Query]:
    """The queries in `data`, in order. `data` must be whole: see `whole_length`."""
    for match in QUERY.finditer(data):
        yield Query(match.lastgroup or "", match.group(), match.start(), match.end())


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

_MODE_REPORT = regex(rb"\x1b\[\?(\d+);\d\$y")
_EMULATOR_VERSION = regex(rb"\x1bP>\|[^\x1b]*\x1b\\")
_KITTY_FLAGS = regex(rb"\x1b\[\?\d+u")
_SIZE_IN_BAND = regex(rb"\x1b\[48(?:;\d+){4}t")


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
