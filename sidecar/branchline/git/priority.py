"""Work in the background gives way: the git that it starts runs at a low priority."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from contextvars import ContextVar

_NICENESS = 10
_is_low: ContextVar[bool] = ContextVar("_is_low", default=False)


@contextlib.contextmanager
def low_priority() -> Iterator[None]:
    """For what is awaited within."""
    token = _is_low.set(True)
    try:
        yield
    finally:
        _is_low.reset(token)


def give_way(pid: int) -> None:
    """A process that was just started, where it is for the background."""
    if _is_low.get():
        with contextlib.suppress(OSError):  # It has ended.
            os.setpriority(os.PRIO_PROCESS, pid, _NICENESS)
