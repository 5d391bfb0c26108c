"""What is there of a process."""

from __future__ import annotations

import os


def exists(pid: int) -> bool:
    """Zombies count: they must be reaped."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
