"""What is on this machine's disk now, for the policy. It changes nothing, and only a text is read through links."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence

from branchline.core.policy.confinement import Kind

MOST_TEXT = 1024 * 1024
"""Bytes of a settings file that are read."""


class RealDisk:
    """Whatever cannot be looked up counts as not there or not known; it never raises."""

    def kind(self, path: str) -> Kind | None:
        try:
            return _kind(os.lstat(path).st_mode)
        except (OSError, ValueError):
            return None

    def target(self, path: str) -> str | None:
        try:
            return os.readlink(path)
        except (OSError, ValueError):
            return None

    def entries(self, folder: str) -> Sequence[tuple[str, Kind]] | None:
        try:
            with os.scandir(folder) as found:
                return [(each.name, _entry(each)) for each in found]
        except (OSError, ValueError):
            return None

    def is_shared(self, path: str) -> bool:
        try:
            return os.lstat(path).st_nlink > 1
        except (OSError, ValueError):
            return False

    def text(self, path: str) -> str | None:
        """Not of a pipe or a device, which might never end."""
        try:
            handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
            try:
                if not stat.S_ISREG(os.fstat(handle).st_mode):
                    return None
                with open(handle, "rb", closefd=False) as file:
                    content = file.read(MOST_TEXT + 1)
            finally:
                os.close(handle)
        except (OSError, ValueError):
            return None
        return content.decode(errors="replace") if len(content) <= MOST_TEXT else None


def _entry(entry: os.DirEntry[str]) -> Kind:
    """Without another look at the disk where the folder already says it."""
    try:
        if entry.is_symlink():
            return Kind.LINK
        if entry.is_dir(follow_symlinks=False):
            return Kind.FOLDER
        return Kind.FILE if entry.is_file(follow_symlinks=False) else Kind.OTHER
    except OSError:
        return Kind.OTHER


def _kind(mode: int) -> Kind:
    if stat.S_ISLNK(mode):
        return Kind.LINK
    if stat.S_ISDIR(mode):
        return Kind.FOLDER
    return Kind.FILE if stat.S_ISREG(mode) else Kind.OTHER
