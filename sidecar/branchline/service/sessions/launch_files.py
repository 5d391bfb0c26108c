"""The files that an agent is started with: a session's own settings for its hooks, never the user's."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Mapping
from pathlib import Path

FOLDER = "launch"


def write(session_folder: Path, files: Mapping[str, str]) -> None:
    """Make exactly these files, for the user alone. Raises OSError."""
    folder = session_folder / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(content)


def is_safe(folder: Path) -> bool:
    """Whether nobody else can write to a folder above it."""
    path = Path(os.path.realpath(folder))
    return not any(stat.S_IMODE(os.stat(each).st_mode) & 0o022 for each in path.parents if each.exists())
