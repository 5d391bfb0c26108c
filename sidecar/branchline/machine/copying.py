"""Copies one file: without its contents where the file system can share them, else byte by byte."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import os
import stat
import sys

_FICLONE = 0x40049409
_NO_OWNER = 2
"""macOS's CLONE_NOOWNERCOPY."""
_CHUNK = 1024 * 1024
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class NoFileError(OSError):
    """What is to be copied is no plain file."""


def copy_file(source: int, name: bytes, into: int, new_name: bytes | None = None, most: int | None = None) -> int:
    """Copy the file `name` in the open folder `source` into the open folder `into`, with its permissions and times;
    gives its bytes. No link is followed, and nothing that is there is written over. At most as many bytes as it has
    when it is opened: it may be growing.

    Raises FileExistsError, NoFileError, and OSError: EFBIG for more than `most` bytes; nothing of it is left then.
    """
    new_name = name if new_name is None else new_name
    opened = os.open(name, _READ, dir_fd=source)
    try:
        found = os.fstat(opened)
        if not stat.S_ISREG(found.st_mode):
            raise NoFileError(errno.EINVAL, "no plain file")
        if most is not None and found.st_size > most:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
        if not _cloned_whole(opened, into, new_name):
            _write(opened, found, into, new_name)
        return found.st_size
    finally:
        os.close(opened)


def _write(opened: int, found: os.stat_result, into: int, name: bytes) -> None:
    made = os.open(name, _NEW, 0o600, dir_fd=into)
    try:
        if not _shared(opened, made):
            _written(opened, made, found.st_size)
        os.fchmod(made, found.st_mode & 0o777)
        os.utime(made, ns=(found.st_atime_ns, found.st_mtime_ns))
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name, dir_fd=into)
        raise
    finally:
        os.close(made)


def _shared(opened: int, made: int) -> bool:
    """Linux: btrfs, XFS and others let two files have the same blocks until one is written to."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        fcntl.ioctl(made, _FICLONE, opened)
    except OSError:
        return False  # Another file system, or two of them.
    return True


def _written(opened: int, made: int, size: int) -> None:
    left = size
    while left > 0 and (chunk := os.read(opened, min(left, _CHUNK))):
        left -= len(chunk)
        while chunk:
            chunk = chunk[os.write(made, chunk) :]


def _cloned_whole(opened: int, into: int, name: bytes) -> bool:
    """macOS: the clone has the permissions and times. Raises FileExistsError."""
    if sys.platform != "darwin":
        return False
    clone = ctypes.CDLL(None, use_errno=True).fclonefileat
    if clone(opened, into, name, _NO_OWNER) == 0:
        return True
    if ctypes.get_errno() == errno.EEXIST:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
    return False
