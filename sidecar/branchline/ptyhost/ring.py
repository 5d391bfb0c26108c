"""A session's scrollback on disk: the last so many bytes that its terminal printed.

The file is a header and a circle of `capacity` bytes. Offsets count from the session's first byte, for ever; the
byte at offset n lies at n % capacity. The header says which offsets are there. It is changed before bytes are
overwritten, and again after the new ones are written: whoever reads the file, while it is being written or after
the writer was killed, gets what was printed at an offset, or nothing.
"""

from __future__ import annotations

import contextlib
import errno
import os
import struct
from pathlib import Path
from typing import NamedTuple

MAGIC = b"BLRING01"
"""With the format's version."""
HEADER = 64
"""Bytes before the circle."""
MAX_CAPACITY = 2**40
MAX_UNWRITTEN = 1024 * 1024
"""Bytes kept in memory while the disk takes none, so that the session can still be seen and used."""
_FIELDS = struct.Struct("<8sQQQ")
_PIECE = 64 * 1024


class _Header(NamedTuple):
    capacity: int
    start: int
    end: int


class Ring:
    """The one writer. An existing file is continued, with the capacity that it has.

    Raises OSError when the file cannot be made. A file there that is no scrollback is kept, as `NAME.damaged`.
    """

    def __init__(self, path: str, capacity: int) -> None:
        self._file = _open_private(path)
        try:
            header = _read_header(self._file)
            if header is None and os.fstat(self._file).st_size:
                os.replace(path, f"{path}.damaged")
                os.close(self._file)
                self._file = _open_private(path)
            self.capacity, self.start, self._written = header or _Header(capacity, 0, 0)
            self._told_start = self.start
            """The start in the file's header."""
            self._unwritten = bytearray()
            self.lost = 0
            """Bytes that neither the disk nor the memory kept. Nothing before such a gap can be read any more."""
            if header is None:
                self._write_header()
        except OSError:
            os.close(self._file)
            raise

    @property
    def end(self) -> int:
        """Offset of the next byte."""
        return self._written + len(self._unwritten)

    def append(self, data: bytes) -> None:
        """Never raises: an agent must not wait or end because the disk is full."""
        self._unwritten += data
        try:
            self._store()
        except OSError:
            self._let_go()

    def read(self, offset: int, limit: int) -> bytes:
        """Up to `limit` bytes from `offset` on; b"" at the end only. Raises ValueError before the start.

        Bytes that the disk does not give back are NULs, which terminals ignore: whoever reads on must get on.
        """
        if offset < self.start:
            raise ValueError(f"offset {offset} is before the start {self.start}")
        if offset >= self._written:
            place = offset - self._written
            return bytes(self._unwritten[place : place + limit])
        length = min(limit, self._written - offset)
        data = b""
        with contextlib.suppress(OSError):
            data = _read(self._file, self.capacity, offset, length)
        return data.ljust(length, b"\0")

    def close(self) -> None:
        os.close(self._file)

    def _store(self) -> None:
        """Write what is unwritten. Raises OSError; what could be written until then is counted as written."""
        while self._unwritten:
            place = self._written % self.capacity
            piece = self._unwritten[: min(_PIECE, self.capacity - place)]
            oldest = self._written + len(piece) - self.capacity
            if oldest > self.start:
                # A little more than this piece needs, so that the header need not be written for every one.
                self.start = min(oldest + self.capacity // 64, self._written)
            if oldest > self._told_start:
                self._write_header()
            written = os.pwrite(self._file, piece, HEADER + place)
            self._written += written
            del self._unwritten[:written]
        self._write_header()

    def _let_go(self) -> None:
        excess = len(self._unwritten) - min(self.capacity, MAX_UNWRITTEN)
        if excess > 0:
            del self._unwritten[:excess]
            self._written += excess
            self.start = self._written
            self.lost += excess

    def _write_header(self) -> None:
        header = _FIELDS.pack(MAGIC, self.capacity, self.start, self._written)
        if os.pwrite(self._file, header, 0) != len(header):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self._told_start = self.start


class RingReader:
    """A look at a ring that another process may be writing. Raises OSError, or ValueError when it is no ring."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        if _read_header(self._file) is None:
            os.close(self._file)
            raise ValueError(f"{path} is not a scrollback")

    def __enter__(self) -> RingReader:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._file)

    @property
    def end(self) -> int:
        return self._header().end

    @property
    def start(self) -> int:
        return self._header().start

    def read(self, offset: int, limit: int) -> bytes:
        """Up to `limit` bytes from `offset` on. Raises ValueError when they are not there, or not any more."""
        header = self._header()
        if offset < header.start:
            raise ValueError(f"offset {offset} is before the start {header.start}")
        data = _read(self._file, header.capacity, offset, min(limit, header.end - offset))
        if offset < self._header().start:
            raise ValueError(f"offset {offset} was overwritten meanwhile")
        return data

    def _header(self) -> _Header:
        """Raises ValueError when it was damaged."""
        header = _read_header(self._file)
        while header != (again := _read_header(self._file)):
            header = again  # It was being written.
        if header is None:
            raise ValueError("the scrollback's header was damaged")
        return header


def _open_private(path: str) -> int:
    """A link is refused: it could lead the output anywhere."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        os.fchmod(file, 0o600)
    except OSError:
        os.close(file)
        raise
    return file


def _read_header(file: int) -> _Header | None:
    """None when the file is no ring of this version."""
    data = os.pread(file, _FIELDS.size, 0)
    if len(data) < _FIELDS.size:
        return None
    magic, capacity, start, end = _FIELDS.unpack(data)
    if magic != MAGIC or not 0 < capacity <= MAX_CAPACITY or not start <= end <= start + capacity:
        return None
    return _Header(capacity, start, end)


def _read(file: int, capacity: int, offset: int, length: int) -> bytes:
    if length <= 0:
        return b""
    place = offset % capacity
    first = min(length, capacity - place)
    data = os.pread(file, first, HEADER + place)
    if len(data) == first and length > first:
        data += os.pread(file, length - first, HEADER)
    return data
