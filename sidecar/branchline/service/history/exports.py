"""Files of our own that a client takes away: what is too long for an answer."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Iterable
from pathlib import Path

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.machine.paths import Paths, private_file, private_folder

KEPT = 3600
"""Seconds that a file which nobody took away stays."""


class Exports:
    def __init__(self, paths: Paths) -> None:
        self._paths = paths

    async def write(self, pieces: Iterable[str]) -> Path:
        """A new file, mode 0600, which whoever asked takes away. Raises NOT_SAVED."""
        try:
            return await asyncio.to_thread(_write, self._paths.data / "exports", pieces)
        except OSError as error:
            raise BranchlineError(
                ErrorCode.NOT_SAVED, f"The file could not be written: {error.strerror or error}."
            ) from error


def _write(folder: Path, pieces: Iterable[str]) -> Path:
    private_folder(folder)
    for old in folder.iterdir():
        if time.time() - old.stat().st_mtime > KEPT:
            old.unlink(missing_ok=True)
    path = folder / uuid.uuid4().hex
    with open(path, "x", encoding="utf-8", errors="backslashreplace", opener=private_file) as file:
        file.writelines(pieces)
    return path
