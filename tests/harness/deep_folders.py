"""Folders in folders, as a program makes them that goes into each."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def dug(top: Path, name: str, count: int, mode: int = 0o755) -> Iterator[None]:
    """`count` of them, a file in the last one. They are gone afterwards: what clears up after tests cannot do that."""
    here = os.open(top, os.O_RDONLY)
    try:
        for _ in range(count):
            os.mkdir(name, dir_fd=here)
            below = os.open(name, os.O_RDONLY, dir_fd=here)
            os.fchmod(here, mode)
            os.close(here)
            here = below
        os.close(os.open("file", os.O_CREAT | os.O_WRONLY, dir_fd=here))
        yield
    finally:
        os.close(here)
        subprocess.run(["chmod", "-R", "u+rwx", "--", str(top)], check=False, capture_output=True)
        subprocess.run(["rm", "-rf", "--", str(top)], check=True)
