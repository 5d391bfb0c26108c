"""Which repository a checkout belongs to, read from its files alone: there may be hundreds to look at, and git would
take the repository around one whose own is lost."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

LINK = b"gitdir: "
_MOST_INSIDE = 1000
"""Folders that are looked into right below one that a window has open."""


def common_dir_of(folder: str) -> str | None:
    """The common git folder of the checkout at this path, or of the git folder that it is; None where it is neither."""
    own = os.path.join(folder, ".git")
    if os.path.isdir(own):
        place: str | None = own
    elif os.path.isfile(own):
        target = link_of(folder)
        place = linked_to(folder) or (None if target is None else str(target))
    else:
        place = folder
    is_one = place is not None and os.path.isfile(os.path.join(place, "HEAD"))
    return os.path.realpath(place) if is_one and place and os.path.isdir(os.path.join(place, "objects")) else None


def seen_from(folders: Iterable[str]) -> dict[str, str]:
    """The repositories that the folders are in, or are themselves, and those right inside them: a checkout by its
    common git folder. Only files are read: there may be hundreds."""
    found: dict[str, str] = {}
    for folder in folders:
        for place in (folder, *_inside(folder)):
            top = checkout_of(place)
            if top is not None:
                found.setdefault(common_dir_of(top) or top, top)
    return found


def checkout_of(folder: str) -> str | None:
    """The checkout, or the git folder, that an absolute path is in."""
    for place in (Path(folder), *Path(folder).parents):
        if common_dir_of(str(place)) is not None:
            return str(place)
    return None


def is_checkout_of(folder: str, common_dir: str) -> bool:
    """Whether the folder is the main checkout, or a linked one, of the repository."""
    is_checkout = os.path.lexists(os.path.join(folder, ".git"))
    return is_checkout and common_dir_of(folder) == os.path.realpath(common_dir)


def linked_to(worktree: str) -> str | None:
    """The common git folder that a linked worktree's own link leads to; None where it leads nowhere."""
    target = link_of(worktree)
    if target is None:
        return None
    try:
        common = os.fsdecode((target / "commondir").read_bytes().strip())
    except OSError:
        return None
    return os.path.realpath(target / common)


def link_of(worktree: str) -> Path | None:
    """What the worktree's `.git` file names, there or not; None where it is no such file."""
    link = os.path.join(worktree, ".git")
    if os.path.islink(link):
        return None
    try:
        with open(link, "rb") as file:
            content = file.read(5000).strip()
    except OSError:
        return None
    return Path(worktree, os.fsdecode(content.removeprefix(LINK))) if content.startswith(LINK) else None


def _inside(folder: str) -> Iterator[str]:
    try:
        names = sorted(os.listdir(folder))[:_MOST_INSIDE]
    except OSError:
        return
    for name in names:
        place = os.path.join(folder, name)
        if os.path.lexists(os.path.join(place, ".git")) or os.path.isfile(os.path.join(place, "HEAD")):
            yield place
