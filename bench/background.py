"""What a look at an agent's processes costs, by how many of them it left running."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from branchline.core.model.session import Process
from branchline.core.session.background import Running, Top, seen
from branchline.machine.descendants import YOUNG, Descendants, below
from branchline.machine.processes import start_time
from reporting import report

LOOKS = 200
_STARTS = ("subprocess.Popen", "os.fork", "os.posix_spawn", "os.system", "os.exec")


class Left:
    """A shell that left so many processes running."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.shell = subprocess.Popen(["sh"], stdin=subprocess.PIPE, text=True)
        assert self.shell.stdin is not None
        self.shell.stdin.write("sleep 1000 < /dev/null &\n" * count)
        self.shell.stdin.flush()
        self._process = Process(self.shell.pid, start_time(self.shell.pid) or 0.0)
        self._descendants = Descendants("bench", Path("/nowhere"))

    def look(self) -> list[Top]:
        return self._descendants.look(self._process, None, ())

    def end(self) -> None:
        for each in below(self.shell.pid):
            os.kill(each.process.pid, signal.SIGKILL)
        self.shell.kill()
        self.shell.communicate()


def look() -> None:
    """A look at 0, 10 and 100 processes that an agent left running (targets: 2 ms, no process started)."""
    every = [Left(count) for count in (0, 10, 100)]
    for left in every:
        while len(left.look()) < left.count:
            time.sleep(0.05)
        report(f"{left.count} processes, while they are young", [_timed(left) for _ in range(10)])
    time.sleep(YOUNG + 1)  # What is young may still become something else, and is read in full.
    for left in every:
        started = _starts()
        report(f"{left.count} processes", [_timed(left) for _ in range(LOOKS)])
        print(f"  {left.count} processes: {len(started)} programs started by {LOOKS} looks")
        left.end()


def _timed(left: Left) -> float:
    before = time.perf_counter()
    seen(Running(), left.look(), 0.0, rests=True, now=time.time() + 10)
    return time.perf_counter() - before


def _starts() -> list[str]:
    """What this process starts from now on."""
    found: list[str] = []

    def heard(event: str, _arguments: tuple[Any, ...]) -> None:
        if event in _STARTS:
            found.append(event)

    sys.addaudithook(heard)
    return found
