"""What folders take on the disk, by their blocks. It follows no link and crosses into no other file system. Blocks."""

from __future__ import annotations

import contextlib
import os
import stat
import threading
from collections.abc import Collection

import attrs

_BLOCK = 512


class GivenUpError(Exception):
    """Nobody waits for it any more."""


@attrs.define
class Weight:
    """`linked` are those of the bytes that files have whose other names are not in what was weighed: to delete it frees
    none of them. What files share by copy-on-write cannot be seen, so that all of it is at most that. `nested`: there
    is a git repository in it."""

    bytes: int = 0
    linked: int = 0
    nested: bool = False

    @property
    def freed(self) -> int:
        """By deleting it, at most."""
        return self.bytes - self.linked


class Scale:
    """A file with several names (hard links) counts once in all that one scale weighs."""

    def __init__(self, given_up: threading.Event) -> None:
        self._given_up = given_up
        self._seen: set[tuple[int, int]] = set()

    def weigh(self, path: str, without: Collection[str] = ()) -> Weight:
        """A file or a folder, but for what is at the paths `without`; nothing where there is none. What cannot be read
        counts as nothing. Raises GivenUpError."""
        weight = Weight()
        names: dict[tuple[int, int], list[int]] = {}
        try:
            top = os.lstat(path)
        except OSError:
            return weight
        self._add(weight, names, top)
        folders = [path] if _is_folder(top) else []
        while folders:
            if self._given_up.is_set():
                raise GivenUpError
            with contextlib.suppress(OSError), os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if entry.path in without:
                        continue
                    with contextlib.suppress(OSError):  # It was deleted meanwhile.
                        found = entry.stat(follow_symlinks=False)
                        if found.st_dev != top.st_dev:
                            continue
                        self._add(weight, names, found)
                        weight.nested = weight.nested or entry.name == ".git"
                        if _is_folder(found):
                            folders.append(entry.path)
        weight.linked = sum(size for left, size in names.values() if left > 0)
        return weight

    def _add(self, weight: Weight, names: dict[tuple[int, int], list[int]], found: os.stat_result) -> None:
        size, key = found.st_blocks * _BLOCK, (found.st_dev, found.st_ino)
        if found.st_nlink > 1 and not _is_folder(found):
            if key in names:
                names[key][0] -= 1
            if key in self._seen:
                return
            self._seen.add(key)
            names[key] = [found.st_nlink - 1, size]
        weight.bytes += size


def _is_folder(found: os.stat_result) -> bool:
    return stat.S_ISDIR(found.st_mode)
