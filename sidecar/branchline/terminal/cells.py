"""Single cells of a terminal, as `Emulator.cells` gives them."""

from __future__ import annotations

from ctypes import byref, c_int, c_uint8, c_uint16

from branchline.terminal import ghostty, structures
from branchline.terminal.calls import check

CELL_BYTES = 8


def is_styled(cell: int) -> bool:
    """It has colours or attributes."""
    style = c_uint16()
    check(ghostty.load().ghostty_cell_get(cell, ghostty.CELL_STYLE_ID, byref(style)), "read a cell")
    return style.value != 0 or fill(cell) is not None


def fill(cell: int) -> tuple[int, ...] | None:
    """What a cell that holds no character is filled with: (palette index,), (r, g, b), or None."""
    tag = c_int()
    check(ghostty.load().ghostty_cell_get(cell, ghostty.CELL_CONTENT_TAG, byref(tag)), "read a cell")
    if tag.value == ghostty.CONTENT_PALETTE:
        index = c_uint8()
        check(ghostty.load().ghostty_cell_get(cell, ghostty.CELL_COLOR_PALETTE, byref(index)), "read a cell")
        return (index.value,)
    if tag.value == ghostty.CONTENT_RGB:
        rgb = structures.ColorRgb()
        check(ghostty.load().ghostty_cell_get(cell, ghostty.CELL_COLOR_RGB, byref(rgb)), "read a cell")
        return rgb.r, rgb.g, rgb.b
    return None
