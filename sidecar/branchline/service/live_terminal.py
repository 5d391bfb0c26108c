"""One session's terminal as the sidecar sees it: the emulated screen, and what it is observed to say.

Driven by the bytes that arrive. After the last byte two timers fire once each (quiet, keyframe); an idle
terminal then costs nothing.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from pathlib import Path

from branchline.agents.base import Agent
from branchline.core.activity import QUIET, by_activity
from branchline.core.detection import STILL
from branchline.core.model import Observation, ScreenView, Status
from branchline.host import keyframes
from branchline.host.screen import Screen

log = logging.getLogger(__name__)

OBSERVE_EVERY = 0.1
"""Seconds between looks while output flows: several agents repaint at 100 kB/s while they work."""
SYNCHRONIZED_OUTPUT = 2026
"""The private mode that programs set while they draw a frame."""
KEYFRAME_AFTER_QUIET = 2.0
KEYFRAME_EVERY_BYTES = 1024 * 1024


class LiveTerminal:
    """`observed` is called with what the screen says; `wrote` with answers to terminal queries and the offset
    up to which queries are answered; `painted` after each look, with output since the one before."""

    def __init__(
        self,
        session_id: str,
        agent: Agent,
        screen: Screen,
        keyframe_path: Path,
        answered: int,
        status: Callable[[], Status],
        observed: Callable[[str, Observation], None],
        wrote: Callable[[str, bytes, int], None],
        painted: Callable[[str], None],
    ) -> None:
        self.session_id = session_id
        self.agent = agent
        self.screen = screen
        self._keyframe_path = keyframe_path
        self._keyframe_offset = screen.offset
        self._answered = answered
        self._status = status
        self._observed = observed
        self._wrote = wrote
        self._painted = painted
        self._received = screen.offset
        self._last_output = time.monotonic()
        self._look: asyncio.TimerHandle | None = None
        self._quiet: asyncio.TimerHandle | None = None
        self._caught_up = asyncio.Event()
        self._keyframe_task: asyncio.Task[None] | None = None

    @property
    def received(self) -> int:
        """Offset just past the last byte that arrived."""
        return self._received

    def feed(self, offset: int, data: bytes) -> None:
        if offset < self._received:
            data = data[self._received - offset :]
            offset = self._received
        if not data:
            return
        replayed = max(0, min(len(data), self._answered - offset))
        if replayed:
            self.screen.feed(data[:replayed], answer=False)
        if replayed < len(data):
            self.screen.feed(data[replayed:], answer=True)
        self._received = offset + len(data)
        answers = self.screen.take_answers()
        if answers:
            self._answered = self._received
            self._wrote(self.session_id, answers, self._received)
        self._note_output()
        if self.screen.offset - self._keyframe_offset >= KEYFRAME_EVERY_BYTES:
            self._start_keyframe()

    def resize(self, cols: int, rows: int) -> None:
        """The terminal has this size for the bytes that come next."""
        if (cols, rows) != (self.screen.cols, self.screen.rows):
            self.screen.resize(cols, rows)
            self._note_output()

    def restart_at(self, offset: int) -> None:
        """Bytes before `offset` are gone from the scrollback: go on with a clean screen."""
        log.warning("%s: the screen was reset, output up to %d was overwritten", self.session_id[:8], offset)
        cols, rows = self.screen.cols, self.screen.rows
        self.screen.close()
        self.screen = Screen(cols, rows, offset=offset)
        self._received = offset

    def view(self) -> ScreenView:
        return ScreenView(
            lines=self.screen.lines(),
            cursor=self.screen.cursor(),
            title=self.screen.title,
            cols=self.screen.cols,
            quiet_for=self._quiet_for(),
        )

    def observe(self) -> Observation | None:
        """What the screen says now: the agent's own rules first, activity where none knows it.

        None: nothing can be said yet. A frame that is being drawn says nothing, and an input box that has just been
        drawn shows for a moment after Enter and between two dialogs too.
        """
        view = self.view()
        if self.screen.mode(SYNCHRONIZED_OUTPUT) and view.quiet_for < QUIET:
            return None
        seen = self.agent.observe(view) or by_activity(view, self._status())
        if seen and seen.status is Status.READY and not seen.takes_text and view.quiet_for < STILL:
            return None
        return seen

    async def reached(self, offset: int) -> None:
        """Returns when every byte before `offset` is on the screen."""
        while self._received < offset:
            self._caught_up.clear()
            await self._caught_up.wait()

    async def write_keyframe(self) -> None:
        """Keep the screen on disk, so that a sidecar started later has it without the whole scrollback."""
        if self.screen.offset == self._keyframe_offset:
            return
        self._keyframe_offset = self.screen.offset
        keyframe = keyframes.take(self.screen)
        try:
            await asyncio.to_thread(keyframes.save, self._keyframe_path, keyframe)
        except OSError as error:
            # The scrollback still has every byte; only the next start takes longer.
            log.warning("%s: the screen could not be kept: %s", self.session_id[:8], error)

    def close(self) -> None:
        for timer in (self._look, self._quiet):
            if timer:
                timer.cancel()
        self.screen.close()

    def _note_output(self) -> None:
        self._last_output = time.monotonic()
        self._caught_up.set()
        loop = asyncio.get_running_loop()
        if self._look is None:
            self._look = loop.call_later(OBSERVE_EVERY, self._look_now)
        if self._quiet is None:
            self._quiet = loop.call_later(STILL, self._check_still)

    def _look_now(self) -> None:
        self._look = None
        self._painted(self.session_id)
        self._report()

    def _check_still(self) -> None:
        self._when_quiet(STILL, self._check_still, then=self._check_quiet, after=QUIET - STILL)

    def _check_quiet(self) -> None:
        self._when_quiet(QUIET, self._check_still, then=self._check_long, after=KEYFRAME_AFTER_QUIET - QUIET)

    def _check_long(self) -> None:
        self._quiet = None
        if self._quiet_for() < KEYFRAME_AFTER_QUIET - 0.1:
            self._quiet = asyncio.get_running_loop().call_later(STILL, self._check_still)
        else:
            self._start_keyframe()

    def _when_quiet(self, wanted: float, again: Callable[[], None], *, then: Callable[[], None], after: float) -> None:
        """Look once it has been quiet for `wanted` seconds and go on with `then`; else come back when it may be."""
        loop = asyncio.get_running_loop()
        missing = wanted - self._quiet_for()
        if missing > 0.01:
            self._quiet = loop.call_later(min(missing, STILL), again)
        else:
            self._report()
            self._quiet = loop.call_later(after, then)

    def _quiet_for(self) -> float:
        return time.monotonic() - self._last_output

    def _report(self) -> None:
        observation = self.observe()
        if observation is not None:
            self._observed(self.session_id, observation)

    def _start_keyframe(self) -> None:
        if self._keyframe_task is None or self._keyframe_task.done():
            self._keyframe_task = asyncio.create_task(self.write_keyframe())
