"""Python's logging, as the sidecar has it: into our file, in our format, without secrets.

Packages of others are heard from WARNING on only, as some log whatever passes through them.
"""

from __future__ import annotations

import logging
from pathlib import Path

from branchline.machine.log import DEFAULT, LEVELS, LogFile, check_level

TRACE = LEVELS["trace"]
_OURS = logging.getLogger("branchline")

logging.addLevelName(TRACE, "TRACE")


def log_to(path: Path) -> None:
    """From now on this process logs there."""
    _OURS.setLevel(LEVELS[DEFAULT])
    logging.basicConfig(level=logging.WARNING, handlers=[_Handler(path)])


def set_level(level: str) -> None:
    """Raises BAD_LEVEL."""
    check_level(level)
    _OURS.setLevel(LEVELS[level])


def current_level() -> str:
    return next((word for word, number in LEVELS.items() if number >= _OURS.getEffectiveLevel()), "off")


class _Handler(logging.Handler):
    def __init__(self, path: Path) -> None:
        super().__init__()
        self.setFormatter(logging.Formatter())  # The text and a traceback; the rest is the file's.
        self._file = LogFile(path)

    def emit(self, record: logging.LogRecord) -> None:
        try:
            text = self.format(record)
        except Exception:  # noqa: BLE001  a mistake in a log call must not end what it tells of
            text = "a line could not be written: its arguments do not fit"
        self._file.write(record.levelname, record.name, text, record.created)
