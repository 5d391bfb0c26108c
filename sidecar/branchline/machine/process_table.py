"""Every process that this one can see, as it is now. Blocks."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from branchline.core.model.session import Process
from branchline.core.session.descent import Seen
from branchline.machine.marks import session_of

_PROC_PIDTBSDINFO = 3
_BSDINFO_SIZE = 136
_PID_SIZE = 4
_MOST_CHILDREN = 1024
"""Of macOS' libproc; see `processes`."""
_PARENT, _NAME, _GROUP, _START = slice(16, 20), slice(48, 64), slice(100, 104), slice(120, 136)


def process_table(runtime: Path) -> list[Seen]:
    """`runtime` is the folder of the Branchline whose marks count. What has ended and is not reaped is left out."""
    return list(_macos() if sys.platform == "darwin" else _linux(runtime))


def _linux(runtime: Path) -> Iterator[Seen]:
    for entry in os.scandir("/proc"):
        if entry.name.isascii() and entry.name.isdigit():
            with contextlib.suppress(OSError):  # It ended meanwhile.
                with open(f"/proc/{entry.name}/stat", "rb", buffering=0) as file:
                    head, _, tail = file.readall().rpartition(b")")
                words = tail.split()
                if words[0] not in (b"Z", b"X"):
                    yield Seen(
                        process=Process(int(entry.name), float(words[19])),
                        parent=int(words[1]),
                        group=int(words[2]),
                        session=int(words[3]),
                        name=head.partition(b"(")[2].decode(errors="replace"),
                        mark=session_of(int(entry.name), runtime),
                        folder=_folder(entry.name),
                    )


def _folder(pid: str) -> str | None:
    try:
        return os.readlink(f"/proc/{pid}/cwd")
    except OSError:
        return None


def _macos() -> Iterator[Seen]:
    """Neither environments nor folders are told there."""
    import ctypes

    libproc = ctypes.CDLL("/usr/lib/libproc.dylib")
    pids = ctypes.create_string_buffer(_PID_SIZE * (libproc.proc_listallpids(None, 0) + 64))
    count = libproc.proc_listallpids(pids, len(pids))
    for pid in _numbers(pids.raw, count):
        if (seen := macos_process(pid)) is not None:
            yield seen


def macos_children(pid: int) -> list[int]:
    import ctypes

    pids = ctypes.create_string_buffer(_PID_SIZE * _MOST_CHILDREN)
    count = ctypes.CDLL("/usr/lib/libproc.dylib").proc_listchildpids(pid, pids, len(pids))
    return _numbers(pids.raw, max(count, 0))


def macos_process(pid: int) -> Seen | None:
    """None where it has ended, or is another user's."""
    import ctypes

    buffer = ctypes.create_string_buffer(_BSDINFO_SIZE)
    libproc = ctypes.CDLL("/usr/lib/libproc.dylib")
    try:
        session = os.getsid(pid)
    except OSError:
        return None
    if libproc.proc_pidinfo(pid, _PROC_PIDTBSDINFO, ctypes.c_uint64(0), buffer, _BSDINFO_SIZE) != _BSDINFO_SIZE:
        return None
    raw = buffer.raw
    seconds, microseconds = (int.from_bytes(raw[_START][half : half + 8], "little") for half in (0, 8))
    return Seen(
        process=Process(pid, seconds + microseconds / 1e6),
        parent=int.from_bytes(raw[_PARENT], "little"),
        group=int.from_bytes(raw[_GROUP], "little"),
        session=session,
        name=raw[_NAME].partition(b"\0")[0].decode(errors="replace"),
    )


def _numbers(raw: bytes, count: int) -> list[int]:
    return [int.from_bytes(raw[at : at + _PID_SIZE], "little") for at in range(0, count * _PID_SIZE, _PID_SIZE)]
