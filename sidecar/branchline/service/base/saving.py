"""Brings the store to the disk: soon after each change, and at once for whoever has to know that it is there."""

from __future__ import annotations

import asyncio
import logging

from branchline.service.base.listeners import Listeners
from branchline.store.store import Store

log = logging.getLogger(__name__)

SOON = 0.01
"""Seconds that a change waits for others, and for whoever wants it written at once."""
TOGETHER = 0.05
"""Seconds: changes that come closer than this are written together."""
AGAIN = 1.0
"""Seconds until a write that failed is tried again."""


class Saving:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._dirty = asyncio.Event()
        self._writing = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        self.writing: Listeners[None] = Listeners()
        """Told before it is looked what is to be written."""
        self.written: Listeners[None] = Listeners()
        """Told when that is on the disk."""

    def start(self) -> None:
        self._task = asyncio.create_task(self._save_when_dirty(), name="saving the store")

    async def close(self) -> None:
        if self._task:
            self._task.cancel()
        await self.saved()

    def soon(self) -> None:
        """Something in the store changed."""
        self._dirty.set()

    async def saved(self) -> None:
        """Returns when everything that was changed until now is on the disk. Raises OSError; it is tried again then."""
        self._dirty.clear()
        async with self._writing:
            self.writing.tell(None)
            data = self._store.pending()
            if data is None:
                return
            writing = asyncio.ensure_future(asyncio.to_thread(self._store.write, data))
            try:
                await asyncio.shield(writing)
            except OSError:
                self._dirty.set()
                raise
            except asyncio.CancelledError:
                # The thread writes on: nobody else may write before it is done.
                await asyncio.wait([writing])
                if writing.exception() is not None:
                    self._dirty.set()
                raise
            self.written.tell(None)

    async def _save_when_dirty(self) -> None:
        while True:
            await self._dirty.wait()
            await asyncio.sleep(SOON)
            try:
                await self.saved()
            except OSError as error:
                # The disk is full or gone: memory stays the truth, the next change tries again.
                log.error("the store could not be written: %s", error)
                await asyncio.sleep(AGAIN)
            await asyncio.sleep(TOGETHER)
