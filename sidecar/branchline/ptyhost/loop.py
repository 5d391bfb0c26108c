"""One thread that waits for files, signals and points in time. Idle, it sleeps."""

from __future__ import annotations

import heapq
import itertools
import selectors
import signal
import socket
import time
from collections.abc import Callable
from typing import Any

READ, WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE


class Timer:
    __slots__ = ("call",)

    def __init__(self, call: Callable[[], None]) -> None:
        self.call: Callable[[], None] | None = call

    def cancel(self) -> None:
        self.call = None


class _Watch:
    __slots__ = ("active", "call", "failed", "urgent")

    def __init__(self, call: Callable[[int], None], failed: Callable[[], None], urgent: bool) -> None:
        self.call = call
        self.failed = failed
        self.urgent = urgent
        self.active = True


class Loop:
    """`report` is told of whatever a callback raised; the loop goes on."""

    def __init__(self, report: Callable[[Exception], None]) -> None:
        self._report = report
        self._selector = selectors.DefaultSelector()
        self._timers: list[tuple[float, int, Timer]] = []
        self._count = itertools.count()
        self._signals: dict[int, Callable[[], None]] = {}
        self._arrived: set[int] = set()
        self._running = True

    def watch(
        self, file: Any, events: int, call: Callable[[int], None], failed: Callable[[], None], *, urgent: bool
    ) -> None:
        """`call` gets the events that are ready. Urgent files come first in each turn.

        When `call` raises, the file is watched no more, and `failed` is called to decide what becomes of it.
        """
        self._selector.register(file, events, _Watch(call, failed, urgent))

    def change(self, file: Any, events: int) -> None:
        key = self._selector.get_key(file)
        if key.events != events:
            self._selector.modify(file, events, key.data)

    def unwatch(self, file: Any) -> None:
        """Before the file is closed. Does nothing for one that is not watched."""
        if file in self._selector.get_map():
            self._selector.unregister(file).data.active = False

    def call_later(self, delay: float, call: Callable[[], None]) -> Timer:
        timer = Timer(call)
        heapq.heappush(self._timers, (time.monotonic() + delay, next(self._count), timer))
        return timer

    def on_signal(self, number: int, call: Callable[[], None]) -> None:
        """`call` runs in a turn of the loop, not amid whatever the signal interrupted."""
        self._signals[number] = call
        signal.signal(number, lambda number, _: self._arrived.add(number))

    def run(self) -> None:
        """Returns after `stop`."""
        wake, woken = socket.socketpair()
        with wake, woken:
            wake.setblocking(False)
            woken.setblocking(False)
            self.watch(woken, READ, lambda _: self._take_signals(woken), self.stop, urgent=True)
            before = signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
            try:
                while self._running:
                    self._turn()
            finally:
                signal.set_wakeup_fd(before)
                self.unwatch(woken)

    def stop(self) -> None:
        self._running = False

    def _turn(self) -> None:
        ready = self._selector.select(self._until_timer())
        for key, events in sorted(ready, key=lambda entry: not entry[0].data.urgent):
            watch: _Watch = key.data
            if not watch.active:
                continue  # Closed earlier in this turn; the number may be another file's by now.
            try:
                watch.call(events)
            except Exception as error:  # noqa: BLE001  whatever is wrong with one, the other agents must live
                self._report(error)
                self.unwatch(key.fileobj)
                watch.failed()
        while self._timers and (self._timers[0][2].call is None or self._timers[0][0] <= time.monotonic()):
            call = heapq.heappop(self._timers)[2].call
            if call:
                self._run(call)

    def _until_timer(self) -> float | None:
        return max(0.0, self._timers[0][0] - time.monotonic()) if self._timers else None

    def _take_signals(self, woken: socket.socket) -> None:
        while _receive(woken):
            pass
        arrived, self._arrived = self._arrived, set()
        for number in arrived:
            self._run(self._signals[number])

    def _run(self, call: Callable[[], None]) -> None:
        try:
            call()
        except Exception as error:  # noqa: BLE001  as in _turn
            self._report(error)


def _receive(link: socket.socket) -> bytes:
    try:
        return link.recv(4096)
    except BlockingIOError:
        return b""
