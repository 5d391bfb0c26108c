"""The folder outside the checkout that keeps what the project's tools need, so that it is fetched once.

An entry is a folder named after what it holds and a key of everything that shapes it (versions, lock
files). It counts only when its marker is there, which is written last: an interrupted build is thrown away.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

CACHE = Path(os.environ.get("BRANCHLINE_CACHE") or Path.home() / ".cache" / "branchline-dev").absolute()
_MARKER = ".complete"


def key(*parts: str | bytes | Path) -> str:
    """Twelve hex digits that change when any of the texts, or any of the files' contents, does."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.read_bytes() if isinstance(part, Path) else part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()[:12]


def entry(name: str, key: str, build: Callable[[Path], None]) -> Path:
    """The folder `name-key` in the cache; `build(folder)` fills it when it is not there whole."""
    folder = CACHE / f"{name}-{key}"
    fill(folder, folder / _MARKER, key, build)
    return folder


def fill(folder: Path, marker: Path, key: str, build: Callable[[Path], None]) -> None:
    """Have `build(folder)` make `folder` anew unless `marker`, a file inside it, says `key`.

    Built in its final place, since virtual environments cannot be moved; the lock keeps two set-ups apart.
    """
    if _says(marker, key):
        return
    with locked(f"{folder.name}-{hashlib.sha256(str(folder).encode()).hexdigest()[:8]}"):
        if _says(marker, key):
            return
        print(f"setting up {folder}", file=sys.stderr, flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        build(folder)
        marker.write_text(key)


@contextmanager
def locked(name: str, *, wait: bool = True) -> Iterator[None]:
    """Held by one process at a time; the system lets go of it when the process ends, however it ends.

    Raises BlockingIOError when another one holds it and `wait` is false.
    """
    CACHE.joinpath("locks").mkdir(parents=True, exist_ok=True)
    with CACHE.joinpath("locks", name).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


def _says(marker: Path, key: str) -> bool:
    try:
        return marker.read_text() == key
    except OSError:
        return False
