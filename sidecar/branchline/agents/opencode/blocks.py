"""What opencode draws everything in: rows that begin with a bar."""

from __future__ import annotations

import attrs

from branchline.core.model.screen import ScreenView
from branchline.core.screen.detection import last_row
from branchline.core.screen.styles import runs

BAR = "┃"


@attrs.frozen
class Block:
    """Rows that begin with a bar in the same column. `said` is what stands right of the bar, `width` the columns for
    text, `beside` whether something else stands right of the block."""

    top: int
    bar: int
    said: tuple[str, ...]
    width: int
    beside: bool

    @property
    def shown(self) -> list[int]:
        """The places in `said` of the rows that are not empty."""
        return [place for place, text in enumerate(self.said) if text]


def barred(view: ScreenView, end: int) -> range:
    """The rows of the block that ends with row `end`; none when that row has no bar."""
    lines = view.lines
    if end < 0 or not lines[end].lstrip().startswith(BAR):
        return range(0)
    left = lines[end][: lines[end].index(BAR) + 1]
    start = end
    while start > 0 and lines[start - 1].startswith(left):
        start -= 1
    return range(start, end + 1)


def open_block(view: ScreenView) -> Block | None:
    """The barred block that the screen ends with: an input is closed by an edge. Where it ends on the right shows only
    by the background: a wide terminal has a panel beside it."""
    end = next((row for row in range(len(view.lines) - 1, -1, -1) if view.lines[row].strip()), -1)
    rows = barred(view, end)
    if not rows or last_row(view.lines) > end:
        return None
    bar = view.lines[end].index(BAR)
    drawn = runs(view.styled(rows.start))
    outside = drawn[0].background if drawn else None
    right = next((run.start for run in drawn if run.start > bar and run.background == outside), 0)
    edge = right if right > bar + 1 else view.cols - bar
    said = tuple(view.lines[row][bar + 1 : edge].rstrip() for row in rows)
    return Block(rows.start, bar, said, edge - bar - 6, beside=edge < view.cols - bar)


def background(view: ScreenView, row: int, column: int) -> str | None:
    """What a cell is drawn on, as an SGR parameter; None for the terminal's own."""
    drawn = runs(view.styled(row))
    return next((run.background for run in drawn if run.start <= column < run.start + len(run.text)), None)
