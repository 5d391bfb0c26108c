"""Which works of sessions may meet, what is said of their conflicts, and in what order the fewest meet one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import attrs

from branchline.core.model.changes import FileChange, FileStatus
from branchline.core.model.merging import Conflict, ConflictsWith

MOST_FILES = 20
"""That stand on a session's record."""
_COMMON = re.compile(r"^(\|{7,} )(?:[0-9a-f]{4,64}|merged common ancestors|empty tree)$", re.MULTILINE)
_MOST_EXACT = 32
"""Sessions in conflict among which the best are looked for in every set that may be it."""


@attrs.frozen
class Touched:
    """What somebody did to a tree: the paths of files before and after, the folders of these, those out of which files
    were moved, and those into which new ones came."""

    paths: frozenset[str]
    folders: frozenset[str]
    left: frozenset[str]
    entered: frozenset[str]

    @classmethod
    def by(cls, changes: Iterable[FileChange]) -> Touched:
        paths: set[str] = set()
        left: set[str] = set()
        entered: set[str] = set()
        for change in changes:
            paths.add(change.path)
            if change.old_path is not None:
                paths.add(change.old_path)
                left |= _above(change.old_path) - _above(change.path)
                if _folder(change.old_path) != _folder(change.path):
                    left.add(_folder(change.old_path))
            if change.status is not FileStatus.MODIFIED and change.status is not FileStatus.DELETED:
                entered |= _above(change.path)
        folders = {folder for path in paths for folder in _above(path)}
        return cls(frozenset(paths), frozenset(folders), frozenset(left), frozenset(entered))


def may_conflict(one: Touched, other: Touched) -> bool:
    """Both touched a file; or one of them a file where the other has a folder; or one moved files out of a folder into
    which the other put a new one, which git moves too, or asks about."""
    return bool(
        one.paths & other.paths
        or one.paths & other.folders
        or one.folders & other.paths
        or one.left & other.entered
        or one.entered & other.left
    )


def of_both(
    found: Sequence[Conflict], one: Touched, other: Touched, with_parent: Iterable[Conflict]
) -> tuple[Conflict, ...]:
    """Without those that one of the two has with the parent branch, whose work the other has already."""
    known = {each.path for each in with_parent}
    return tuple(each for each in found if each.path not in known or each.path in one.paths & other.paths)


@attrs.frozen
class Forecast:
    """`pairs` are two sessions' conflicts, `base` one session's with its parent branch, where there are any; sessions
    are named by their ids, oldest first. `order` has all of them."""

    pairs: Mapping[tuple[str, str], tuple[Conflict, ...]] = attrs.field(factory=dict)
    base: Mapping[str, tuple[Conflict, ...]] = attrs.field(factory=dict)
    order: tuple[str, ...] = ()

    def of(self, session_id: str) -> tuple[ConflictsWith, ...]:
        """What its record says."""
        found: list[tuple[str | None, tuple[Conflict, ...]]] = []
        if session_id in self.base:
            found.append((None, self.base[session_id]))
        for pair, conflicts in self.pairs.items():
            if session_id in pair:
                found.append((pair[1] if pair[0] == session_id else pair[0], conflicts))
        return tuple(_with(other, conflicts) for other, conflicts in found)


def _with(other: str | None, conflicts: Sequence[Conflict]) -> ConflictsWith:
    return ConflictsWith(other, tuple(each.path for each in conflicts[:MOST_FILES]), len(conflicts))


def landing_order(ids: Sequence[str], pairs: Mapping[tuple[str, str], int], base: Mapping[str, int]) -> tuple[str, ...]:
    """First as many as can be landed one after the other without a conflict, as they are in `ids`; then the others,
    each time the one that conflicts in the fewest files with what was landed. Counts are of files."""
    against: dict[str, dict[str, int]] = {each: {} for each in ids}
    for (one, other), count in pairs.items():
        if count:
            against[one][other] = against[other][one] = count
    clean = [each for each in ids if not base.get(each)]
    first = _most_without(clean, against)
    order = [each for each in ids if each in first]
    left = [each for each in ids if each not in order]
    while left:
        best = min(left, key=lambda each: base.get(each, 0) + sum(against[each].get(done, 0) for done in order))
        left.remove(best)
        order.append(best)
    return tuple(order)


def with_names(text: str, names: Mapping[str, str]) -> str:
    """A file with markers, in which git names the sides by these ids of commits, and what they have in common by one
    or a word: by names instead."""
    sides = "|".join(names)
    text = _COMMON.sub(r"\1base", text)
    return re.sub(rf"^([<>|]{{7,}} )({sides})\b", lambda found: found[1] + names[found[2]], text, flags=re.MULTILINE)


def _most_without(ids: Sequence[str], against: Mapping[str, Mapping[str, int]]) -> frozenset[str]:
    """A largest set of them that has no two which conflict; of several the one with the earliest."""
    free = [each for each in ids if not against[each]]
    bound = [each for each in ids if against[each]]
    if len(bound) > _MOST_EXACT:  # As good as it gets: whoever conflicts with the fewest goes first.
        chosen: list[str] = []
        for each in sorted(bound, key=lambda each: len(against[each])):
            if not any(other in against[each] for other in chosen):
                chosen.append(each)
        return frozenset([*free, *chosen])
    return frozenset([*free, *_largest(bound, against, 0)])


def _largest(left: Sequence[str], against: Mapping[str, Mapping[str, int]], least: int) -> tuple[str, ...]:
    """As above, where it has more than `least`; else maybe nothing."""
    if not left or len(left) <= least:
        return ()
    first, *rest = left
    chosen = (first, *_largest([each for each in rest if each not in against[first]], against, least - 1))
    return _largest(rest, against, max(least, len(chosen))) or (chosen if len(chosen) > least else ())


def _folder(path: str) -> str:
    """ "" for the top."""
    return path.rpartition("/")[0]


def _above(path: str) -> set[str]:
    """The folders that a file is in, with the top."""
    parts = path.split("/")[:-1]
    return {"/".join(parts[:depth]) for depth in range(len(parts) + 1)}
