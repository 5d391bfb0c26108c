"""Folders as deep as any program may make them: deeper than Python calls itself, by paths that the system does not
take."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import AnyStr


def walk(
    top: AnyStr, onerror: Callable[[OSError], object] | None = None
) -> Iterator[tuple[AnyStr, list[AnyStr], list[AnyStr]]]:
    """As `os.walk` from the top, links not followed; before Python 3.12 that calls itself for each folder below."""
    waiting = [top]
    while waiting:
        place = waiting.pop()
        folders: list[AnyStr] = []
        files: list[AnyStr] = []
        try:
            with os.scandir(place) as entries:
                for entry in entries:
                    (folders if _leads_to_folder(entry) else files).append(entry.name)
        except OSError as error:
            if onerror is not None:
                onerror(error)
            continue
        yield place, folders, files
        below = (os.path.join(place, name) for name in reversed(folders))
        waiting += [each for each in below if not os.path.islink(each)]


def _leads_to_folder(entry: os.DirEntry[AnyStr]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False  # A link in a circle.


def delete_tree(path: Path) -> None:
    """Also read-only folders, which some build tools leave. Raises OSError."""
    try:
        os.chmod(path, 0o700)
        for folder, names, _ in walk(str(path), _refuse_long):
            for name in names:
                inner = os.path.join(folder, name)
                if not os.path.islink(inner):
                    os.chmod(inner, 0o700)
        shutil.rmtree(path)
    except RecursionError:
        _delete_flat(path)
    except OSError as error:
        if error.errno != errno.ENAMETOOLONG:
            raise
        _delete_flat(path)


def _refuse_long(error: OSError) -> None:
    if error.errno == errno.ENAMETOOLONG:
        raise error


def _delete_flat(path: Path) -> None:
    """What is in folders comes up to the top first, so that nothing is deep. Raises OSError."""
    numbers = count()
    while names := os.listdir(path):
        for name in names:
            place = os.path.join(path, name)
            if not _is_folder(place):
                os.unlink(place)
                continue
            os.chmod(place, 0o700)
            for inner in os.listdir(place):
                below = os.path.join(place, inner)
                if _is_folder(below):
                    os.chmod(below, 0o700)  # Whoever may not write into it may not move it either.
                    os.rename(below, os.path.join(path, f".{next(numbers)}-{os.getpid()}"))
                else:
                    os.unlink(below)
            os.rmdir(place)
    os.rmdir(path)


def _is_folder(path: str) -> bool:
    return os.path.isdir(path) and not os.path.islink(path)
