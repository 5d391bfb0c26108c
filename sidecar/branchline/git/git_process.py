"""A git that runs: what it prints, and its end with all that it started."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
from collections.abc import Callable
from typing import Any

TERM_PATIENCE = 2.0
"""Seconds that git gets to take its locks and half-made folders away, before it is killed."""
START_PATIENCE = 30.0
"""Seconds that a git which is being started may take until it can be ended."""
KILL_PATIENCE = 5.0
"""Seconds after which a killed git that the kernel does not let go is left alone."""
Said = Callable[[bytes], None]
"""Called with what a process prints as errors, as it comes."""
_PASSING = re.compile(rb"[^\r\n]*\r(?!\n)")
"""What the next text takes the place of: how far something is."""


class GitProcess(asyncio.SubprocessProtocol):
    """Gathers what a process prints, and hands errors on as they come. `exited` is its own end, `closed` that of the
    last one that holds its output."""

    def __init__(self, said: Said | None = None) -> None:
        loop = asyncio.get_running_loop()
        self.exited: asyncio.Future[None] = loop.create_future()
        self.closed: asyncio.Future[None] = loop.create_future()
        self.output = {1: bytearray(), 2: bytearray()}
        self._open = {1, 2}
        self._said = said

    def text(self, fd: int) -> str:
        return _PASSING.sub(b"", self.output[fd]).decode("utf-8", "replace").strip()

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        self.output[fd] += data
        if fd == 2 and self._said:
            self._said(data)

    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:
        self._open.discard(fd)
        if not self._open and not self.closed.done():
            self.closed.set_result(None)

    def process_exited(self) -> None:
        if not self.exited.done():
            self.exited.set_result(None)

    async def end(self, group: int) -> None:
        """End the process with its hooks and filters, which may not listen to the first signal."""
        try:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(group, signal.SIGTERM)
            await asyncio.wait({self.exited}, timeout=TERM_PATIENCE)
        finally:  # At once, when whoever waits is cancelled again.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)
            await _done(self.exited, KILL_PATIENCE)


async def end_started(starting: asyncio.Future[tuple[asyncio.SubprocessTransport, GitProcess]]) -> None:
    """Who is cancelled while git starts ends its hooks as well: asyncio would kill git alone, which may have begun."""
    with contextlib.suppress(asyncio.CancelledError):  # Whoever called this says so.
        await _done(starting, START_PATIENCE)
    if not starting.done() or starting.cancelled() or starting.exception():
        return  # It was not started.
    transport, process = starting.result()
    try:
        await process.end(transport.get_pid())
    finally:
        transport.close()


async def _done(waited: asyncio.Future[Any], patience: float) -> None:
    """Waits for it, at most so many seconds, however often whoever waits is cancelled: a process that nobody reaps
    would outlive the loop."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + patience
    cancelled: asyncio.CancelledError | None = None
    while not waited.done() and loop.time() < deadline:
        try:
            await asyncio.wait({waited}, timeout=deadline - loop.time())
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled:
        raise cancelled


def feed(transport: asyncio.SubprocessTransport, stdin: bytes) -> None:
    pipe = transport.get_pipe_transport(0)
    if isinstance(pipe, asyncio.WriteTransport):
        pipe.write(stdin)
        pipe.write_eof()
