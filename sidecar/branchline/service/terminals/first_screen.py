"""The screen that an agent starts on: empty, with what the session's earlier agents printed above it."""

from __future__ import annotations

import logging
from pathlib import Path

from branchline.ptyhost.ring import RingReader
from branchline.terminal import keyframes
from branchline.terminal.screen import Screen

log = logging.getLogger(__name__)


def first_screen(folder: Path, cols: int, rows: int) -> Screen:
    """`folder` is the session's. Its offset is where the next byte of the scrollback will be."""
    try:
        with RingReader(folder / "ring") as ring:
            begun = ring.end
            past = _last(folder, ring, begun)
    except (OSError, ValueError):
        return Screen(cols, rows)  # There is no scrollback yet, or none that can be read: the ptyhost begins anew.
    if past is None:
        return Screen(cols, rows, offset=begun)
    # Another program's modes are none of this one's.
    past.resize(cols, rows)
    screen = past.followed(begun)
    past.close()
    return screen


def _last(folder: Path, ring: RingReader, end: int) -> Screen | None:
    """The screen as it was last, with what came after it was kept."""
    keyframe = keyframes.load(folder / "keyframe")
    if keyframe is None or not ring.start <= keyframe.offset <= end:
        return None
    screen = keyframes.restore(keyframe)
    try:
        screen.feed(ring.read(keyframe.offset, end - keyframe.offset), answer=False)
    except ValueError as error:
        log.info("%s: the end of its scrollback is not shown: %s", folder.name[:8], error)
    return screen
