"""Waiting for what is to come to pass, and no longer than that."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

PATIENCE = 20.0
"""Seconds: far more than anything takes, for a machine that is busy with other things."""


async def until(condition: Callable[[], Any]) -> None:
    """For what nobody tells of: a file that is written, say."""
    for _ in range(int(PATIENCE / 0.01)):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not come to pass")


@contextlib.asynccontextmanager
async def timeout(what: Callable[[], str]) -> Any:
    """As `asyncio.timeout`, which Python 3.10 lacks."""
    task = asyncio.current_task()
    assert task is not None
    expired = False

    def expire() -> None:
        nonlocal expired
        expired = True
        task.cancel()

    timer = asyncio.get_running_loop().call_later(PATIENCE, expire)
    try:
        yield
    except asyncio.CancelledError:
        if expired:
            raise AssertionError(f"it did not come to pass: {what()}") from None
        raise
    finally:
        timer.cancel()
