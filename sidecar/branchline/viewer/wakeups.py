"""Signals that end a wait for something else."""

from __future__ import annotations

import contextlib
import signal
import socket
from collections.abc import Iterator


@contextlib.contextmanager
def wakeable() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Two ends of a pipe. Signals write to it, so that a wait for something else ends."""
    woken, wake = socket.socketpair()
    with woken, wake:
        woken.setblocking(False)
        wake.setblocking(False)
        before = signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
        try:
            yield woken, wake
        finally:
            signal.set_wakeup_fd(before)


@contextlib.contextmanager
def handling(arrived: list[int]) -> Iterator[None]:
    """Signals are noted in `arrived`, and looked at between two waits."""
    numbers = (signal.SIGWINCH, signal.SIGCONT, signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
    before = {number: signal.signal(number, lambda number, _: arrived.append(number)) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def drain(link: socket.socket) -> None:
    with contextlib.suppress(BlockingIOError):
        while link.recv(4096):
            pass
