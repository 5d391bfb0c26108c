"""The end of a log."""

from __future__ import annotations

import os
from pathlib import Path

from branchline.core.screen.logged import hide_secrets

LINES = 200
_MOST = 256 * 1024
"""Bytes that are read for them."""


def last_lines(path: Path) -> list[str]:
    """At most `LINES`, without secrets. A file that cannot be read is one line that says so."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - _MOST))
            data = file.read()
    except OSError as error:
        return [f"It could not be read: {error.strerror}."]
    lines = hide_secrets(data.decode(errors="replace")).splitlines()
    # The first one that was read may have lost its beginning, and with it what would hide the rest of it.
    return lines[size > _MOST :][-LINES:]
