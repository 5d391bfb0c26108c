"""The terminal of what the user runs in a session's worktree, as the sidecar sees it: what it printed, and its end."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.service.terminals.host import COLS, ROWS
from branchline.service.terminals.kept_screen import KeptScreen
from branchline.service.terminals.printed import printed
from branchline.terminal import keyframes
from branchline.terminal.screen import Screen

RING, _KEYFRAME = "run", "run-keyframe"
"""Files in the session's folder: what the last run printed, and its screen."""
_MOST_LINES = 20_000


class RunOwner(Protocol):
    """Who is told what comes of it. Calls must not block."""

    def printed(self, data: bytes) -> None: ...

    def ended(self, exit_code: int | None) -> None:
        """None: the terminal host was lost with it."""

    async def left(self) -> None:
        """The sidecar leaves the terminal."""


class RunTerminal:
    """`folder` is the session's; `answer` types what the program asked its terminal, and leaves the mark up to which
    that is answered; `mark` is the one that was left last. Driven by what the terminal host tells."""

    def __init__(
        self, screen: Screen, folder: Path, mark: int, answer: Callable[[bytes, int], None], owner: RunOwner
    ) -> None:
        self._screen = screen
        self._kept = KeptScreen(folder / _KEYFRAME, screen)
        self._mark = mark
        self._answer = answer
        self._owner = owner
        self._received = screen.offset
        self._altered = asyncio.Event()
        self._closed = False

    @property
    def screen(self) -> Screen:
        """Must not be used once the terminal is closed."""
        return self._screen

    async def reached(self, offset: int) -> None:
        while self._received < offset and not self._closed:
            self._altered.clear()
            await self._altered.wait()

    async def keep(self) -> None:
        """Keep the screen on the disk, for the next sidecar."""
        await self._kept.write()
        await self._owner.left()

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._altered.set()
            self._kept.close()
            self._screen.close()

    def on_output(self, offset: int, data: bytes) -> None:
        data = data[max(0, self._received - offset) :]
        if self._closed or not data:
            return
        seen = max(0, min(len(data), self._mark - self._received))
        self._screen.feed(data[:seen], answer=False)
        self._screen.feed(data[seen:], answer=True)
        self._received += len(data)
        if answers := self._screen.take_answers():
            self._mark = self._received
            self._answer(answers, self._mark)
        self._kept.printed()
        self._altered.set()
        self._owner.printed(data)

    def on_resized(self, cols: int, rows: int) -> None:
        if not self._closed and (cols, rows) != (self._screen.cols, self._screen.rows):
            self._screen.resize(cols, rows)

    def on_lagged(self, offset: int) -> None:
        """Bytes before `offset` are gone from the scrollback: go on with a clean screen."""
        if not self._closed:
            cols, rows = self._screen.cols, self._screen.rows
            self._screen.close()
            self._screen = self._kept.screen = Screen(cols, rows, offset=offset)
            self._received = offset

    def on_exit(self, exit_code: int) -> None:
        self._owner.ended(exit_code)

    def on_ptyhost_lost(self) -> None:
        self._owner.ended(None)


def kept_screen(folder: Path, entry: Mapping[str, Any]) -> Screen:
    """The screen as it was last kept, or an empty one from which the whole scrollback is replayed. `entry` is the
    terminal host's."""
    keyframe = keyframes.load(folder / _KEYFRAME)
    if keyframe and entry["start"] <= keyframe.offset <= entry["end"]:
        return keyframes.restore(keyframe)
    return Screen(entry["cols"], entry["rows"], offset=entry["start"])


def delete_kept(folder: Path) -> None:
    """What the run before left."""
    for name in (RING, _KEYFRAME):
        (folder / name).unlink(missing_ok=True)


def last_lines(folder: Path) -> list[str]:
    """What the session's last run printed, also one that has ended; none where there was none. Raises NOT_SAVED."""
    try:
        return list(deque(printed(folder / RING, COLS, ROWS), _MOST_LINES))
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        raise BranchlineError(ErrorCode.NOT_SAVED, f"The output could not be read: {error}.") from error
