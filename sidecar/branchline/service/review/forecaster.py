"""Merges the works of a repository's sessions, each pair and each with its parent branch, as far as they may meet; what
came of the same trees before is not merged again."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import attrs

from branchline.core.model.landing import Landed
from branchline.core.model.merging import Conflict
from branchline.core.session.forecast import Forecast, Touched, landing_order, may_conflict, of_both, with_names
from branchline.git.branches import refs_of
from branchline.git.changes import FileContent, checked_path, content_of
from branchline.git.merge_trees import Merger, merging
from branchline.git.parent_branch import ParentBranch, changes_since, parent_of
from branchline.git.repository import Repository

_Key = tuple[str, ...]


@attrs.frozen
class Work:
    """A session's files as they are now: `tree` is their id, `head` the commit that is checked out, `base` where its
    branch left its parent, or what of it `landed` last."""

    id: str
    name: str
    branch: str
    base: str
    tree: str
    head: str
    touched: Touched
    landed: Landed | None = None


class Forecaster:
    """Of one repository; one forecast is made after the other."""

    def __init__(self) -> None:
        self._known: dict[_Key, tuple[Conflict, ...]] = {}
        self._parents: dict[tuple[str, str], Touched] = {}

    async def forecast(self, repository: Repository, works: Sequence[Work]) -> Forecast:
        """`works` are the oldest first. Raises GIT_TOO_OLD, NOT_FETCHED and git's errors."""
        parents = await self._parents_of(repository, works)
        pairs = {
            (one.id, other.id): (one.tree, one.head, other.tree, other.head)
            for one, other in combinations(works, 2)
            if may_conflict(one.touched, other.touched)
        }
        bases = {each.id: (*_side(parents[each.id]), each.tree, each.head) for each in works if each.id in parents}
        wanted: dict[_Key, None] = dict.fromkeys([*pairs.values(), *bases.values()])
        if missing := [key for key in wanted if key not in self._known]:
            async with merging(repository.root) as merger:
                await self._merge(merger, missing)
        self._known = {key: self._known[key] for key in wanted}
        by_id = {each.id: each for each in works}
        with_parent = {each: self._known[key] for each, key in bases.items() if self._known[key]}
        between = {}
        for (one, other), key in pairs.items():
            known = [*with_parent.get(one, ()), *with_parent.get(other, ())]
            if found := of_both(self._known[key], by_id[one].touched, by_id[other].touched, known):
                between[one, other] = found
        counts = {pair: len(found) for pair, found in between.items()}
        order = landing_order([*by_id], counts, {each: len(found) for each, found in with_parent.items()})
        return Forecast(between, with_parent, order)

    async def file(self, repository: Repository, works: Sequence[Work], path: str) -> FileContent | None:
        """A file as git would make it of two works, or of one and its parent branch's, with markers where they
        conflict. None: it would not be there. Raises BAD_PATH, and as `forecast`."""
        checked_path(path)
        one, other = works[0], works[-1]
        async with merging(repository.root) as merger:
            theirs = await merger.commit(other.tree, other.head)
            if one.id != other.id:
                ours, name = await merger.commit(one.tree, one.head), one.name
            else:
                parent = (await self._parents_of(repository, works)).get(one.id)
                side = _side(parent) if parent else (one.base,)
                ours, name = side[0] if len(side) == 1 else await merger.commit(*side), parent.name if parent else ""
            merged = await merger.joined(ours, theirs, with_base=True)
            content = await merger.read(merged.tree, path)
        if content is None:
            return None
        found = content_of(content)
        return attrs.evolve(found, text=found.text and with_names(found.text, {ours: name, theirs: other.name}))

    async def start(self, repository: Repository, works: Sequence[Work]) -> str:
        """The commit that they are to land on: the tip of the first one's parent branch. Raises git's errors."""
        refs = await refs_of(repository.git)
        parent = await parent_of(repository, refs, works[0].base, {each.branch for each in works})
        return parent.tip if parent else works[0].base

    async def _merge(self, merger: Merger, keys: Sequence[_Key]) -> None:
        commits: dict[_Key, str] = {}

        async def commit(*made_of: str) -> str:
            if made_of not in commits:
                commits[made_of] = await merger.commit(*made_of)
            return commits[made_of]

        for key in keys:
            *ours, tree, head = key
            first = ours[0] if len(ours) == 1 else await commit(*ours)
            self._known[key] = (await merger.joined(first, await commit(tree, head))).conflicts

    async def _parents_of(self, repository: Repository, works: Sequence[Work]) -> dict[str, ParentBranch]:
        """Of those whose parent branch went on, in what they touched too."""
        git, children = repository.git, {each.branch for each in works}
        refs = await refs_of(git) if works else {}
        found: dict[str, ParentBranch] = {}
        used: dict[tuple[str, str], Touched] = {}
        for each in works:
            parent = await parent_of(repository, refs, each.base, children, each.landed)
            if parent is None or parent.tip == each.base:
                continue
            key = (each.base, parent.tip)
            if key not in used:
                used[key] = self._parents.get(key) or Touched.by(await changes_since(git, *key))
            if may_conflict(used[key], each.touched):
                found[each.id] = parent
        self._parents = used
        return found


def _side(parent: ParentBranch) -> _Key:
    """A commit, or what one is made of that has what landed in its history too."""
    return (parent.tip, parent.tip, parent.landed) if parent.landed else (parent.tip,)
