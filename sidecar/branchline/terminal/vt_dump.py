"""What paints an emulated screen on a fresh terminal of the same size: a viewer's, or another emulator.

Painted are: scrollback, rows with styles and links, cursor (position, style, shape, visibility), margins, tab stops,
modes, keyboard protocols, changed colours, the title; and beneath the alternate screen the primary one.

Not restored: the cursor saved by DECSC, images, whether a row goes on in the next (a viewer that changes its width
reflows only what comes later), the keyboard flags and colours that a program pushed to pop them later, and
synchronized output that has begun.
"""

from __future__ import annotations

import re
from itertools import groupby

from branchline.terminal.cells import CELL_BYTES, fill, is_styled
from branchline.terminal.emulator import Emulator
from branchline.terminal.ghostty import SCREEN_ALTERNATE, Query

_MODES = (1, 5, 7, 9, 25, 45, 66, 1000, 1002, 1003, 1004, 1005, 1015, 1006, 1016, 1007, 1035, 1036, 1039, 2004, 2031)
"""Private modes in the order that they are set in: of the mouse modes the last one counts."""
_ON_AT_FIRST = frozenset({7, 25, 1007, 1035, 1036})
_ANSI_MODES = (4, 20)
_LEFT_RIGHT_MARGINS = 69
_ORIGIN = 6
ALTERNATE_MODES = (1049, 1047, 47)
_SUFFIX = ("scrolling_region", "keyboard", "cursor", "style", "hyperlink", "protection", "kitty_keyboard", "charsets")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_SHAPE = re.compile(rb"\$r(\d+) q")
_TOP_MARGIN = re.compile(rb"\$r(\d+);\d+r")
_DEFAULT_SHAPE = 2
_BASIC_COLOUR = re.compile(rb"\x1b\[([34])8;5;([0-7])m")
"""The library does not tell `31` from `38;5;1`. Terminals that brighten bold text do, and programs mean the first."""
_EMPTY = b"\0" * CELL_BYTES


def dump(emulator: Emulator, scrollback: bool) -> bytes:
    """The terminal must be at the end of a sequence, as Screen keeps it."""
    parts = []
    if emulator.read(Query.ACTIVE_SCREEN) == SCREEN_ALTERNATE:
        switch = next((mode for mode in ALTERNATE_MODES if emulator.mode(mode)), ALTERNATE_MODES[0])
        beneath = Emulator.from_state(emulator.state())
        beneath.write(b"\x1b[?%dl" % switch)
        parts += [
            _history(beneath) if scrollback else b"",
            _rows(beneath),
            _suffix(beneath, "cursor", "kitty_keyboard"),
        ]
        beneath.close()
        parts.append(b"\x1b[?%dh" % switch)
    elif scrollback:
        parts.append(_history(emulator))
    parts += [_colours(emulator), _tab_stops(emulator), _rows(emulator)]
    if emulator.mode(_LEFT_RIGHT_MARGINS):
        parts.append(b"\x1b[?69h")
    parts += [_suffix(emulator, *_SUFFIX), _modes(emulator), _origin(emulator), _shape(emulator)]
    title = _CONTROLS.sub("", emulator.title)
    if title:
        parts.append(b"\x1b]2;%s\x07" % title.encode())
    return b"".join(parts)


def past(emulator: Emulator) -> bytes:
    """What prints all the text of the primary screen on a fresh terminal of the same size, and pushes it out of sight
    into the scrollback: styles and links, no modes."""
    emulator = Emulator.from_state(emulator.state())
    try:
        for mode in ALTERNATE_MODES:
            if emulator.read(Query.ACTIVE_SCREEN) == SCREEN_ALTERNATE and emulator.mode(mode):
                emulator.write(b"\x1b[?%dl" % mode)
        rows = _rows(emulator)
        return _history(emulator) + rows + b"\x1b[m\x1b[999B\r" + b"\n" * (rows.count(b"\n") + 1) + b"\x1b[H"
    finally:
        emulator.close()


def _history(emulator: Emulator) -> bytes:
    selection = emulator.history()
    if selection is None:
        return b""
    count = emulator.read(Query.SCROLLBACK_ROWS)
    rows = _mended(emulator, emulator.vt(selection), emulator.cells(above=count)[:count])
    # Then everything is pushed off the screen, whatever its height.
    return b"\r\n".join(rows) + b"\x1b[999B\r" + b"\n" * min(count, emulator.effects.size[1])


