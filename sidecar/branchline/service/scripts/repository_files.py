"""Reads the files of a repository that say what is to be run: never through a link that leads out of it."""

from __future__ import annotations

import hashlib
import os
import stat

import attrs

LARGEST = 256 * 1024
"""Bytes of one file, and of all that are shown together: nobody reads more."""
_LARGEST_HASHED = 64 * 1024 * 1024
_CHUNK = 1024 * 1024


@attrs.frozen
class Read:
    """`text` is None for what nobody can read: it is larger, or no UTF-8."""

    text: str | None
    size: int
    sha256: str
    executable: bool


class UnusableError(Exception):
    """Why a file cannot be used, as the end of a sentence about it."""


class RepositoryFiles:
    """Of one checkout."""

    def __init__(self, checkout: str) -> None:
        self._top = os.path.realpath(checkout)

    def has(self, path: str) -> bool:
        """Something that is no folder."""
        place = os.path.join(self._top, path)
        return os.path.lexists(place) and not os.path.isdir(place)

    def leads_out(self, path: str) -> str | None:
        """Where a link in its path leads, if that is out of the repository."""
        real = os.path.realpath(os.path.join(self._top, path))
        return None if real.startswith(f"{self._top}/") else real

    def text(self, path: str) -> str | None:
        """None: there is no such file. Raises UnusableError."""
        if not self.has(path):
            return None
        found = self.read(path)
        if found.size > LARGEST:
            raise UnusableError(f"it is larger than {LARGEST // 1024} kB")
        if found.text is None:
            raise UnusableError("it is not a text")
        return found.text

    def read(self, path: str) -> Read:
        """Raises UnusableError."""
        if (outside := self.leads_out(path)) is not None:
            raise UnusableError(f"it leads out of the repository, to {outside}")
        try:
            opened = os.open(
                os.path.realpath(os.path.join(self._top, path)),
                os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC,
            )
        except OSError as error:
            raise UnusableError(f"the system says: {error.strerror}") from None
        try:
            return _read(opened)
        except OSError as error:
            raise UnusableError(f"the system says: {error.strerror}") from None
        finally:
            os.close(opened)


def _read(opened: int) -> Read:
    about = os.fstat(opened)
    if not stat.S_ISREG(about.st_mode):
        raise UnusableError("it is no file")
    if about.st_size > _LARGEST_HASHED:
        raise UnusableError(f"it is larger than {_LARGEST_HASHED // 1024 // 1024} MB")
    digest, start, size = hashlib.sha256(), b"", 0
    while size <= _LARGEST_HASHED and (chunk := os.read(opened, _CHUNK)):
        digest.update(chunk)
        start = start or chunk
        size += len(chunk)
    text = _decoded(start) if size <= LARGEST else None
    return Read(text, size, digest.hexdigest(), bool(about.st_mode & 0o111))


def _decoded(data: bytes) -> str | None:
    if b"\0" in data:
        return None
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None
