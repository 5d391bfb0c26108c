"""Keeps a screen on the disk while its terminal rests, so that a sidecar started later has it without the whole
scrollback."""

from __future__ import annotations

import asyncio
import logging
import time
from pathlib import Path

from branchline.terminal import keyframes
from branchline.terminal.screen import Screen

log = logging.getLogger(__name__)

AFTER_QUIET = 2.0
"""Seconds without output until it is kept."""
EVERY_BYTES = 1024 * 1024
"""Of output that flows on and on."""


class KeptScreen:
    """Driven by `printed`; an idle terminal costs nothing. `screen` is the terminal's, which may get another one."""

    def __init__(self, path: Path, screen: Screen) -> None:
        self.screen = screen
        self._path = path
        self._offset = screen.offset
        """Of the screen that is on the disk."""
        self._printed_at = float("-inf")
        self._timer: asyncio.TimerHandle | None = None
        self._writing: asyncio.Task[None] | None = None
        self._closed = False

    def printed(self) -> None:
        """There was output."""
        self._printed_at = time.monotonic()
        if self.screen.offset - self._offset >= EVERY_BYTES:
            self._begin()
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(AFTER_QUIET, self._if_quiet)

    async def write(self) -> None:
        """Keep it now, if it is another one than is kept."""
        if self._closed or self.screen.offset == self._offset:
            return
        self._offset = self.screen.offset
        keyframe = keyframes.take(self.screen)
        try:
            await asyncio.to_thread(keyframes.save, self._path, keyframe)
        except OSError as error:
            # The scrollback still has every byte; only the next start takes longer.
            log.warning("%s: the screen could not be kept: %s", self._path.parent.name[:8], error)

    def close(self) -> None:
        """The screen is not read any more."""
        self._closed = True
        if self._timer:
            self._timer.cancel()

    def _if_quiet(self) -> None:
        self._timer = None
        missing = self._printed_at + AFTER_QUIET - time.monotonic()
        if missing > 0.01:
            self._timer = asyncio.get_running_loop().call_later(missing, self._if_quiet)
        else:
            self._begin()

    def _begin(self) -> None:
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self.write())
