"""A program in a real PTY with our screen behind it, as the sidecar has it: driven by keys, looked at as text."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from branchline.agents.shared.agent import Agent, Typing
from branchline.core.model.screen import Observation, ScreenView
from branchline.core.model.status import Status
from branchline.core.screen.typing_plan import keystrokes
from branchline.terminal.screen import Screen

PATIENCE = 30.0
"""Seconds: far more than anything takes, for a machine that is busy with other things."""
_PIECE = 65536
_TAKE_TERMINAL = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execvp(sys.argv[1], sys.argv[1:])"
)


class PtyProgram:
    """Started on construction; ended, with everything in its process group, on leaving the `with` block."""

    def __init__(self, argv: Sequence[str], cwd: Path, env: Mapping[str, str], cols: int = 100, rows: int = 30) -> None:
        self.screen = Screen(cols, rows)
        self.exit_code: int | None = None
        self.raw = bytearray()
        self._last_output = time.monotonic()
        self._closed = False
        self._fd, child = pty.openpty()
        self._set_size(cols, rows)
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _TAKE_TERMINAL, *argv],
            stdin=child,
            stdout=child,
            stderr=child,
            start_new_session=True,
            cwd=cwd,
            env=dict(env),
        )
        os.close(child)
        self.pid = self._process.pid

    def __enter__(self) -> PtyProgram:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGKILL):
            if self.exit_code is not None:
                break
            _signal_group(self.pid, number)
            self._wait(lambda: self.exit_code is not None, 3)
        _signal_group(self.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._fd)
        self.screen.close()

    def view(self) -> ScreenView:
        return ScreenView(
            lines=tuple(self.screen.lines()),
            cursor=self.screen.cursor(),
            title=self.screen.title,
            cols=self.screen.cols,
            quiet_for=time.monotonic() - self._last_output,
        )

    def text(self) -> str:
        return "\n".join(self.screen.lines()).rstrip()

    def send(self, keys: str | bytes) -> None:
        data = keys.encode() if isinstance(keys, str) else keys
        while data:
            data = data[os.write(self._fd, data) :]

    def type(self, text: str, typing: Typing = Typing()) -> None:  # noqa: B008  (frozen)
        """Type an instruction the way the product does, and press Enter."""
        for keys in keystrokes(text, paste=typing.paste):
            self.send(keys)
            self.run_for(typing.pace)
        self.run_for(typing.settle)
        self.send("\r")

    def resize(self, cols: int, rows: int) -> None:
        self.screen.resize(cols, rows)
        self._set_size(cols, rows)

    def settings(self) -> list[Any]:
        """What the program has made of its terminal, as termios gives it."""
        return termios.tcgetattr(self._fd)

    def until(self, condition: Callable[[], object], patience: float = PATIENCE) -> None:
        """Until it holds, or fail with the screen as it is."""
        assert self._wait(condition, patience), f"it did not come; exit code {self.exit_code}\n{self.text()}"

    def until_text(self, *texts: str, patience: float = PATIENCE) -> None:
        self.until(lambda: all(text in self.text() for text in texts), patience)

    def until_status(self, agent: Agent, status: Status, takes_text: bool | None = None) -> Observation:
        """Until the agent's own rules see it."""
        seen: list[Observation] = []

        def holds() -> bool:
            observed = agent.observe(self.view())
            if observed is None or observed.status is not status:
                return False
            if takes_text is not None and observed.takes_text is not takes_text:
                return False
            seen.append(observed)
            return True

        self.until(holds)
        return seen[0]

    def until_exit(self, patience: float = PATIENCE) -> int:
        self.until(lambda: self.exit_code is not None, patience)
        assert self.exit_code is not None
        return self.exit_code

    def run_for(self, seconds: float) -> None:
        """Let it go on for a while, reading what it prints."""
        self._wait(lambda: False, seconds)

    def _wait(self, condition: Callable[[], object], patience: float) -> bool:
        deadline = time.monotonic() + patience
        while not condition():
            left = deadline - time.monotonic()
            if left <= 0:
                return False
            self._pump(min(left, 0.05))
        return True

    def _pump(self, timeout: float) -> None:
        if self._closed:
            self._reap()
            time.sleep(0.01)
            return
        ready, _, _ = select.select([self._fd], [], [], timeout)
        if not ready:
            self._reap()
            return
        try:
            data = os.read(self._fd, _PIECE)
        except OSError as error:
            if error.errno != errno.EIO:  # EIO: the program's end of the PTY is closed
                raise
            data = b""
        if not data:
            self._closed = True
            return
        self.raw += data
        self._last_output = time.monotonic()
        self.screen.feed(data, answer=True)
        answers = self.screen.take_answers()
        if answers:
            self.send(answers)

    def _reap(self) -> None:
        self.exit_code = self._process.poll()

    def _set_size(self, cols: int, rows: int) -> None:
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))


def _signal_group(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, number)
