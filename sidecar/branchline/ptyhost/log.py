"""The ptyhost's log: what was started and ended. Never what a session prints or is typed."""

from __future__ import annotations

import os
import time
from pathlib import Path

MAX_SIZE = 1024 * 1024
"""Bytes, before the file is set aside as `.1`."""


class PtyhostLog:
    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self, text: str) -> None:
        line = f"{time.strftime('%Y-%m-%d %H:%M:%S')} {text}\n"
        try:
            with open(self._path, "a", errors="backslashreplace", opener=_private) as file:
                if file.tell() > MAX_SIZE:
                    os.replace(self._path, f"{self._path}.1")
                file.write(line)
        except OSError:
            return  # A full disk must not end the agents.

    def unexpected(self, error: Exception) -> None:
        """A mistake of ours, by class and place. Its text could hold what a session printed."""
        place = error.__traceback__
        while place and place.tb_next:
            place = place.tb_next
        where = f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}" if place else "nowhere"
        self(f"unexpected {type(error).__name__} at {where}")


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