def _rows(emulator: Emulator) -> bytes:
    """From the top, whatever the viewer's height, and cut off at its right edge."""
    rows = _mended(emulator, emulator.vt(emulator.visible()), emulator.cells(above=0))
    return b"\x1b[H\x1b[J\x1b[?7l" + b"\r\n".join(rows).rstrip(b"\r\n") + b"\x1b[?7h"


def _mended(emulator: Emulator, text: bytes, cells: list[bytes]) -> list[bytes]:
    """The rows with what `Emulator.vt` gets wrong put right: fills of blank rows, and gaps after styled text."""
    rows = _BASIC_COLOUR.sub(rb"\033[\1\2m", text).split(b"\r\n")
    rows += [b""] * (len(cells) - len(rows))
    return [row + _mend(emulator, row, packed) for row, packed in zip(rows, cells, strict=True)]


def _mend(emulator: Emulator, row: bytes, packed: bytes) -> bytes:
    if not any(packed) or (row and _EMPTY not in packed.rstrip(b"\0")):
        return b""
    mends, col, styled, last = [], 1, False, len(packed.rstrip(b"\0")) // CELL_BYTES
    for cell, run in groupby(memoryview(packed).cast("Q")):
        width = len(list(run))
        if cell == 0 and styled and col <= last:
            mends.append(f"\x1b[{col}G\x1b[m\x1b[{width}X")
        elif cell and not row and (colour := fill(cell)):
            sgr = ";".join(map(str, (48, 5 if len(colour) == 1 else 2, *colour)))
            mends.append(f"\x1b[{col}G\x1b[{sgr}m\x1b[{width}X")
        if cell:
            styled = is_styled(cell)
        col += width
    return "".join([*mends, "\x1b[m"]).encode() if mends else b""


def _tab_stops(emulator: Emulator) -> bytes:
    cols = emulator.effects.size[0]
    usual = b"\x1b[3g" + b"".join(b"\x1b[%dG\x1bH" % col for col in range(9, cols + 1, 8))
    bare = emulator.vt(emulator.visible())
    stops = emulator.vt(emulator.visible(), tabstops=True)[: -len(bare) or None]
    return b"" if stops.startswith(usual + b"\x1b[H") or stops == usual else stops


def _suffix(emulator: Emulator, *extras: str) -> bytes:
    """What the library writes for `extras` after the rows, without the rows."""
    rows = emulator.vt(emulator.visible())
    return emulator.vt(emulator.visible(), **dict.fromkeys(extras, True))[len(rows) :]


def _modes(emulator: Emulator) -> bytes:
    changed = [mode for mode in _MODES if emulator.mode(mode) != (mode in _ON_AT_FIRST)]
    private = [b"\x1b[?%d%s" % (mode, b"l" if mode in _ON_AT_FIRST else b"h") for mode in changed]
    ansi = [b"\x1b[%dh" % mode for mode in _ANSI_MODES if emulator.mode(mode, ansi=True)]
    return b"".join(private + ansi)


def _origin(emulator: Emulator) -> bytes:
    """Last, because with it on, positions count from the top margin."""
    margins = _TOP_MARGIN.search(emulator.ask(b"\x1bP$qr\x1b\\"))
    if not emulator.mode(_ORIGIN) or not margins:
        return b""
    row = emulator.read(Query.CURSOR_Y) + 1 - int(margins[1]) + 1
    return b"\x1b[?6h\x1b[%d;%dH" % (row, emulator.read(Query.CURSOR_X) + 1)


def _shape(emulator: Emulator) -> bytes:
    shape = _SHAPE.search(emulator.ask(b"\x1bP$q q\x1b\\"))
    return b"\x1b[%s q" % shape[1] if shape and int(shape[1]) != _DEFAULT_SHAPE else b""


def _colours(emulator: Emulator) -> bytes:
    """Only those that the program changed: the viewer's own theme stays otherwise."""
    codes = []
    for number, (colour, default) in enumerate(zip(*emulator.palettes(), strict=True)):
        if colour != default:
            codes.append(b"\x1b]4;%d;%s\x07" % (number, _rgb(colour)))
    for code, what, default_of in (
        (10, Query.COLOR_FOREGROUND, Query.COLOR_FOREGROUND_DEFAULT),
        (11, Query.COLOR_BACKGROUND, Query.COLOR_BACKGROUND_DEFAULT),
        (12, Query.COLOR_CURSOR, Query.COLOR_CURSOR_DEFAULT),
    ):
        now = emulator.colour(what)
        if now and now != emulator.colour(default_of):
            codes.append(b"\x1b]%d;%s\x07" % (code, _rgb(now)))
    return b"".join(codes)


def _rgb(colour: tuple[int, int, int]) -> bytes:
    return b"rgb:%02x/%02x/%02x" % colour
