"""What one of our processes asks of the Linux kernel about itself. Elsewhere nothing happens."""

from __future__ import annotations

import sys
from pathlib import Path

_SET_DUMPABLE = 4
_SET_CHILD_SUBREAPER = 36


def adopt_orphans() -> None:
    """Whatever descends from this process stays below it, also when what started it has ended. It has to be reaped."""
    _prctl(_SET_CHILD_SUBREAPER, 1)


def close_to_others() -> None:
    """Other processes of the same user can neither trace this one nor read its memory, environment and open files. What
    it starts is open again. A checkout stays open, for debuggers and profilers; who could make the installed one look
    like a checkout could change its code as well."""
    if not is_checkout():
        _prctl(_SET_DUMPABLE, 0)


def is_checkout() -> bool:
    return (Path(__file__).resolve().parents[3] / "pyproject.toml").exists()


def _prctl(option: int, value: int) -> None:
    """Raises OSError where the kernel refuses, which it has no reason to."""
    if sys.platform != "linux":
        return
    import ctypes  # Here, because a relay that needs none of this starts in a few milliseconds.

    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")
