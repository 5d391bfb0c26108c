"""Which folders some process is in, or has something of open, mapped or running. Blocks; starts no program."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Collection, Iterator


def used_by_processes(folders: Collection[str]) -> set[str]:
    """Those of them, which are absolute and without links. Empty where the system does not tell, as on macOS; another
    user's processes are not seen."""
    used: set[str] = set()
    if not folders or not os.path.isdir("/proc/self"):
        return used
    for pid in os.listdir("/proc"):
        if pid.isdecimal():
            for path in _paths(f"/proc/{pid}"):
                used |= {each for each in folders if path == each or path.startswith(f"{each}/")}
    return used


def _paths(process: str) -> Iterator[str]:
    for name in ("cwd", "exe", "root"):
        with contextlib.suppress(OSError):
            yield os.readlink(f"{process}/{name}")
    with contextlib.suppress(OSError):
        for number in os.listdir(f"{process}/fd"):
            with contextlib.suppress(OSError):  # It was closed meanwhile.
                yield os.readlink(f"{process}/fd/{number}")
    with contextlib.suppress(OSError), open(f"{process}/maps", encoding="utf-8", errors="surrogateescape") as maps:
        for line in maps:
            _, slash, path = line.rstrip("\n").partition("/")
            if slash:
                yield f"/{path}"
