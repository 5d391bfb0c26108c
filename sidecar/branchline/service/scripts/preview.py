"""Finds out where a program listens on this machine: by the addresses that it prints, and by the ports that its session
has for itself. It looks only after output, a few times, and knocks at nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

from branchline.core.session.local_urls import PORTS, Address, Output, at_port
from branchline.service.base.background import Background

_AFTER = (0.2, 1.0, 4.0)
"""Seconds from output to the looks that follow it: what is told may begin to listen a moment later."""
_MOST_LOOKS = 60
"""Without an address that is new: a program that prints and prints, and listens nowhere."""
_MOST_PRINTED = 20
"""Addresses that are tried, the last ones printed."""
_PATIENCE = 0.5
_HERE = ("127.0.0.1", "::1")


async def answers(port: int) -> bool:
    """Whether something listens on this port of this machine."""
    for host in _HERE:
        try:
            _, writer = await asyncio.wait_for(asyncio.open_connection(host, port), _PATIENCE)
        except (OSError, asyncio.TimeoutError):
            continue
        writer.close()
        return True
    return False


async def answering(first: int) -> frozenset[int]:
    """Of the ports of a session that begin with this one; 0: it has none."""
    own = range(first, first + PORTS) if first else ()
    return frozenset([port for port in own if await answers(port)])


class Preview:
    """`first` is the first of the session's own ports, 0 where it has none; those of them that are `taken` are somebody
    else's. `found` is called with where the program listens, and again where one of the session's own ports comes to
    listen later."""

    def __init__(
        self, first: int, taken: frozenset[int], found: Callable[[Address], None], background: Background
    ) -> None:
        self._own = tuple(port for port in range(first, first + PORTS) if port not in taken) if first else ()
        self._found = found
        self._background = background
        self._output = Output()
        self._printed: dict[str, Address] = {}
        self._told: Address | None = None
        self._looks = 0
        self._due = 0
        """Which of the looks after the last output comes next."""
        self._timer: asyncio.TimerHandle | None = None
        self._closed = False

    def printed(self, data: bytes) -> None:
        if self._closed:
            return
        self._note(self._output.feed(data))
        self._due = 0
        if self._timer is None:
            self._look_later()

    def close(self) -> None:
        self._closed = True
        if self._timer is not None:
            self._timer.cancel()

    def _note(self, printed: Iterable[Address]) -> None:
        for each in printed:
            if each.url not in self._printed:
                self._looks = 0
            self._printed.pop(each.url, None)
            self._printed[each.url] = each

    def _look_later(self) -> None:
        if not self._closed and self._due < len(_AFTER) and self._looks < _MOST_LOOKS:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(_AFTER[self._due], self._begin)

    def _begin(self) -> None:
        self._background.start(self._look(), "looking where a program listens")

    async def _look(self) -> None:
        self._due += 1
        self._looks += 1
        self._note(self._output.rest())
        for each in self._candidates():
            if await answers(each.port) and not self._closed:
                self._tell(each)
                break
        self._timer = None
        self._look_later()

    def _candidates(self) -> list[Address]:
        """Its own ports first: other addresses may be another program's, of which it tells."""
        printed = list(self._printed.values())[-_MOST_PRINTED:]
        own = [each for each in printed if each.port in self._own]
        others = [each for each in printed if each.port not in self._own]
        return [*own, *map(at_port, self._own), *([] if self._told else others)]

    def _tell(self, found: Address) -> None:
        self._told = found
        self._found(found)
        if found.port in self._own:
            self.close()
