"""A process that starts others, as an agent does."""

from __future__ import annotations

import os
import subprocess

from branchline.core.model.session import Process
from branchline.machine.descendants import below
from branchline.machine.processes import start_time
from harness.left_running import end


class WorkingAgent:
    """A shell that runs what it is told in the background, as an agent does."""

    def __init__(self, marks: dict[str, str]) -> None:
        self.shell = subprocess.Popen(
            ["sh"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env={**os.environ, **marks}
        )
        started = start_time(self.shell.pid)
        assert started is not None
        self.process = Process(self.shell.pid, started)

    def told(self, line: str) -> None:
        assert self.shell.stdin is not None
        print(line, file=self.shell.stdin, flush=True)

    def ends(self) -> None:
        end([each.process.pid for each in below(self.shell.pid)])
        self.shell.kill()
        self.shell.communicate()
