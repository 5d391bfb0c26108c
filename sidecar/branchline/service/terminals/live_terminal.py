"""One session's terminal as the sidecar sees it: the emulated screen, and what it is observed to say.

Driven by the bytes that arrive. After the last byte a few timers fire once each; an idle terminal then costs
nothing.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from pathlib import Path

from branchline.agents.shared.agent import Agent
from branchline.core.model import HookEvent, Observation, Prompt, ScreenView, Status
from branchline.service.terminals.tracker import Tracker
from branchline.terminal import keyframes
from branchline.terminal.screen import Screen

log = logging.getLogger(__name__)

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
        status: Status,
        observed: Callable[[str, Observation], None],
        wrote: Callable[[str, bytes, int], None],
        painted: Callable[[str], None],
    ) -> None:
        self.session_id = session_id
        self.agent = agent
        self._tracker = Tracker(agent, screen, time.monotonic(), status)
        self._keyframe_path = keyframe_path
        self._keyframe_offset = screen.offset
        self._answered = answered
        self._observed = observed
        self._wrote = wrote
        self._painted = painted
        self._received = screen.offset
        self._timer: asyncio.TimerHandle | None = None
        self._timer_at = float("inf")
        self._keyframe_timer: asyncio.TimerHandle | None = None
        self._caught_up = asyncio.Event()
        self._keyframe_task: asyncio.Task[None] | None = None

        self._note_output()

    @property
    def screen(self) -> Screen:
        return self._tracker.screen

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
        self._tracker.screen = Screen(cols, rows, offset=offset)
        self._received = offset
        self._note_output()

    def hook(self, event: HookEvent) -> None:
        """One of the agent's hooks was called."""
        self._tracker.hook(event, time.monotonic())
        self._tick()

    def prompt(self) -> Prompt | None:
        """What the agent asks at this very moment."""
        return self._tracker.prompt(time.monotonic())

    def unanswerable_for(self) -> float:
        """See `Tracker.unanswerable_for`."""
        return self._tracker.unanswerable_for(time.monotonic())

    def done(self, observation: Observation) -> None:
        """See `Tracker.done`. The session is told."""
        self._tracker.done(observation, time.monotonic())
        self._observed(self.session_id, observation)
        self._schedule()

    def view(self) -> ScreenView:
        return self._tracker.view(time.monotonic())

    def observe(self) -> Observation | None:
        """What the agent's rules say of the screen as it is now; None where none knows it."""
        return self._tracker.look(time.monotonic())

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
        for timer in (self._timer, self._keyframe_timer):
            if timer:
                timer.cancel()
        self.screen.close()

    def _note_output(self) -> None:
        self._tracker.fed(time.monotonic())
        self._caught_up.set()
        self._schedule()
        if self._keyframe_timer is None:
            self._keyframe_timer = asyncio.get_running_loop().call_later(KEYFRAME_AFTER_QUIET, self._keyframe_if_quiet)

    def _schedule(self) -> None:
        """One timer, for whatever is due first."""
        due = self._tracker.due
        if due is None or (self._timer is not None and self._timer_at <= due):
            return
        if self._timer is not None:
            self._timer.cancel()
        self._timer_at = due
        self._timer = asyncio.get_running_loop().call_later(max(0.0, due - time.monotonic()), self._on_timer)

    def _on_timer(self) -> None:
        self._timer = None
        self._tick()

    def _tick(self) -> None:
        now = time.monotonic()
        looked, took_text = self._tracker.looks, self._takes_text()
        published = self._tracker.tick(now)
        if self._tracker.has_drifted(now):
            log.warning("%s: %s's screen has been unknown for minutes; its look may have changed", *self._name())
        if self._tracker.looks != looked:
            self._painted(self.session_id)
        if published is not None:
            self._observed(self.session_id, published)
        if self._takes_text() and (not took_text or published is not None):
            assert self._tracker.seen is not None  # noqa: S101  for the type checker: `_takes_text` says so
            self._observed(self.session_id, self._tracker.seen)
        self._schedule()

    def _takes_text(self) -> bool:
        seen = self._tracker.seen
        return seen is not None and seen.takes_text and self._tracker.status is Status.READY

    def _name(self) -> tuple[str, str]:
        return self.session_id[:8], self.agent.title

    def _keyframe_if_quiet(self) -> None:
        self._keyframe_timer = None
        missing = KEYFRAME_AFTER_QUIET - self._tracker.quiet_for(time.monotonic())
        if missing > 0.01:
            self._keyframe_timer = asyncio.get_running_loop().call_later(missing, self._keyframe_if_quiet)
        else:
            self._start_keyframe()

    def _start_keyframe(self) -> None:
        if self._keyframe_task is None or self._keyframe_task.done():
            self._keyframe_task = asyncio.create_task(self.write_keyframe())
