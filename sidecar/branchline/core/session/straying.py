"""Which of what an agent touched is outside its worktree, and where. Folders and paths are absolute, without symbolic
links."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeVar

import attrs

from branchline.core.model.stray import Stray, StrayWay

MOST_ALTERED = 20
State = TypeVar("State")


@attrs.frozen
class Place:
    """A checkout: the session's own (`own`), another session's worktree, or the repository's main one."""

    folder: str
    session: str | None = None
    main: bool = False
    own: bool = False


def written(paths: Iterable[str], places: Sequence[Place], apart: Collection[str]) -> tuple[Stray, ...]:
    """Of files that a tool wrote. In the folders `apart` anybody may: the machine's temporary ones, the session's, and
    those in which its agent keeps its own things."""
    found = []
    for path in paths:
        place = _place_of(path, places)
        if place is None and not any(_is_in(path, folder) for folder in apart):
            found.append(Stray(path, StrayWay.WROTE))
        elif place is not None and not place.own:
            found.append(Stray(path, StrayWay.WROTE, place.session, place.main))
    return tuple(found)


def entered(folders: Iterable[str], places: Sequence[Place]) -> tuple[Stray, ...]:
    """Of folders in which the agent, or what it runs, was: whose checkout that is. Elsewhere it may be where it
    likes."""
    found: dict[str, Stray] = {}
    for folder in folders:
        place = _place_of(folder, places)
        if place is not None and not place.own:
            found[place.folder] = Stray(place.folder, StrayWay.ENTERED, place.session, place.main)
    return tuple(found.values())


def altered(
    before: Mapping[str, State], after: Mapping[str, State], by_user: Collection[str], places: Sequence[Place]
) -> tuple[Stray, ...]:
    """Of what differed in the main checkout from its commit, by path, when the agent began and when it came to rest:
    what is otherwise, but for what the user did in an editor."""
    paths = sorted(path for path in {*before, *after} if before.get(path) != after.get(path))
    ours = [path for path in paths if path not in by_user and (place := _place_of(path, places)) and place.main]
    return tuple(Stray(path, StrayWay.ALTERED, main=True) for path in ours[:MOST_ALTERED])


def _place_of(path: str, places: Sequence[Place]) -> Place | None:
    """The innermost: worktrees may be within the main checkout."""
    around = [place for place in places if _is_in(path, place.folder)]
    return max(around, key=lambda place: (len(place.folder), place.own), default=None)


def _is_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
