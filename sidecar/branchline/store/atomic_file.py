"""Writing a file so that a crash at any instant leaves the old content or the new, never a mixture."""

from __future__ import annotations

import os
from pathlib import Path


def write_atomically(path: Path, data: bytes, previous: Path | None = None) -> None:
    """Replace the file's content; mode 0600. Raises OSError, and leaves the old content then.

    The file as it was is `previous` from then on. The two names are of one file for no longer than two renames: what
    damages the one must not damage the other.
    """
    aside = path.with_name(f"{path.name}.new")
    try:
        _write(aside, data)
        if previous and path.exists():
            _keep(path, previous)
        os.replace(aside, path)
    except OSError:
        aside.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _keep(path: Path, previous: Path) -> None:
    aside = path.with_name(f"{path.name}.keep")
    aside.unlink(missing_ok=True)
    try:
        # A second name for the file as it is: replacing the first name leaves it alone.
        os.link(path, aside)
    except OSError:
        import shutil

        shutil.copy2(path, aside)  # A file system without hard links.
    os.replace(aside, previous)


def _write(path: Path, data: bytes) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(file, left) :]
        os.fsync(file)
    finally:
        os.close(file)
