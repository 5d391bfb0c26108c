"""What is on this machine's disk now, for the policy: links are not followed, and nothing is ever changed."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence

from branchline.core.policy.confinement import Kind


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
