"""Where and how our processes log: each to its file in `Paths.log_dir`, all in one format, none of them a secret.

The sidecar writes `sidecar.log`, the terminal host `ptyhost.log`, the relays `relay.log`; what ends a process before
it can log is in `sidecar.err` and `ptyhost.err`. Python's own logging is for the sidecar alone (`python_logging.py`):
the others hold little and start at once.
"""

from __future__ import annotations

import enum
import fcntl
import os
import time
from pathlib import Path

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.screen.logged import hide_secrets
from branchline.machine.paths import private_file


class LogLevel(str, enum.Enum):
    """How much is logged, in VS Code's words; the most talkative first."""

    TRACE = "trace"
    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"
    OFF = "off"


LEVELS = {"trace": 5, "debug": 10, "info": 20, "warning": 30, "error": 40, "off": 60}
"""Python's numbers for them, by word."""
DEFAULT = "info"
MAX_SIZE = 2 * 1024 * 1024
"""Bytes, before the file is set aside as `.1`, and that as `.2`."""


def check_level(level: str) -> None:
    """Raises BAD_LEVEL."""
    if level not in LEVELS:
        raise BranchlineError(
            ErrorCode.BAD_LEVEL, f"There is no log level {level[:40]!r}; known are: {', '.join(LEVELS)}."
        )


class LogFile:
    """Opened for each line: several processes may write to it, and any of them may set it aside."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, level: str, name: str, text: str, at: float) -> None:
        """`at` is in seconds since the epoch. Never raises: a full disk must not end the agents, and there is no other
        place to say so."""
        moment = f"{time.strftime('%Y-%m-%d %H:%M:%S', time.localtime(at))},{int(at * 1000) % 1000:03d}"
        line = hide_secrets(f"{moment} {level.upper()} {os.getpid()} {name}: {text}")
        try:
            with open(self._path, "a", errors="backslashreplace", opener=private_file) as file:
                if file.tell() > MAX_SIZE:
                    self._set_aside(file.fileno())
                file.write(line + "\n")
        except OSError:
            return

    def _set_aside(self, file: int) -> None:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return  # Another process does it.
        if os.path.samestat(os.fstat(file), os.stat(self._path)):
            first, second = (self._path.with_name(f"{self._path.name}.{number}") for number in (1, 2))
            if first.exists():
                os.replace(first, second)
            os.replace(self._path, first)


class Log:
    """A process's log, for those that do without Python's. Writes nothing until `open`."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._file: LogFile | None = None
        self._level = DEFAULT
        self._follow: Path | None = None

    def open(self, path: Path, follow: Path | None = None) -> None:
        """With `follow`, the level is what this file names at the time: for a process that nobody can tell."""
        self._file = LogFile(path)
        self._follow = follow

    def set_level(self, level: str) -> None:
        """Raises BAD_LEVEL."""
        check_level(level)
        self._level = level

    def trace(self, text: str, *values: object) -> None:
        """`text` takes `values` as `%` does."""
        self._log("trace", text, values)

    def debug(self, text: str, *values: object) -> None:
        self._log("debug", text, values)

    def info(self, text: str, *values: object) -> None:
        self._log("info", text, values)

    def warning(self, text: str, *values: object) -> None:
        self._log("warning", text, values)

    def error(self, text: str, *values: object) -> None:
        self._log("error", text, values)

    def lets(self, level: str) -> bool:
        """Whether a line of this level is written now."""
        return self._file is not None and LEVELS[level] >= LEVELS[self._level_now()]

    def _log(self, level: str, text: str, values: tuple[object, ...]) -> None:
        if self._file and self.lets(level):
            self._file.write(level, self._name, text % values if values else text, time.time())

    def _level_now(self) -> str:
        if self._follow is None:
            return self._level
        try:
            word = self._follow.read_text().strip()
        except OSError:  # No sidecar has run yet.
            return DEFAULT
        return word if word in LEVELS else DEFAULT
