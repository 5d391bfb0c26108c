"""One terminal of libghostty-vt: its handle, and what can be read off it."""

from __future__ import annotations

import ctypes
from ctypes import byref, c_bool, c_int, c_size_t, c_uint16, c_uint64, c_void_p
from typing import Any

from branchline.core.screen.queries import CELL_HEIGHT, CELL_WIDTH
from branchline.terminal import effects, ghostty, structures
from branchline.terminal.calls import check, decode, take
from branchline.terminal.cells import CELL_BYTES
from branchline.terminal.ghostty import Option, Query

SCROLLBACK_LINES = 2000
_SCROLLBACK_BYTES = 32 * 1024 * 1024
_LONGEST_REPORT = 4096
_FOREGROUND = structures.ColorRgb(0xE5, 0xE5, 0xE5)
_BACKGROUND = structures.ColorRgb(0x1E, 0x1E, 0x1E)
_TERMINFO = b"xterm-256color"


class Emulator:
    """Not for use by two threads at once. Raises SCREEN_LIBRARY where the library is missing."""

    def __init__(self, cols: int, rows: int) -> None:
        handle = c_void_p()
        check(ghostty.load().ghostty_terminal_new(None, byref(handle), cols, rows), "make a terminal")
        self._adopt(handle)
        # The pixel size of a cell is known only after a resize.
        self.resize(cols, rows)

    @classmethod
    def from_state(cls, state: bytes) -> Emulator:
        """The terminal that `state()` was taken of. Raises ValueError when the library does not take it."""
        emulator = cls.__new__(cls)
        emulator._adopt(decode(state))
        return emulator

    def _adopt(self, handle: c_void_p) -> None:
        self._library = ghostty.load()
        self._handle = handle
        self._number, self.effects = effects.register()
        self.effects.size = (self.read(Query.COLS), self.read(Query.ROWS))
        name = ctypes.create_string_buffer(_TERMINFO)
        for option, value in (
            (Option.USERDATA, c_void_p(self._number)),
            (Option.COLOR_FOREGROUND, byref(_FOREGROUND)),
            (Option.COLOR_BACKGROUND, byref(_BACKGROUND)),
            (Option.KITTY_IMAGE_STORAGE_LIMIT, byref(c_uint64(0))),
            (Option.GLYPH_PROTOCOL, byref(c_bool(False))),
            (Option.SCROLLBACK_MAX_BYTES, byref(c_size_t(_SCROLLBACK_BYTES))),
            (Option.SCROLLBACK_MAX_LINES, byref(c_size_t(SCROLLBACK_LINES))),
            (Option.UNKNOWN_MAX_BYTES, byref(c_size_t(_LONGEST_REPORT))),
            (Option.TERMINFO_NAME, byref(structures.String(ctypes.cast(name, c_void_p), len(_TERMINFO)))),
            *((option, ctypes.cast(callback, c_void_p)) for option, callback in effects.CALLBACKS.items()),
        ):
            check(self._library.ghostty_terminal_set(handle, option, value), f"set option {option}")

    def write(self, data: bytes) -> None:
        self._library.ghostty_terminal_vt_write(self._handle, data, len(data))

    def ask(self, query: bytes) -> bytes:
        """The library's answer to a query that changes nothing."""
        replies, self.effects.replies = self.effects.replies, bytearray()
        self.write(query)
        answer, self.effects.replies = bytes(self.effects.replies), replies
        return answer

    def resize(self, cols: int, rows: int) -> None:
        self.effects.size = (cols, rows)
        check(
            self._library.ghostty_terminal_resize(self._handle, cols, rows, CELL_WIDTH, CELL_HEIGHT),
            "resize the terminal",
        )

    def read(self, what: int) -> int:
        """One of the numbers of `Query`."""
        number: Any = c_uint16()
        if what == Query.SCROLLBACK_ROWS:
            number = c_size_t()
        elif what == Query.ACTIVE_SCREEN:
            number = c_int()
        self.read_into(what, number)
        return int(number.value)

    def read_into(self, what: int, out: Any) -> None:
        """One of the values of `Query` into a ctypes object of the type that the library's header gives."""
        check(self._library.ghostty_terminal_get(self._handle, what, byref(out)), f"get value {what}")

    def mode(self, number: int, ansi: bool = False) -> bool:
        config = structures.ModeConfig(number | (ansi << 15), False)
        self.read_into(Query.MODE, config)
        return bool(config.value)

    def visible(self) -> structures.Selection:
        """The visible rows. A selection is good until the terminal changes."""
        return self._rows(ghostty.POINT_ACTIVE, 0, self.effects.size[1])

    def row(self, row: int) -> structures.Selection:
        """One of the visible rows."""
        return self._rows(ghostty.POINT_ACTIVE, row, 1)

    def history(self) -> structures.Selection | None:
        """The rows that scrolled off; None when there are none."""
        count = self.read(Query.SCROLLBACK_ROWS)
        return self._rows(ghostty.POINT_HISTORY, 0, count) if count else None

    def _rows(self, area: int, first: int, count: int) -> structures.Selection:
        ends = []
        for x, y in ((0, first), (self.effects.size[0] - 1, first + count - 1)):
            ref = structures.GridRef(size=ctypes.sizeof(structures.GridRef))
            point = structures.Point(tag=area, x=x, y=y)
            check(self._library.ghostty_terminal_grid_ref(self._handle, point, byref(ref)), "find a cell")
            ends.append(ref)
        return structures.Selection(ctypes.sizeof(structures.Selection), *ends, False)

    def cells(self, above: int) -> list[bytes]:
        """For each of `above` rows of the scrollback and each visible row its cells, 8 bytes each, 0 if empty."""
        rows = []
        state, iterator = c_void_p(), c_void_p()
        library = self._library
        check(library.ghostty_render_state_new(None, byref(state)), "make a render state")
        check(library.ghostty_render_state_row_iterator_new(None, byref(iterator)), "make a row iterator")
        try:
            overscan = structures.Overscan(above, 0)
            check(library.ghostty_render_state_set(state, ghostty.RENDER_OVERSCAN, byref(overscan)), "ask for rows")
            check(library.ghostty_render_state_update(state, self._handle), "read the rows")
            check(library.ghostty_render_state_get(state, ghostty.RENDER_ROW_ITERATOR, byref(iterator)), "read rows")
            while library.ghostty_render_state_row_iterator_next(iterator):
                cells = structures.CellsView()
                check(
                    library.ghostty_render_state_row_get(iterator, ghostty.RENDER_ROW_CELLS, byref(cells)), "read a row"
                )
                rows.append(ctypes.string_at(cells.ptr, cells.len * CELL_BYTES))
        finally:
            library.ghostty_render_state_row_iterator_free(iterator)
            library.ghostty_render_state_free(state)
        return rows

    def palettes(self) -> tuple[list[tuple[int, int, int]], list[tuple[int, int, int]]]:
        """The 256 colours as they are, and as they were before the program changed some."""
        both = []
        for what in (Query.COLOR_PALETTE, Query.COLOR_PALETTE_DEFAULT):
            colours = (structures.ColorRgb * 256)()
            self.read_into(what, colours)
            both.append([(colour.r, colour.g, colour.b) for colour in colours])
        return both[0], both[1]

    def colour(self, what: int) -> tuple[int, int, int] | None:
        """One of the colours of `Query`; None when it is not set."""
        rgb = structures.ColorRgb()
        result = self._library.ghostty_terminal_get(self._handle, what, byref(rgb))
        if result == ghostty.NO_VALUE:
            return None
        check(result, f"get colour {what}")
        return rgb.r, rgb.g, rgb.b

    @property
    def title(self) -> str:
        title = structures.String()
        self.read_into(Query.TITLE, title)
        return effects.text(title)

    @property
    def folder(self) -> bytes:
        """Of OSC 7, 9;9 and 1337, as printed last; empty: never."""
        folder = structures.String()
        self.read_into(Query.FOLDER, folder)
        return folder.copy()

    def plain(self, selection: structures.Selection) -> str:
        """The text of a selection, a line for each row, without trailing blanks."""
        options = structures.SelectionFormat(
            size=ctypes.sizeof(structures.SelectionFormat),
            emit=ghostty.FORMAT_PLAIN,
            trim=True,
            selection=ctypes.pointer(selection),
        )
        return take(
            lambda out, length: self._library.ghostty_terminal_selection_format_alloc(
                self._handle, None, options, out, length
            )
        ).decode("utf-8", "replace")

    def vt(self, selection: structures.Selection, **extras: bool) -> bytes:
        """A selection as control sequences, rows joined by CR LF.

        `extras` are fields of TerminalExtra and ScreenExtra: tab stops are written before the rows, the others
        after them. Each row sets its own styles and ends without any. Rows without a character at the end are left
        out, such rows' fills everywhere, and empty cells within a row come as blanks in the style before them.
        """
        options = structures.TerminalFormat(size=ctypes.sizeof(structures.TerminalFormat), emit=ghostty.FORMAT_VT)
        options.extra.size = ctypes.sizeof(structures.TerminalExtra)
        options.extra.screen.size = ctypes.sizeof(structures.ScreenExtra)
        for name, wanted in extras.items():
            setattr(options.extra if hasattr(structures.TerminalExtra, name) else options.extra.screen, name, wanted)
        options.selection = ctypes.pointer(selection)
        formatter = c_void_p()
        check(
            self._library.ghostty_formatter_terminal_new(None, byref(formatter), self._handle, options),
            "make a formatter",
        )
        try:
            return take(lambda out, length: self._library.ghostty_formatter_format_alloc(formatter, None, out, length))
        finally:
            self._library.ghostty_formatter_free(formatter)

    def state(self) -> bytes:
        """Everything, in the library's own format: good for the same version of the library only."""
        return take(lambda out, length: self._library.ghostty_snapshot_encode_alloc(self._handle, None, out, length))

    def close(self) -> None:
        """Free it; it must not be used afterwards. May be called again."""
        handle, self._handle = self._handle, c_void_p()
        if handle:
            self._library.ghostty_terminal_free(handle)
            effects.forget(self._number)

    def __del__(self) -> None:
        if hasattr(self, "_number"):
            self.close()
