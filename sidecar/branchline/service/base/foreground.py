"""What somebody waits for goes before what nobody does: while a session is made, paused or removed, no git
is begun that only counts."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Iterator

from branchline.machine import priority

PATIENCE = 10.0
"""Seconds: a checkout of a huge repository takes minutes, and the counts of others go on meanwhile."""


class Foreground:
    """`session_id` is the session for whose sake it is done."""

    def __init__(self) -> None:
        self._waited_for: Counter[str] = Counter()
        self._clear = asyncio.Event()
        self._clear.set()

    @contextlib.contextmanager
    def waited_for(self, session_id: str) -> Iterator[None]:
        """Somebody waits for what the block does."""
        self._waited_for[session_id] += 1
        self._clear.clear()
        try:
            yield
        finally:
            self._waited_for -= Counter([session_id])
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
    def beside(self, session_id: str) -> Iterator[None]:
        """What must not be put off has a low priority where somebody waits for other sessions only: what is waited for
        of its own may need it."""
        gives_way = bool(self._waited_for) and session_id not in self._waited_for
        with priority.low() if gives_way else contextlib.nullcontext():
            yield
