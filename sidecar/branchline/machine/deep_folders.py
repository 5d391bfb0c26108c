"""Folders as deep as any program may make them: deeper than Python calls itself, by paths that the system does not
take."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
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
