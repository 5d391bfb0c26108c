"""Processes, named by pid and start time together: a pid alone may belong to another program by now."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from branchline.machine.paths import private_file

_PROC_PIDTBSDINFO = 3
_BSDINFO_SIZE = 136
_BSDINFO_PARENT, _BSDINFO_START = 16, 120
"""Offsets of pbi_ppid and pbi_start_tvsec in macOS' struct proc_bsdinfo (sys/proc_info.h)."""


def start_time(pid: int) -> float | None:
    """When the process started, in the system's own count; None when there is no such process.

    Only good for comparing with another value from the same boot.
    """
    found = parent_and_start(pid)
    return None if found is None else found[1]


def parent_and_start(pid: int) -> tuple[int, float] | None:
    """(the parent's pid, `start_time`). None when there is no such process, or nothing but its exit code is left."""
    return _look_macos(pid) if sys.platform == "darwin" else _look_linux(pid)


def uptime(pid: int) -> float | None:
    """Seconds since the process started; None when there is no such process."""
    started = start_time(pid)
    if started is None:
        return None
    if sys.platform == "darwin":
        return time.time() - started
    since_boot = float(Path("/proc/uptime").read_text().split()[0])
    return since_boot - started / os.sysconf("SC_CLK_TCK")


def is_same(pid: int, started: float) -> bool:
    return start_time(pid) == started


def signal_process(pid: int, started: float, number: int) -> bool:
    """Signal this very process. False when it has ended, or is another user's."""
    if sys.platform != "linux":
        return is_same(pid, started) and _sent(lambda: os.kill(pid, number))
    try:
        handle = os.pidfd_open(pid)
    except OSError:
        return False
    try:
        # By the handle it cannot be another one that has the pid by now.
        return is_same(pid, started) and _sent(lambda: signal.pidfd_send_signal(handle, number))
    finally:
        os.close(handle)


def _sent(send: Callable[[], None]) -> bool:
    try:
        send()
    except (ProcessLookupError, PermissionError):
        return False
    return True


def signal_group(pid: int, started: float, number: int) -> bool:
    """Signal the process group that `pid` leads or led. False when it is gone, or is another one by now.

    A group outlives its leader, and while it does, the system gives its number to no other process.
    """
    if pid <= 1 or start_time(pid) not in (None, started):  # 0 would be our own group.
        return False
    try:
        os.killpg(pid, number)
    except (ProcessLookupError, PermissionError):  # macOS says the latter of a group of zombies.
        return False
    return True


def group_exists(group: int) -> bool:
    """Whether any process, zombies included, is in the group."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


_DETACH = """
import os, signal, sys
for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
    signal.signal(number, signal.SIG_DFL)
child = os.fork()
if child:
    print(child)
else:
    os.setsid()
    os.dup2(2, 1)
    os.execv(sys.argv[1], sys.argv[1:])
"""
"""Run by a small interpreter in between: a fork in a process with threads is not safe."""


def detach_spawn(argv: list[str], environment: Mapping[str, str], cwd: Path, log: Path) -> int:
    """Start a process that outlives this one and is nobody's child; its pid. Its output goes to `log`.

    `argv[0]` is an absolute path; that it cannot be run is said in `log` only. Raises OSError when no process can
    be started.
    """
    import subprocess  # Who only looks at processes is spared it.

    with open(log, "ab", opener=private_file) as output:
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", _DETACH, *argv],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=output,
            env=dict(environment),
            cwd=cwd,
            check=False,
        )
    if done.returncode != 0:
        raise ChildProcessError(f"{argv[0]} could not be started; {log} says why")
    return int(done.stdout)


def _look_linux(pid: int) -> tuple[int, float] | None:
    try:
        fields = Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return None
    # The second field is the program's name in parentheses, and may hold any character.
    words = fields.rpartition(b")")[2].split()
    return None if words[0] in (b"Z", b"X") else (int(words[1]), float(words[19]))


def _look_macos(pid: int) -> tuple[int, float] | None:
    import ctypes

    buffer = ctypes.create_string_buffer(_BSDINFO_SIZE)
    libproc = ctypes.CDLL("/usr/lib/libproc.dylib")
    if libproc.proc_pidinfo(pid, _PROC_PIDTBSDINFO, ctypes.c_uint64(0), buffer, _BSDINFO_SIZE) != _BSDINFO_SIZE:
        return None
    seconds, microseconds = (
        int.from_bytes(buffer.raw[at : at + 8], "little") for at in (_BSDINFO_START, _BSDINFO_START + 8)
    )
    return int.from_bytes(buffer.raw[_BSDINFO_PARENT : _BSDINFO_PARENT + 4], "little"), seconds + microseconds / 1e6
