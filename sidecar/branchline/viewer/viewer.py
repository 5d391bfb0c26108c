"""A viewer: one session on one terminal.

The screen comes from the sidecar, as a repaint; everything after it from the ptyhost, as it is printed. Keys go
to the ptyhost. Standard library only and no asyncio: this must be there at once.
"""

from __future__ import annotations

import contextlib
import os
import queue
import re
import select
import signal
import socket
import threading
import time
from typing import Any

from branchline.core.screen.viewer_filter import ViewerFilter
from branchline.ptyhost.wire import Data, Kind, Message
from branchline.viewer.links import ConnectSidecar, PtyhostLink, PtyhostLost, repaint
from branchline.viewer.terminal import ViewerTerminal
from branchline.viewer.wakeups import drain, handling, wakeable

DETACH_KEYS = (b"\x1d", b"\x1b[93;5u")
"""Ctrl+], as terminals send it, and as those with the kitty keyboard protocol do."""
DETACH_WITHIN = 0.5
REPAINT_PATIENCE = 2.0
"""Seconds until the tail of the output is shown instead; the repaint still follows when it comes."""
TAIL = 64 * 1024
PAINT_EVERY = 0.2
"""Seconds between two repaints, for a terminal that cannot keep up."""
_NO_STREAM = 0  # No request has this number.
_CLEAN = re.compile(rb"[\n\x1b]")


