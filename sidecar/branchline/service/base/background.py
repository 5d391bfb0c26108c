"""Work that goes on while nobody awaits it: kept alive, and its failure is never silent."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Coroutine
from typing import Any

from branchline.core.system_errors import known
from branchline.service.base.foreground import Foreground

log = logging.getLogger(__name__)


class Background:
    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False
        self.foreground = Foreground()

    def start(self, work: Coroutine[Any, Any, None], what: str) -> asyncio.Task[None]:
        """Whoever waits for the task gets its error too. Once this is closed none begins: the task is cancelled."""
        task = asyncio.get_running_loop().create_task(work, name=what)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        if self._closed:
            task.cancel()
        return task

    async def close(self) -> None:
        """Cancel what still runs, and wait for its end; also of what is started by that."""
        self._closed = True
        for task in self._tasks:
            task.cancel()
        while self._tasks:
            await asyncio.wait([*self._tasks])

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        told = known(error)
        if told is not None:
            log.warning("%s failed: %s", task.get_name(), told.message, exc_info=None if told is error else error)
        elif error:
            log.error("%s failed", task.get_name(), exc_info=error)


async def end_all(patience: float) -> set[asyncio.Task[Any]]:
    """Cancel every other task and wait for their ends; those that go on after `patience` seconds are returned."""
    ours = {task for task in asyncio.all_tasks() if not _is_asyncios(task)} - {asyncio.current_task()}
    for task in ours:
        task.cancel()
    return (await asyncio.wait(ours, timeout=patience))[1] if ours else set()


def _is_asyncios(task: asyncio.Task[Any]) -> bool:
    """Whether asyncio made it for itself. Such a task connects the pipes of a process that was just started; whoever
    starts the process waits for the pipes before the cancellation gets through, in vain if that were cancelled too."""
    code = getattr(task.get_coro(), "cr_code", None)
    return code is not None and os.path.dirname(code.co_filename) == os.path.dirname(asyncio.__file__)
