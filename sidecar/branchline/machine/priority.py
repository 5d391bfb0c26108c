"""What nobody waits for gives way to what somebody does."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from contextvars import ContextVar

NICE = 10
_is_low: ContextVar[bool] = ContextVar("nobody waits for it", default=False)


@contextlib.contextmanager
def low() -> Iterator[None]:
    """Programs that are started in this block, and by what is awaited in it, give way."""
    token = _is_low.set(True)
    try:
        yield
    finally:
        _is_low.reset(token)


def follow(pid: int) -> None:
    """A program that was just started has the priority of the block that it was started in."""
    if _is_low.get():
        with contextlib.suppress(OSError):  # It has ended, or may not be made slower.
            os.setpriority(os.PRIO_PROCESS, pid, max(NICE, os.getpriority(os.PRIO_PROCESS, 0)))