class Viewer:
    """One session on one terminal, from the first paint to the end; `hold`: and on, until a key is pressed."""

    def __init__(
        self, ptyhost: PtyhostLink, entry: dict[str, Any], connect: ConnectSidecar, hold: bool = False
    ) -> None:
        self._ptyhost = ptyhost
        self._session = str(entry["session"])
        self._connect_sidecar = connect
        self._terminal = ViewerTerminal(0, 1)
        self._hold, self._holds, self._reading = hold, False, True
        self._fallback_size = int(entry["cols"]), int(entry["rows"])
        self._filter = ViewerFilter()
        self._paints: queue.SimpleQueue[tuple[int, tuple[bytes, int] | None]] = queue.SimpleQueue()
        self._paint_number = 0
        self._next_paint = 0.0
        self._paint_deadline: float | None = None
        """When to show the tail instead; None once something is shown."""
        self._stream_reply: int | None = _NO_STREAM
        """The reply to wait for; output before it is of an older stream, and not shown."""
        self._list_reply: int | None = None
        self._cut_in = False
        """The next output begins anywhere, perhaps within a control sequence."""
        self._last_detach_key = float("-inf")
        self._signals: list[int] = []
        self._result: int | None = None

    def run(self) -> int:
        """Returns the exit code."""
        with wakeable() as (woken, wake), handling(self._signals), self._terminal:
            self._wake = wake
            try:
                cols, rows = self._terminal.size() or self._fallback_size
                end = self._ptyhost.ask("attach", session=self._session, cols=cols, rows=rows)["end"]
                self._begin_paint(end)
                while self._result is None:
                    self._turn(woken)
                return self._result
            except PtyhostLost as lost:
                self._end(1, str(lost), below=True)
                return 1
            except OSError:
                return 128 + signal.SIGHUP  # The user's terminal has gone.

    def _turn(self, woken: socket.socket) -> None:
        terminal, link = self._terminal, self._ptyhost.link
        reads: list[Any] = [woken]
        if self._reading:
            reads.append(terminal.source)
        if not terminal.is_full:
            # A terminal that does not keep up is not sent more: the ptyhost then says `lagged`.
            reads.append(link)
        # Not `selectors`: kqueue and epoll each have files that they do not watch.
        ready, writable, _ = select.select(reads, [terminal.target] * terminal.is_behind, [], self._until_deadline())
        if woken in ready:
            drain(woken)
        self._take_signals()
        self._take_paints()
        if terminal.source in ready and self._result is None:
            self._take_keys()
        if writable:
            terminal.flush()
        if link in ready and self._result is None:
            for frame in self._ptyhost.receive():
                if self._result is None:
                    self._take(frame)
        if self._paint_deadline is not None and time.monotonic() >= self._paint_deadline:
            self._show_tail()

    # ------------------------------------------------------------ from the user

    def _take_keys(self) -> None:
        data = self._terminal.read()
        if data is None:
            return
        if not data:
            self._reading = False
            if os.isatty(self._terminal.source):
                self._result = 128 + signal.SIGHUP
            return
        if self._holds:
            self._result = 0
        elif self._is_detach(data):
            self._end(0, "[left; the agent goes on]", below=True)
        else:
            self._ptyhost.type(self._session, data)

    def _is_detach(self, data: bytes) -> bool:
        presses = next((data.count(key) for key in DETACH_KEYS if data and not data.replace(key, b"")), 0)
        if not presses:
            self._last_detach_key = float("-inf")
            return False
        now = time.monotonic()
        before, self._last_detach_key = self._last_detach_key, now
        return presses > 1 or now - before <= DETACH_WITHIN

    def _take_signals(self) -> None:
        while self._signals:
            number = self._signals.pop(0)
            if number == signal.SIGWINCH:
                size = self._terminal.size()
                if size:
                    self._ptyhost.request("resize", session=self._session, cols=size[0], rows=size[1])
            elif number == signal.SIGCONT:
                self._terminal.make_raw()
            else:
                self._result = 128 + number

    # ------------------------------------------------------------ from the ptyhost

    def _take(self, frame: Message | Data) -> None:
        if isinstance(frame, Data):
            if frame.kind is Kind.OUTPUT and self._stream_reply is None:
                self._show(frame.data)
        elif frame.kind is Kind.REPLY:
            self._take_reply(frame.fields)
        elif frame.kind is Kind.EVENT:
            self._take_event(frame.fields)

    def _show(self, data: bytes) -> None:
        if self._cut_in:
            start = _CLEAN.search(data)
            data = data[start.start() :] if start else b""
            self._cut_in = start is None
        self._terminal.show(self._filter.feed(data))

    def _take_event(self, fields: dict[str, Any]) -> None:
        # `resized`: another viewer's size rules. What comes is meant for that size, and shown as it comes.
        if fields.get("event") == "exit":
            code = fields.get("exitCode")
            how = f"signal {-code}" if isinstance(code, int) and code < 0 else f"exit code {code}"
            self._ended(f": {how}", self._hold)
        elif fields.get("event") == "bell":
            self._terminal.ring()
        elif fields.get("event") == "lagged" and self._stream_reply is None:
            self._ptyhost.request("unstream", session=self._session)
            self._stream_reply = _NO_STREAM
            self._begin_paint(int(fields["offset"]))

    def _take_reply(self, fields: dict[str, Any]) -> None:
        number, error = fields.get("n"), fields.get("error")
        if error and error.get("code") == "NO_SESSION":
            self._ended()
        elif number == self._stream_reply:
            self._stream_reply = None
            if error:
                self._show_tail()
        elif number == self._list_reply:
            self._list_reply = None
            self._stream_tail(fields["ok"]["sessions"])

    # ------------------------------------------------------------ painting

    def _begin_paint(self, offset: int) -> None:
        """Ask the sidecar for the screen with everything before `offset` on it; stream on from there."""
        now = time.monotonic()
        pause = max(0.0, self._next_paint - now)
        self._next_paint = now + pause + PAINT_EVERY
        self._paint_deadline = now + pause + REPAINT_PATIENCE
        self._paint_number += 1
        cols, rows = self._terminal.size() or self._fallback_size
        request = {"n": 1, "op": "repaint", "session": self._session, "cols": cols, "rows": rows, "offset": offset}
        threading.Thread(target=self._fetch_paint, args=(self._paint_number, pause, request), daemon=True).start()

    def _fetch_paint(self, number: int, pause: float, request: dict[str, Any]) -> None:
        time.sleep(pause)
        self._paints.put((number, repaint(self._connect_sidecar, request)))
        with contextlib.suppress(OSError):  # The viewer has ended meanwhile.
            self._wake.send(b"\0")

    def _take_paints(self) -> None:
        while not self._paints.empty():
            number, painted = self._paints.get()
            if number != self._paint_number or self._result is not None:
                continue
            if painted is not None:
                self._paint_deadline = self._list_reply = None
                self._terminal.paint(painted[0])
                self._stream(painted[1])
            elif self._paint_deadline is not None:
                self._show_tail()

    def _show_tail(self) -> None:
        """No sidecar, or a slow one: the last output, as far as it paints anything, is better than nothing."""
        self._paint_deadline = None
        self._list_reply = self._ptyhost.request("list")

    def _stream_tail(self, entries: list[dict[str, Any]]) -> None:
        entry = next((entry for entry in entries if entry["session"] == self._session), None)
        if entry is None:
            self._ended()
        else:
            self._terminal.paint(b"")
            start = max(int(entry["start"]), int(entry["end"]) - TAIL)
            self._stream(start, cut_in=start > 0)

    def _stream(self, offset: int, *, cut_in: bool = False) -> None:
        self._cut_in = cut_in
        self._filter = ViewerFilter()
        self._stream_reply = self._ptyhost.request("stream", session=self._session, **{"from": offset})

    def _ended(self, how: str = "", hold: bool = False) -> None:
        self._holds = hold
        self._end(None if hold else 0, f"[run ended{how}; press any key]" if hold else f"[session ended{how}]")

    def _end(self, code: int | None, line: str, *, below: bool = False) -> None:
        self._result = code
        self._terminal.drain()
        with contextlib.suppress(OSError):  # The user's terminal has gone.
            self._terminal.say(line, below=below)

    def _until_deadline(self) -> float | None:
        return None if self._paint_deadline is None else max(0.0, self._paint_deadline - time.monotonic())
