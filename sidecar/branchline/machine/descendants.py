"""What runs below a process, as seen from outside: what it started, what that listens on. Starts no program. Blocks.

A look reads what is new in full, and of what it knows only whether it still runs."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

from branchline.core.model.session import Process
from branchline.core.session.background import SHELLS, Top
from branchline.machine.listening import listening
from branchline.machine.marks import session_of
from branchline.machine.process_table import macos_children, macos_process

_MOST = 512
"""Processes below one."""
YOUNG = 15.0
"""Seconds in which a process may still become what it is to be: a shell has to start what it was told to."""


class Stat(NamedTuple):
    process: Process
    parent: int
    session: int
    name: str


class Descendants:
    """Of one session's agent. `session_id` and `runtime` are what the marks of its processes name."""

    def __init__(self, session_id: str, runtime: Path) -> None:
        self._session_id = session_id
        self._runtime = runtime
        self._known: dict[Process, Top] = {}
        self._foreign: set[Process] = set()
        """Other sessions' processes that the terminal host has."""
        self._sockets: frozenset[int] = frozenset()

    def look(self, agent: Process, host: int | None, agents: Collection[int]) -> list[Top]:
        """What the agent itself started, and what went on though what started it has ended: the terminal host `host`
        has that then, beside `agents`."""
        own = stat(agent.pid)
        if own is None or own.process != agent:
            return []
        sockets = listening()
        is_new = not sockets <= self._sockets
        found = [each for pid in children(agent.pid) if (each := stat(pid)) is not None]
        found += self._adopted(host, agents, agent) if host is not None else []
        now = time.time()
        self._known = {each.process: self._top(each, sockets if is_new else frozenset(), now) for each in found}
        self._sockets = sockets
        return list(self._known.values())

    def _adopted(self, host: int, agents: Collection[int], agent: Process) -> Iterator[Stat]:
        for pid in children(host):
            each = stat(pid) if pid not in agents and pid != os.getpid() else None
            if each is None or each.process in self._foreign:
                continue
            if each.process in self._known or each.session == agent.pid or self._is_marked(pid):
                yield each
            else:
                self._foreign.add(each.process)

    def _is_marked(self, pid: int) -> bool:
        return session_of(pid, self._runtime) == self._session_id

    def _top(self, each: Stat, new_sockets: frozenset[int], now: float) -> Top:
        known = self._known.get(each.process)
        is_settled = known is not None and now - known.began >= YOUNG
        if known is not None and is_settled and not new_sockets:
            return known
        every = [each, *below(each.process.pid)]
        listens = known is not None and known.listens
        sockets = new_sockets if is_settled else listening()
        return Top(
            each.process,
            each.name,
            began=known.began if known is not None else began(each.process),
            line=" ".join(argv(each.process.pid)),
            command=_command(every),
            is_spoken_to=_is_spoken_to(each.process.pid),
            listens=listens or any(not sockets.isdisjoint(_sockets(one.process.pid)) for one in every),
        )


def _command(every: list[Stat]) -> str:
    """Of the first that is no shell; with its program's name alone."""
    one = next((each for each in every if each.name not in SHELLS), None)
    words = argv(one.process.pid) if one is not None else []
    return " ".join([os.path.basename(words[0]), *words[1:]]) if words else (one.name if one is not None else "")


def below(pid: int) -> list[Stat]:
    """All that descends from it, what is nearest first."""
    found: list[Stat] = []
    left = [pid]
    while left and len(found) < _MOST:
        here = [each for child in children(left.pop(0)) if (each := stat(child)) is not None]
        found += here
        left += [each.process.pid for each in here]
    return found


def began(process: Process) -> float:
    """In seconds since the epoch."""
    if sys.platform == "darwin":
        return process.start_time
    since_boot = float(_read("/proc/uptime").split()[0])
    return time.time() - since_boot + process.start_time / os.sysconf("SC_CLK_TCK")


def stat(pid: int) -> Stat | None:
    """None where it has ended."""
    if sys.platform == "darwin":
        seen = macos_process(pid)
        return None if seen is None else Stat(seen.process, seen.parent, seen.session, seen.name)
    head, _, tail = _read(f"/proc/{pid}/stat").rpartition(b")")
    words = tail.split()
    if not words or words[0] in (b"Z", b"X"):
        return None
    name = head.partition(b"(")[2].decode(errors="replace")
    return Stat(Process(pid, float(words[19])), int(words[1]), int(words[3]), name)


def children(pid: int) -> list[int]:
    """Those of each of its threads."""
    if sys.platform == "darwin":
        return macos_children(pid)
    try:
        threads = os.listdir(f"/proc/{pid}/task")
    except OSError:
        return []
    return [int(child) for thread in threads for child in _read(f"/proc/{pid}/task/{thread}/children").split()]


def argv(pid: int) -> list[str]:
    """[] where it is not told, as on macOS."""
    words = _read(f"/proc/{pid}/cmdline").rstrip(b"\0")
    return [each.decode(errors="replace") for each in words[:4096].split(b"\0")] if words else []


def _is_spoken_to(pid: int) -> bool:
    try:
        return os.readlink(f"/proc/{pid}/fd/0").startswith(("pipe:", "socket:"))
    except OSError:
        return False


def _sockets(pid: int) -> set[int]:
    found = set()
    try:
        with os.scandir(f"/proc/{pid}/fd") as entries:
            for entry in entries:
                target = os.readlink(entry.path)
                if target.startswith("socket:["):
                    found.add(int(target[8:-1]))
    except OSError:  # It ended meanwhile.
        return found
    return found


def _read(path: str) -> bytes:
    """b"" where there is none, or no more."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return b""
    try:
        parts = []
        while data := os.read(descriptor, 1 << 16):
            parts.append(data)
        return b"".join(parts)
    except OSError:
        return b""
    finally:
        os.close(descriptor)
