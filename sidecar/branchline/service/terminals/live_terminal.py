"""One session's terminal as the sidecar sees it: the emulated screen, and what it is observed to say.

Driven by the bytes that arrive. After the last byte a few timers fire once each; an idle terminal then costs
nothing.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import time
from pathlib import Path
from typing import Protocol

from branchline.agents.shared.agent import Agent
from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.agent import HookEvent
from branchline.core.model.prompt import Prompt
from branchline.core.model.screen import Observation, ScreenView
from branchline.core.model.status import Status
from branchline.core.screen.signals import told_folder
from branchline.service.terminals.kept_screen import KeptScreen
from branchline.service.terminals.tracker import Tracker
from branchline.terminal.screen import Screen

log = logging.getLogger(__name__)

BRACKETED_PASTE = 2004
"""The private mode in which a program tells what is pasted from what is typed."""


class TerminalOwner(Protocol):
    """Who is told what comes of a terminal. Calls must not block."""

    def observed(self, session_id: str, observation: Observation) -> None:
        """The screen, or a hook, says so."""

    def answered(self, session_id: str, answers: bytes, mark: int) -> None:
        """The program asked the terminal something; its queries up to the offset `mark` are answered."""

    def painted(self, terminal: LiveTerminal) -> None:
        """It was looked at, with output since the look before."""


class LiveTerminal:
    """`folder` is the session's, where the screen is kept; `mark` is the offset up to which the program's queries are
    answered; `status` is the session's as it was published."""

    def __init__(
        self,
        session_id: str,
        agent: Agent,
        screen: Screen,
        *,
        folder: Path,
        mark: int,
        status: Status,
        owner: TerminalOwner,
    ) -> None:
        self.session_id = session_id
        self.agent = agent
        self._tracker = Tracker(agent, screen, time.monotonic(), status)
        self._kept = KeptScreen(folder / "keyframe", screen)
        self._mark = mark
        self._owner = owner
        self._received = screen.offset
        self._alive_at = time.monotonic()
        self._timer: asyncio.TimerHandle | None = None
        self._timer_at = float("inf")
        self._altered = asyncio.Event()
        self._closed = False
        self._note_output()

    @property
    def screen(self) -> Screen:
        """Must not be used once the terminal is closed."""
        return self._tracker.screen

    @property
    def pastes(self) -> bool:
        """The program has bracketed paste switched on."""
        return not self._closed and self.screen.mode(BRACKETED_PASTE)

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
        replayed = max(0, min(len(data), self._mark - offset))
        if replayed:
            self.screen.feed(data[:replayed], answer=False)
        if replayed < len(data):
            self.screen.feed(data[replayed:], answer=True)
        self._received = offset + len(data)
        self._alive_at = time.monotonic()
        answers = self.screen.take_answers()
        if answers:
            self._mark = self._received
            self._owner.answered(self.session_id, answers, self._received)
        self._note_output()

    def resize(self, cols: int, rows: int) -> None:
        """The terminal has this size for the bytes that come next."""
        if (cols, rows) != (self.screen.cols, self.screen.rows):
            self.screen.resize(cols, rows)
            self._note_output()

    def restart_at(self, offset: int) -> None:
        """Bytes before `offset` are gone from the scrollback: go on with a clean screen."""
        log.warning("%s: the screen was reset, output up to %d was overwritten", self.session_id[:8], offset)
        cols, rows, pastes = self.screen.cols, self.screen.rows, self.pastes
        self.screen.close()
        self._tracker.screen = self._kept.screen = Screen(cols, rows, offset=offset)
        if pastes:
            self.screen.switch_on(BRACKETED_PASTE)  # Said once, in the bytes that are gone.
        self._received = offset
        self._note_output()

    def hook(self, event: HookEvent) -> None:
        """One of the agent's hooks was called. Nobody's once the terminal is closed."""
        if self._closed:
            return
        self._alive_at = time.monotonic()
        self._tracker.hook(event, self._alive_at)
        self._tick()

    def prompt(self) -> Prompt | None:
        """What the agent asks at this very moment; nothing once the terminal is closed."""
        return None if self._closed else self._tracker.prompt(time.monotonic())

    @property
    def seen(self) -> Observation | None:
        """See `Tracker.seen`."""
        return self._tracker.seen

    @property
    def percent(self) -> int | None:
        """See `Tracker.percent`."""
        return self._tracker.percent

    @property
    def told_folder(self) -> str | None:
        return None if self._closed else told_folder(self._tracker.screen.folder, socket.gethostname())

    def unanswerable_for(self) -> float:
        """See `Tracker.unanswerable_for`."""
        return self._tracker.unanswerable_for(time.monotonic())

    def done(self, observation: Observation) -> None:
        """See `Tracker.done`. The session is told."""
        self._tracker.done(observation, time.monotonic())
        self._owner.observed(self.session_id, observation)
        self._schedule()

    def view(self) -> ScreenView:
        """Raises NOT_RUNNING once it is closed."""
        if self._closed:
            raise BranchlineError(ErrorCode.NOT_RUNNING, "The agent has ended meanwhile.")
        return self._tracker.view(time.monotonic())

    def observe(self) -> Observation | None:
        """What the agent's rules say of the screen as it is now; None where none knows it, or it is closed."""
        return None if self._closed else self._tracker.look(time.monotonic())

    def quiet_for(self) -> float:
        """Seconds since the agent last printed."""
        return self._tracker.quiet_for(time.monotonic())

    def lifeless_for(self) -> float:
        """Seconds since the agent last printed or called a hook. Another size is no sign of life."""
        return time.monotonic() - self._alive_at

    async def reached(self, offset: int) -> None:
        """Returns when every byte before `offset` is on the screen, or the terminal is closed."""
        while self._received < offset and not self._closed:
            await self.altered()

    async def altered(self) -> None:
        """Returns at the next output, look or hook, and when it is closed. An agent that is quiet may take for ever."""
        if not self._closed:
            self._altered.clear()
            await self._altered.wait()

    async def rests(self) -> None:
        """Returns when the agent's screen is known, and not that of one at work; or when it is closed."""
        while not self._closed and (self._tracker.seen is None or self._tracker.seen.status is Status.WORKING):
            await self.altered()

    async def keep(self) -> None:
        """Keep the screen on the disk, for the next sidecar."""
        await self._kept.write()

    def close(self) -> None:
        self._closed = True
        self._altered.set()
        if self._timer:
            self._timer.cancel()
        self._kept.close()
        self.screen.close()

    def _note_output(self) -> None:
        self._tracker.fed(time.monotonic())
        self._kept.printed()
        self._altered.set()
        self._schedule()

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
            log.warning(
                "%s: %s's screen has been unknown for minutes; its look may have changed",
                self.session_id[:8],
                self.agent.title,
            )
        if self._tracker.looks != looked:
            self._owner.painted(self)
        if (said := published or self._tracker.start(now)) is not None:
            self._owner.observed(self.session_id, said)
        seen = self._tracker.seen
        if seen is not None and self._takes_text() and (not took_text or published is not None):
            self._owner.observed(self.session_id, seen)
        self._altered.set()
        self._schedule()

    def _takes_text(self) -> bool:
        seen = self._tracker.seen
        return seen is not None and seen.takes_text and self._tracker.status is Status.READY
