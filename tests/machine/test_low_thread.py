"""What takes long runs beside everything else, gives way, and ends when nobody waits for it."""

from __future__ import annotations

import asyncio
import os
import threading

import pytest

from branchline.machine.low_thread import in_low_thread
from branchline.machine.priority import NICE
from harness.waiting import until


async def test_what_it_gives_and_how_low_it_is() -> None:
    own = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    def work(_: threading.Event) -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    assert await in_low_thread(work) == (max(NICE, own) if os.uname().sysname == "Linux" else own)
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == own, "this thread is as it was"


async def test_what_it_raises() -> None:
    def work(_: threading.Event) -> None:
        raise FileNotFoundError("gone")

    with pytest.raises(FileNotFoundError, match="gone"):
        await in_low_thread(work)


async def test_who_does_not_wait_any_more_ends_it() -> None:
    begun, ended = threading.Event(), threading.Event()

    def work(given_up: threading.Event) -> None:
        begun.set()
        given_up.wait()
        ended.set()

    waiting = asyncio.ensure_future(in_low_thread(work))
    await until(begun.is_set)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await until(ended.is_set)
