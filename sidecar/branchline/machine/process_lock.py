"""One sidecar and one terminal host a user: who holds the lock. The system lets go of it however a process ends."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

_LOOK_EVERY = 0.02


def take_lock(lock: Path, socket: Path, patience: float) -> int | None:
    """The open, locked file; None when another process has it.

    One that holds the lock but has no `socket` is ending, or just starting: that shows within `patience` seconds.
    Raises OSError when the file cannot be opened.
    """
    file = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if socket.exists() or time.monotonic() > deadline:
                os.close(file)
                return None
            time.sleep(_LOOK_EVERY)
        else:
            return file


def holder_of(lock: Path) -> int | None:
    """The pid of the process that holds the lock; None when none does, or where the system does not tell."""
    try:
        held = os.stat(lock)
        lines = Path("/proc/locks").read_text().splitlines()
    except OSError:
        return None
    place = f"{os.major(held.st_dev):02x}:{os.minor(held.st_dev):02x}:{held.st_ino}"
    for line in lines:
        words = line.split()
        if words[1:2] == ["FLOCK"] and words[5:6] == [place]:
            return int(words[4])
    return None
