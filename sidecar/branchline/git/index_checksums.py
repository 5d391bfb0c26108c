"""Whether an index of ours is as git wrote it. git writes a checksum at its end and does not look at it when it reads
one: of what is cut or altered it makes entries, or none."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

log = logging.getLogger(__name__)

_INDEXES = ("index", "sharedindex.*")


def drop_damaged(folder: Path, object_format: str) -> None:
    """Delete the index in `folder`, all of it, when a part of it is not as it was written: it is a cache. Raises
    OSError."""
    parts = [path for place in _INDEXES for path in folder.glob(place)]
    damaged = [path for path in parts if not _is_whole(path, object_format)]
    if damaged:
        log.info("%s is damaged and made anew.", damaged[0])
        for path in parts:
            path.unlink()


def _is_whole(path: Path, object_format: str) -> bool:
    data = memoryview(path.read_bytes())
    size = hashlib.new(object_format, usedforsecurity=False).digest_size
    return hashlib.new(object_format, data[:-size], usedforsecurity=False).digest() == data[-size:]
