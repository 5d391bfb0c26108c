"""Equal reads at one time are one: whoever asks while one runs gets its answer, too."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import attrs

from branchline.git.together import ended


@attrs.define(eq=False)
class _Reading:
    task: asyncio.Future[bytes]
    askers: int = 0


class SharedReads:
    def __init__(self) -> None:
        self._under_way: dict[object, _Reading] = {}
        self.forgotten = 0

    async def read(self, key: object, work: Callable[[], Coroutine[Any, Any, bytes]]) -> bytes:
        """What the work gives that runs for this key, begun now when there is none. It ends with the last of those who
        wait for it: none goes on behind their backs."""
        reading = self._under_way.get(key)
        if reading is None:
            reading = self._under_way[key] = _Reading(asyncio.ensure_future(work()))
        reading.askers += 1
        try:
            return await asyncio.shield(reading.task)
        finally:
            reading.askers -= 1
            if not reading.askers:
                if self._under_way.get(key) is reading:
                    del self._under_way[key]
                reading.task.cancel()
                await ended([reading.task])

    def forget(self) -> None:
        """Something changed: a read that began before must not answer one that is asked from now on."""
        self._under_way.clear()
        self.forgotten += 1
