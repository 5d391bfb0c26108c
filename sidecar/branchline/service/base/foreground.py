"""What somebody waits for goes before what nobody does: while a session is made, no git is begun that only counts."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator

from branchline.machine import priority

PATIENCE = 10.0
"""Seconds: a checkout of a huge repository takes minutes, and the counts of others go on meanwhile."""


class Foreground:
    def __init__(self) -> None:
        self._waited_for = 0
        self._clear = asyncio.Event()
        self._clear.set()

    @contextlib.contextmanager
    def waited_for(self) -> Iterator[None]:
        """Somebody waits for what the block does."""
        self._waited_for += 1
        self._clear.clear()
        try:
            yield
        finally:
            self._waited_for -= 1
            if not self._waited_for:
                self._clear.set()

    async def clear(self) -> None:
        """Returns when nobody waits for anything, or has for long."""
        if not self._waited_for:
            return
        waiting = asyncio.ensure_future(self._clear.wait())
        try:
            await asyncio.wait({waiting}, timeout=PATIENCE)
        finally:
            waiting.cancel()

    @contextlib.contextmanager
    def beside(self) -> Iterator[None]:
        """What must not be put off has a low priority, where somebody waits for something else."""
        with priority.low() if self._waited_for else contextlib.nullcontext():
            yield
