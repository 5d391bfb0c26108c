"""A screen with something drawn on it."""

from __future__ import annotations

from branchline.terminal.screen import Screen


def drawn(data: bytes, cols: int = 20, rows: int = 6) -> Screen:
    screen = Screen(cols, rows)
    screen.feed(data)
    return screen
