"""Tells a client the screens that it watches, no more often than somebody can see."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from branchline.core.screen import colours
from branchline.service.terminals.live_terminal import LiveTerminal
from branchline.service.terminals.terminals import Terminals

if TYPE_CHECKING:
    from branchline.rpc.messages.terminal import DidPaint

EVERY = 0.25
"""Seconds between two paintings of one screen."""
FOCUSED_EVERY = 0.1


class Painting:
    """`tell` is told what is painted."""

    def __init__(self, terminals: Terminals, tell: Callable[[DidPaint], None]) -> None:
        self._terminals = terminals
        self._tell = tell
        self._watched: set[str] = set()
        self._colours = False
        self._focused: str | None = None
        self._timers: dict[str, asyncio.TimerHandle] = {}
        """By session, until it may be painted again."""
        self._stale: set[str] = set()
        """Those that altered meanwhile."""
        self._told: dict[str, DidPaint] = {}

    def watch(self, ids: Sequence[str], in_colours: bool, focused: str | None) -> None:
        """These instead of those before. What is new, or in colours now, is told at once."""
        self._focused = focused
        before = self._watched if in_colours == self._colours else set()
        self._colours = in_colours
        for session_id in self._watched - set(ids):
            self.forget(session_id)
        self._watched = set(ids)
        for session_id in ids:
            if session_id not in before:
                self._told.pop(session_id, None)
                self._paint_soon(session_id)

    def forget(self, session_id: str) -> None:
        """It is not there any more, or not watched."""
        self._watched.discard(session_id)
        self._stale.discard(session_id)
        self._told.pop(session_id, None)
        if timer := self._timers.pop(session_id, None):
            timer.cancel()

    def close(self) -> None:
        for session_id in list(self._watched):
            self.forget(session_id)

    def altered(self, terminal: LiveTerminal) -> None:
        """It was looked at, with output since the look before."""
        if terminal.session_id in self._watched:
            self._paint_soon(terminal.session_id)

    def _paint_soon(self, session_id: str) -> None:
        if session_id in self._timers:
            self._stale.add(session_id)
            return
        self._paint(session_id)

    def _paint(self, session_id: str) -> None:
        terminal = self._terminals.find(session_id)
        if terminal is None:
            return
        every = FOCUSED_EVERY if session_id == self._focused else EVERY
        self._timers[session_id] = asyncio.get_running_loop().call_later(every, self._may_again, session_id)
        painted = self._seen(terminal)
        if painted != self._told.get(session_id):
            self._told[session_id] = painted
            self._tell(painted)

    def _may_again(self, session_id: str) -> None:
        del self._timers[session_id]
        if session_id in self._stale:
            self._stale.discard(session_id)
            self._paint(session_id)

    def _seen(self, terminal: LiveTerminal) -> DidPaint:
        from branchline.rpc.messages.terminal import DidPaint  # Few windows watch a screen.

        screen = terminal.screen
        if not self._colours:
            return DidPaint(terminal.session_id, screen.cols, screen.rows, list(screen.lines()), None)
        rows = [colours.row(styled) for styled in screen.all_styled()]
        lines, styles = [text for text, _ in rows], [runs for _, runs in rows]
        return DidPaint(terminal.session_id, screen.cols, screen.rows, lines, styles)
