"""Files of JSON lines in which agents keep their conversations: read from the front, and never in whole."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

_MOST_LINES = 200
_MOST_BYTES = 4_000_000
"""What stands before the first instruction: settings, and what the agent was told of the folder."""


def newest(paths: Iterable[Path], since: float) -> list[Path]:
    """The ordinary files that were written at or after a time, the last one first."""
    times = {}
    for path in paths:
        try:
            found = path.stat()
        except OSError:
            continue  # It goes this moment.
        if path.is_file() and not path.is_symlink() and found.st_mtime >= since:
            times[path] = found.st_mtime
    return sorted(times, key=lambda path: times[path], reverse=True)


def first_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects in its first lines; what is no object is left out, as is the rest of a file that cannot be read."""
    left = _MOST_BYTES
    try:
        with path.open("rb") as file:
            for _ in range(_MOST_LINES):
                line = file.readline(left)
                left -= len(line)
                if not line or left <= 0:
                    return
                try:
                    found = json.loads(line)
                except ValueError:
                    continue
                if isinstance(found, dict):
                    yield found
    except OSError as error:
        log.info("%s could not be read: %s", path, error)
