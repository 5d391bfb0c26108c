"""Works of sessions merged one after the other onto what they are to land on."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from branchline.git.merge_trees import Merger
from branchline.service.review.forecaster import Work


@attrs.frozen
class Union:
    """A commit that only the merger has, and the id of its files' tree."""

    commit: str
    tree: str


class Unions:
    """`start` is a commit that the repository has, `works` are in the order in which they are merged."""

    def __init__(self, merger: Merger, start: Union, works: Sequence[Work]) -> None:
        self._merger = merger
        self._works = {each.id: each for each in works}
        self._known: dict[tuple[str, ...], Union | None] = {(): start}
        self.conflicts: dict[str, tuple[str, ...]] = {}
        """The files in which a work conflicts with those that were merged before, by its session's id."""

    async def of(self, ids: tuple[str, ...]) -> Union | None:
        """None: they cannot be merged. Raises the errors of a `Merger`."""
        if ids not in self._known:
            self._known[ids] = await self._merged(ids)
        return self._known[ids]

    async def most(self) -> tuple[str, ...]:
        """All that can be merged in their order; what is left out is in `conflicts`."""
        chosen: tuple[str, ...] = ()
        for each in self._works:
            if await self.of((*chosen, each)):
                chosen = (*chosen, each)
        return chosen

    async def _merged(self, ids: tuple[str, ...]) -> Union | None:
        ours, work = await self.of(ids[:-1]), self._works[ids[-1]]
        if ours is None:
            return None
        theirs = await self._merger.commit(work.tree, work.head)
        merged = await self._merger.joined(ours.commit, theirs)
        if merged.conflicts:
            self.conflicts[work.id] = tuple(each.path for each in merged.conflicts)
            return None
        return Union(await self._merger.commit(merged.tree, ours.commit, theirs), merged.tree)
