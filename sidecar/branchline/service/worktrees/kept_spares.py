"""Where spares are, or are just being made: written down before anything is made, so that a sidecar that was killed is
followed by one that knows what to look at."""

from __future__ import annotations

import os
from typing import Any

import attrs

from branchline.git.worktrees.places import SPARES
from branchline.service.base.saving import Saving
from branchline.store.store import Store

_KEY = "spares"


@attrs.frozen
class Kept:
    """Of a repository: `repo` is a checkout, `used` when a session was made there last (seconds since 1970), `paths`
    those of its spares."""

    repo: str
    used: float
    paths: tuple[str, ...] = ()


class KeptSpares:
    def __init__(self, store: Store, saving: Saving) -> None:
        self._store = store
        self._saving = saving
        self._by_folder = _read(store.meta(_KEY))

    def all(self) -> dict[str, Kept]:
        """By common git folder."""
        return dict(self._by_folder)

    def find(self, common_dir: str) -> Kept | None:
        return self._by_folder.get(common_dir)

    def paths(self, common_dir: str) -> tuple[str, ...]:
        kept = self.find(common_dir)
        return kept.paths if kept else ()

    def put(self, common_dir: str, kept: Kept) -> None:
        self._by_folder[common_dir] = kept
        self._altered()

    def add(self, common_dir: str, path: str) -> None:
        """In a repository that is known."""
        kept = self._by_folder[common_dir]
        self.put(common_dir, attrs.evolve(kept, paths=(*kept.paths, path)))

    def remove(self, common_dir: str, path: str) -> None:
        if kept := self.find(common_dir):
            self.put(common_dir, attrs.evolve(kept, paths=tuple(each for each in kept.paths if each != path)))

    def forget(self, common_dir: str) -> None:
        """The repository, unless a spare of it is still there."""
        if (kept := self.find(common_dir)) and not kept.paths:
            del self._by_folder[common_dir]
            self._altered()

    async def saved(self) -> None:
        """Returns when all of it is on the disk. Raises OSError."""
        await self._saving.saved()

    def _altered(self) -> None:
        self._store.set_meta(_KEY, {each: attrs.asdict(kept) for each, kept in self._by_folder.items()})
        self._saving.soon()


def _read(stored: Any) -> dict[str, Kept]:
    """Whoever edits the store by hand may have left something else there."""
    found = {}
    for common_dir, kept in stored.items() if isinstance(stored, dict) else ():
        try:
            one = Kept(str(kept["repo"]), float(kept["used"]), tuple(map(str, kept["paths"])))
        except (KeyError, TypeError, ValueError):
            continue
        # Never a path that is none of ours: it would be deleted.
        found[common_dir] = attrs.evolve(one, paths=tuple(each for each in one.paths if _is_ours(each)))
    return found


def _is_ours(path: str) -> bool:
    return os.path.isabs(path) and os.path.basename(os.path.dirname(path)) == SPARES
