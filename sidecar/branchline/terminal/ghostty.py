"""A small ctypes binding to libghostty-vt, the terminal emulator that the `pyghostty` wheel ships.

Only the calls that `screen.py` needs. Names, numbers and layouts are those of the library's C headers
(`include/ghostty/vt/*.h`; the wheel repeats them in `pyghostty/_cdef.py`) at the version pinned in
pyproject.toml; check them when the pin moves. The wheel's own binding is not imported: it needs cffi,
which is not on every machine.
"""

from __future__ import annotations

import ctypes
import functools
import importlib.util
import platform
from ctypes import POINTER, c_bool, c_char_p, c_int, c_size_t, c_uint16, c_uint32, c_uint64, c_void_p
from pathlib import Path

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.terminal.structures import GridRef, Point, SelectionFormat, TerminalFormat

SUCCESS = 0
NO_VALUE = -4

FORMAT_PLAIN = 0
FORMAT_VT = 1

POINT_ACTIVE = 0
"""The visible rows, whatever the viewport shows."""
POINT_HISTORY = 3
"""The rows that scrolled off."""
SCREEN_ALTERNATE = 1
SCHEME_DARK = 1
UNKNOWN_OSC = 1
CELL_CONTENT_TAG, CELL_STYLE_ID, CELL_COLOR_PALETTE, CELL_COLOR_RGB = 2, 6, 10, 11
CONTENT_PALETTE, CONTENT_RGB = 2, 3
"""Content tags of a cell that holds no character but a fill."""
RENDER_ROW_ITERATOR, RENDER_ROW_CELLS, RENDER_OVERSCAN = 4, 5, 1


class Option:
    """GhosttyTerminalOption: what `ghostty_terminal_set` sets."""

    USERDATA = 0
    WRITE_PTY = 1
    BELL = 2
    TITLE_CHANGED = 5
    SIZE = 6
    COLOR_SCHEME = 7
    COLOR_FOREGROUND = 11
    COLOR_BACKGROUND = 12
    COLOR_CURSOR = 13
    KITTY_IMAGE_STORAGE_LIMIT = 15
    GLYPH_PROTOCOL = 24
    SCROLLBACK_MAX_BYTES = 27
    SCROLLBACK_MAX_LINES = 28
    DESKTOP_NOTIFICATION = 29
    PROGRESS_REPORT = 30
    UNKNOWN_SEQUENCE = 35
    UNKNOWN_MAX_BYTES = 36
    TERMINFO_NAME = 37


class Query:
    """GhosttyTerminalData: what `ghostty_terminal_get` gets."""

    COLS = 1
    ROWS = 2
    CURSOR_X = 3
    CURSOR_Y = 4
    ACTIVE_SCREEN = 6
    TITLE = 12
    FOLDER = 13
    SCROLLBACK_ROWS = 15
    COLOR_FOREGROUND = 18
    COLOR_BACKGROUND = 19
    COLOR_CURSOR = 20
    COLOR_PALETTE = 21
    COLOR_FOREGROUND_DEFAULT = 22
    COLOR_BACKGROUND_DEFAULT = 23
    COLOR_CURSOR_DEFAULT = 24
    COLOR_PALETTE_DEFAULT = 25
    MODE = 37


_SIGNATURES: dict[str, tuple[type | None, tuple[type, ...]]] = {
    "ghostty_terminal_new": (c_int, (c_void_p, POINTER(c_void_p), c_uint16, c_uint16)),
    "ghostty_terminal_free": (None, (c_void_p,)),
    "ghostty_terminal_set": (c_int, (c_void_p, c_int, c_void_p)),
    "ghostty_terminal_get": (c_int, (c_void_p, c_int, c_void_p)),
    "ghostty_terminal_resize": (c_int, (c_void_p, c_uint16, c_uint16, c_uint32, c_uint32)),
    "ghostty_terminal_vt_write": (None, (c_void_p, c_char_p, c_size_t)),
    "ghostty_terminal_grid_ref": (c_int, (c_void_p, Point, POINTER(GridRef))),
    "ghostty_cell_get": (c_int, (c_uint64, c_int, c_void_p)),
    "ghostty_terminal_selection_format_alloc": (
        c_int,
        (c_void_p, c_void_p, SelectionFormat, POINTER(c_void_p), POINTER(c_size_t)),
    ),
    "ghostty_formatter_terminal_new": (c_int, (c_void_p, POINTER(c_void_p), c_void_p, TerminalFormat)),
    "ghostty_formatter_format_alloc": (c_int, (c_void_p, c_void_p, POINTER(c_void_p), POINTER(c_size_t))),
    "ghostty_formatter_free": (None, (c_void_p,)),
    "ghostty_snapshot_encode_alloc": (c_int, (c_void_p, c_void_p, POINTER(c_void_p), POINTER(c_size_t))),
    "ghostty_snapshot_decoder_new_buf": (c_int, (c_void_p, POINTER(c_void_p), c_char_p, c_size_t)),
    "ghostty_snapshot_decoder_decode": (c_int, (c_void_p, POINTER(c_void_p))),
    "ghostty_snapshot_decoder_free": (None, (c_void_p,)),
    "ghostty_render_state_new": (c_int, (c_void_p, POINTER(c_void_p))),
    "ghostty_render_state_free": (None, (c_void_p,)),
    "ghostty_render_state_set": (c_int, (c_void_p, c_int, c_void_p)),
    "ghostty_render_state_update": (c_int, (c_void_p, c_void_p)),
    "ghostty_render_state_get": (c_int, (c_void_p, c_int, c_void_p)),
    "ghostty_render_state_row_iterator_new": (c_int, (c_void_p, POINTER(c_void_p))),
    "ghostty_render_state_row_iterator_free": (None, (c_void_p,)),
    "ghostty_render_state_row_iterator_next": (c_bool, (c_void_p,)),
    "ghostty_render_state_row_get": (c_int, (c_void_p, c_int, c_void_p)),
    "ghostty_free": (None, (c_void_p, c_void_p, c_size_t)),
}


@functools.cache
def load() -> ctypes.CDLL:
    """The library, loaded once. Raises SCREEN_LIBRARY when this machine has none that fits."""
    here = f"{platform.system()} {platform.machine()}"
    package = importlib.util.find_spec("pyghostty")
    folders = package.submodule_search_locations if package else None
    if not folders:
        raise BranchlineError(
            ErrorCode.SCREEN_LIBRARY,
            f"The terminal library libghostty-vt is missing ({here}). Install pyghostty 0.1.3.",
        )
    name = "libghostty-vt.dylib" if platform.system() == "Darwin" else "libghostty-vt.so"
    try:
        library = ctypes.CDLL(str(Path(folders[0], "_lib", name)))
        for function, (result, arguments) in _SIGNATURES.items():
            symbol = getattr(library, function)
            symbol.restype, symbol.argtypes = result, arguments
    except (OSError, AttributeError) as error:
        raise BranchlineError(
            ErrorCode.SCREEN_LIBRARY,
            f"The terminal library libghostty-vt cannot be used on {here}: {error}. "
            "Reinstall Branchline for this platform.",
        ) from error
    return library
