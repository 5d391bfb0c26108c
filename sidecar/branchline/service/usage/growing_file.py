"""A file that somebody else writes line by line: each look gives what came since the last one."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

LARGEST = 512 * 1024 * 1024
"""Bytes: nobody's conversation is longer, so that a file that is holds something else."""
LONGEST = 16 * 1024 * 1024
"""Bytes of a line; longer ones are passed over, as pictures are that an agent was shown."""
_PIECE = 1024 * 1024
_KNOWN = 64
"""Bytes before the place where the last look ended, by which it is told that the file is still the same."""


class GrowingFile:
    def __init__(self, path: Path) -> None:
        self.path = path
        self._inode: tuple[int, int] | None = None
        self._offset = 0
        self._before = b""
        self._skips = False
        """The last look ended within a line that is too long."""
        self.is_anew = True
        """A look began at the front: what came earlier holds no more. Whoever has heard that says so."""

    def lines(self) -> Iterator[bytes]:
        """Whole lines, and at the file's end also what is a whole object of JSON. Raises OSError, also where it is no
        ordinary file or too large."""
        # A pipe would be waited for, and a link may lead anywhere.
        descriptor = os.open(self.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(descriptor, "rb", buffering=0) as file:
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode):
                raise OSError("it is no ordinary file")
            if found.st_size > LARGEST:
                raise OSError(f"it has {found.st_size:,} bytes, which no conversation has")
            inode = (found.st_dev, found.st_ino)
            if inode != self._inode or found.st_size < self._offset or not self._is_same(descriptor):
                self.is_anew = True
                self._inode, self._offset, self._before, self._skips = inode, 0, b"", False
            file.seek(self._offset)
            yield from self._whole(file.read, found.st_size - self._offset)

    def _is_same(self, descriptor: int) -> bool:
        return os.pread(descriptor, len(self._before), self._offset - len(self._before)) == self._before

    def _whole(self, read: Callable[[int], bytes | None], left: int) -> Iterator[bytes]:
        rest = b""
        while left > 0 and (piece := read(min(_PIECE, left))):
            left -= len(piece)
            *whole, rest = (rest + piece).split(b"\n")
            for line in whole:
                self._pass(line + b"\n")
                if not self._skips:
                    yield line
                self._skips = False
            if len(rest) > LONGEST:
                self._pass(rest)
                rest, self._skips = b"", True
        if rest and not self._skips and rest.rstrip().endswith(b"}"):
            yield rest  # An object without a line's end; it is read once more when that has come.

    def _pass(self, data: bytes) -> None:
        self._offset += len(data)
        self._before = (self._before + data[-_KNOWN:])[-_KNOWN:]
