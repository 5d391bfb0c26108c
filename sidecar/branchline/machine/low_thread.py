"""Work that takes long, in a thread of its own that gives way to all others."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import threading
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from branchline.machine.priority import NICE

T = TypeVar("T")


async def in_low_thread(work: Callable[[threading.Event], T]) -> T:
    """What `work` gives. Its event is set once nobody waits for it any more: it should end soon then. Raises what it
    raises."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()
    given_up = threading.Event()

    def run() -> None:
        if sys.platform == "linux":  # Elsewhere a thread has its process's priority.
            with contextlib.suppress(OSError):
                thread = threading.get_native_id()
            os.setpriority(os.PRIO_PROCESS, thread, max(NICE, os.getpriority(os.PRIO_PROCESS, thread)))
        try:
            result = work(given_up)
        except BaseException as error:  # noqa: BLE001  it is raised where it is waited for
            _soon(loop, done, partial(done.set_exception, error))
        else:
            _soon(loop, done, partial(done.set_result, result))

    threading.Thread(target=run, name="low", daemon=True).start()
    try:
        return await done
    finally:
        given_up.set()


def _soon(loop: asyncio.AbstractEventLoop, done: asyncio.Future[T], tell: Callable[[], None]) -> None:
    with contextlib.suppress(RuntimeError):  # The loop is closed: nobody waits.
        loop.call_soon_threadsafe(lambda: None if done.done() else tell())
