"""How often something that costs is done for each of several sessions, while more and more asks for it: at most once in
a while that grows with its length, and once more after the last that asked."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator

SHORTEST = 1.0
"""Seconds from one to the next while an agent is busy."""
SHARE = 10
"""What took long is not repeated before this many times its length: a huge repository stays usable."""
AT_ONCE_SHARE = 1
"""As `SHARE`, where the agent says itself that there is something new."""


class Pace:
    """`do` is called with a session's id when it is time. Nothing waits where nothing asked."""

    def __init__(self, do: Callable[[str], None]) -> None:
        self._do = do
        self._ended: dict[str, tuple[float, float]] = {}
        """When the last one ended, by the loop's clock, and how long it took."""
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._asked: dict[str, list[tuple[float, float]]] = {}
        """Of what is being done, what asks for it once more: with what distance, and share."""

    def soon(self, session_id: str) -> None:
        """Something may be new."""
        self._within(session_id, SHORTEST, SHARE)

    def at_once(self, session_id: str) -> None:
        """Something is."""
        self._within(session_id, 0.0, AT_ONCE_SHARE)

    def begun(self, session_id: str) -> None:
        """It is done now for whatever asked until now."""
        if (timer := self._timers.pop(session_id, None)) is not None:
            timer.cancel()

    @contextlib.contextmanager
    def work(self, session_id: str) -> Iterator[None]:
        """While it is done."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        self._asked[session_id] = []
        try:
            yield
        finally:
            self._ended[session_id] = (loop.time(), loop.time() - began)
            for shortest, share in self._asked.pop(session_id, []):
                self._within(session_id, shortest, share)

    def forget(self, session_id: str) -> None:
        self.begun(session_id)
        self._ended.pop(session_id, None)
        self._asked.pop(session_id, None)

    def _within(self, session_id: str, shortest: float, share: float) -> None:
        if (asked := self._asked.get(session_id)) is not None:
            if (shortest, share) not in asked:
                asked.append((shortest, share))
            return
        loop = asyncio.get_running_loop()
        ended, took = self._ended.get(session_id, (float("-inf"), 0.0))
        due = max(loop.time(), ended + max(shortest, share * took))
        waiting = self._timers.get(session_id)
        if waiting is None or due < waiting.when():
            self.begun(session_id)
            self._timers[session_id] = loop.call_at(due, self._fire, session_id)

    def _fire(self, session_id: str) -> None:
        self._timers.pop(session_id, None)
        self._do(session_id)
