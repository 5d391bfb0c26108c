"""A session's scrollback on disk: the last so many bytes that its terminal printed.

The file is a header and a circle of `capacity` bytes. Offsets count from the session's first byte, for ever; the
byte at offset n lies at n % capacity. The header is written after the bytes, so that whoever reads the file later,
after a crash too, finds all that was written.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path

MAGIC = b"BLRING01"
HEADER = 64
_FIELDS = struct.Struct("<8sQQ")
"""Magic with the format's version, capacity, end."""


class Ring:
    """The one writer. Raises OSError when the file cannot be made; a full disk later loses bytes, see `lost`."""

    def __init__(self, path: str, capacity: int) -> None:
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | getattr(os, "O_NOFOLLOW", 0)
        self._file = os.open(path, flags, 0o600)
        self.lost = 0
        """Bytes that could not be written; they read as whatever stood there before."""
        found = _read_header(self._file)
        if found is not None:
            self.capacity, self.end = found
        else:
            self.capacity, self.end = capacity, 0
            os.ftruncate(self._file, 0)
            self._write_header()

    @property
    def start(self) -> int:
        """Offset of the oldest byte that is still there."""
        return max(0, self.end - self.capacity)

    def append(self, data: bytes) -> None:
        """Never raises: an agent must not wait or end because the disk is full."""
        offset, end = self.end, self.end + len(data)
        if len(data) > self.capacity:
            offset, data = end - self.capacity, data[-self.capacity :]
        place = offset % self.capacity
        first = self.capacity - place
        try:
            _write(self._file, data[:first], HEADER + place)
            if len(data) > first:
                _write(self._file, data[first:], HEADER)
            self.end = end
            self._write_header()
        except OSError:
            self.end = end
            self.lost += len(data)

    def read(self, offset: int, limit: int) -> bytes:
        """Up to `limit` bytes from `offset` on; b"" at the end. Raises ValueError before the start."""
        if offset < self.start:
            raise ValueError(f"offset {offset} is before the start {self.start}")
        return _read(self._file, self.capacity, offset, min(limit, self.end - offset))

    def close(self) -> None:
        os.close(self._file)

    def _write_header(self) -> None:
        _write(self._file, _FIELDS.pack(MAGIC, self.capacity, self.end), 0)


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
        return self._header()[1]

    @property
    def start(self) -> int:
        capacity, end = self._header()
        return max(0, end - capacity)

    def read(self, offset: int, limit: int) -> bytes:
        """Up to `limit` bytes from `offset` on. Raises ValueError when they were overwritten meanwhile."""
        capacity, end = self._header()
        data = _read(self._file, capacity, offset, min(limit, end - offset)) if offset >= self.start else b""
        if offset < self.start:
            raise ValueError(f"offset {offset} was overwritten")
        return data

    def _header(self) -> tuple[int, int]:
        found = _read_header(self._file)
        if found is None:
            raise ValueError("the scrollback's header was damaged")
        return found


def _read_header(file: int) -> tuple[int, int] | None:
    """(capacity, end), or None when the file is no ring of this version."""
    data = os.pread(file, _FIELDS.size, 0)
    if len(data) < _FIELDS.size:
        return None
    magic, capacity, end = _FIELDS.unpack(data)
    return (capacity, end) if magic == MAGIC and capacity else None


def _read(file: int, capacity: int, offset: int, length: int) -> bytes:
    if length <= 0:
        return b""
    place = offset % capacity
    first = min(length, capacity - place)
    data = os.pread(file, first, HEADER + place)
    if length > first:
        data += os.pread(file, length - first, HEADER)
    return data


def _write(file: int, data: bytes, place: int) -> None:
    while data:
        written = os.pwrite(file, data, place)
        data, place = data[written:], place + written
