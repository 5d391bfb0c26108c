"""Programs of the version before this one: what an update meets, and what meets an update."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

ARCHIVE = Path(__file__).parents[1] / "data" / "version-before.zip"
"""`version-before.md` beside it says what is in it."""


def unpack(folder: Path) -> list[str]:
    """The argv, but for the command, that starts that version from there."""
    with zipfile.ZipFile(ARCHIVE) as archive:
        archive.extractall(folder)
    return [sys.executable, "-I", "-S", str(folder / "launch.py")]
