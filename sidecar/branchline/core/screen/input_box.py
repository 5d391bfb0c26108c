"""An agent's own input: it counts only around the cursor."""

from __future__ import annotations

import re
from collections.abc import Callable

import attrs

from branchline.core.model.screen import ScreenView
from branchline.core.screen.detection import inside

_MAX_BOX_ROWS = 30


# ---------------------------------------------------------------- the input box


@attrs.frozen
class InputBox:
    """The agent's own input: `top` and `bottom` are the rows of its text, edges not included."""

    top: int
    bottom: int
    text: str
    cursor_at_start: bool

    def is_empty(self, placeholder: re.Pattern[str] | None = None) -> bool:
        """Nothing is typed: only a placeholder, if anything, right of a cursor that stands at the start."""
        if not self.cursor_at_start:
            return False
        return not self.text or (placeholder is not None and placeholder.fullmatch(self.text) is not None)


def input_box(
    view: ScreenView,
    marker: re.Pattern[str],
    above: Callable[[str], bool],
    below: Callable[[str], bool],
) -> InputBox | None:
    """The box that holds the cursor, or None.

    `marker` matches what its first row starts with, up to where text goes; `above` and `below` tell its edges.
    """
    row, column = view.cursor
    lines = view.lines
    if not 0 <= row < len(lines):
        return None
    top = row
    while (found := marker.match(lines[top].ljust(view.cols))) is None:
        top -= 1
        if top < 0 or row - top > _MAX_BOX_ROWS or above(lines[top]):
            return None
    if top > 0 and not above(lines[top - 1]):
        return None
    bottom = row
    while bottom + 1 < len(lines) and not below(lines[bottom + 1]):
        bottom += 1
        if bottom - top > _MAX_BOX_ROWS:
            return None
    if bottom + 1 >= len(lines) and not below(""):
        return None
    first = inside(lines[top][found.end() :])
    text = "\n".join([first, *(inside(each) for each in lines[top + 1 : bottom + 1])]).strip()
    return InputBox(top, bottom, text, cursor_at_start=(row, column) == (top, found.end()))
