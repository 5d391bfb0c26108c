"""Runs a program so that nothing of it stays: neither when it ends, nor when who wanted it does, however that is.

This file is run by itself, as a process between: it adopts what the program leaves behind, ends all of that with it,
and ends when its own input is closed, which a process that is killed does too. It imports nothing of ours.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

NICE = 10
MOST_HEAD, MOST_TAIL = 4_000_000, 1_000_000
"""Bytes of its output that are kept, from the beginning and from the end."""
NOT_RUN = 127
_PATIENCE = {signal.SIGTERM: 2.0, signal.SIGKILL: 5.0}
"""Seconds after which the next one is sent; after the last, what the kernel does not let go is left alone."""
_LOOK_EVERY = 0.02
_SET_CHILD_SUBREAPER = 36


def supervised(words: tuple[str, ...]) -> list[str]:
    """The argv that runs these words, at a low priority. Its exit code is the program's, `128 + n` for a signal."""
    return [sys.executable, "-I", "-S", __file__, *words]


def _main(words: list[str]) -> int:
    _adopt()
    os.nice(NICE)
    reading, writing = os.pipe()
    woken, wakes = os.pipe()
    for descriptor in (woken, wakes):
        os.set_blocking(descriptor, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wakes, warn_on_full_buffer=False)
    try:
        program = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=writing, stderr=writing, start_new_session=True
        )
    except OSError as error:
        print(f"{words[0]}: {error.strerror}", flush=True)
        return NOT_RUN
    os.close(writing)
    output = _Output()
    status = None
    listened = [0, reading, woken]
    while status is None:
        ready, _, _ = select.select(listened, [], [])
        if 0 in ready:
            break  # Whoever wanted it has ended, or wants it no more.
        if reading in ready and not output.take(reading):
            listened.remove(reading)
        if woken in ready:
            os.read(woken, 4096)
            status = _reaped(program.pid)
    _end_all(program.pid)
    os.set_blocking(reading, False)
    while output.take(reading):
        pass
    output.close()
    program.returncode = 0  # It was reaped here.
    return 128 + signal.SIGTERM if status is None else status


class _Output:
    """What was printed: written at once, but for the end of much, which is kept until then."""

    def __init__(self) -> None:
        self._written = self._left_out = 0
        self._tail = bytearray()

    def take(self, descriptor: int) -> bool:
        """False: there is no more, for now or at all."""
        try:
            data = os.read(descriptor, 65536)
        except BlockingIOError:
            return False
        head = data[: MOST_HEAD - self._written]
        self._written += len(head)
        _write(head)
        self._tail += data[len(head) :]
        if (over := len(self._tail) - MOST_TAIL) > 0:
            del self._tail[:over]
            self._left_out += over
        return bool(data)

    def close(self) -> None:
        _write(f"\n[{self._left_out} bytes are left out here]\n".encode() if self._left_out else b"")
        _write(bytes(self._tail))


def _write(data: bytes) -> None:
    while data:
        data = data[os.write(1, data) :]


def _adopt() -> None:
    """As `prctl.adopt_orphans`, which cannot be imported here."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, ctypes.c_ulong(1), 0, 0, 0)


def _reaped(pid: int) -> int | None:
    """The exit code of this one, if it is among those that have ended."""
    found = None
    while True:
        try:
            ended, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return found
        if not ended:
            return found
        if ended == pid:
            code = os.waitstatus_to_exitcode(status)
            found = code if code >= 0 else 128 - code


def _end_all(group: int) -> None:
    for number, patience in _PATIENCE.items():
        told: set[int] = set()
        until = time.monotonic() + patience
        while (left := _below(group)) and time.monotonic() < until:
            for pid in left - told:
                _send(pid, number)
            told |= left
            time.sleep(_LOOK_EVERY)
            _reaped(0)
        if not left:
            return


def _send(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except (ProcessLookupError, PermissionError):
        return  # It has ended.


def _below(group: int) -> set[int]:
    """All that descends from this process; elsewhere than on Linux, the program's group (as a negative number)."""
    if sys.platform != "linux":
        try:
            os.killpg(group, 0)
        except (ProcessLookupError, PermissionError):
            return set()
        return {-group}
    found: set[int] = set()
    left = [os.getpid()]
    while left:
        pid = left.pop()
        for listing in Path(f"/proc/{pid}/task").glob("*/children"):
            try:
                below = {int(each) for each in listing.read_text().split()}
            except OSError:
                continue
            left += below - found
            found |= below
    return found


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
