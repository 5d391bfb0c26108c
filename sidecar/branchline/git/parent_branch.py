"""The branch that another one left and will come back to."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import attrs

from branchline.core.errors import BranchlineError
from branchline.core.model.changes import FileChange
from branchline.core.model.landing import Landed, on_parent
from branchline.git.branches import LOCAL, REMOTE
from branchline.git.diff_records import parse_records
from branchline.git.repository import Repository
from branchline.git.runner import Git
from branchline.git.tree_diffs import NO_INDEX, diff

_ORIGIN = f"{REMOTE}origin/"
DEFAULT = f"{_ORIGIN}HEAD"
"""A ref that stands for another one: the branch that the remote names."""


@attrs.frozen
class ParentBranch:
    """`name` is short (`main`, or `origin/main`), `tip` its commit. `landed` is a commit of the session's all of which
    it has, though maybe not in its history."""

    name: str
    tip: str
    landed: str | None = None


async def parent_of(
    repository: Repository,
    refs: Mapping[str, str],
    base: str,
    children: Collection[str],
    landed: Landed | None = None,
) -> ParentBranch | None:
    """The first branch that has the commit `base`, or what was made of it as it `landed`: the one of the main checkout,
    then the default one, local before the remote's, then where it landed; none of `children`. None: there is none.
    Raises git's errors."""
    return next(iter(await parents(repository, refs, base, children, landed)), None)


async def parents(
    repository: Repository,
    refs: Mapping[str, str],
    base: str,
    children: Collection[str],
    landed: Landed | None = None,
) -> list[ParentBranch]:
    """As `parent_of`, all that have it. Raises git's errors."""
    known = on_parent(base, landed)
    within = base if known != base else None
    left_out = {LOCAL + child for child in children}
    likely = await likely_parents(repository, refs)
    onto = [place + landed.onto for place in (LOCAL, REMOTE)] if landed and landed.tip == base else []
    found = []
    for ref in dict.fromkeys([*likely, *onto]):
        tip = refs.get(ref)
        if tip and ref not in left_out and await _has(repository.git, tip, known):
            found.append(ParentBranch(ref.removeprefix(LOCAL).removeprefix(REMOTE), tip, within))
    return found


async def likely_parents(repository: Repository, refs: Mapping[str, str]) -> list[str]:
    """Refs, the likeliest first, that need not be there. Raises git's errors."""
    checked_out = [LOCAL + each.branch for each in repository.checkouts[:1] if each.branch]
    names = [(await repository.git.text("symbolic-ref", DEFAULT)).removeprefix(_ORIGIN)] if DEFAULT in refs else []
    default = [f"{place}{name}" for place in (LOCAL, _ORIGIN) for name in (*names, "main", "master")]
    return list(dict.fromkeys([*checked_out, *default]))


async def changes_since(git: Git, base: str, tip: str) -> list[FileChange]:
    """What the commits after `base` did. Raises git's errors."""
    return parse_records(await diff(git, base, tip, NO_INDEX)) if base != tip else []


async def _has(git: Git, tip: str, commit: str) -> bool:
    if tip == commit:
        return True
    if (tip, commit) not in _known:
        try:
            await git.read("merge-base", "--is-ancestor", commit, tip)
            _known[tip, commit] = True
        except BranchlineError as error:
            if error.data.get("status") not in {1, 128}:
                raise
            _known[tip, commit] = False
        while len(_known) > _MOST:
            del _known[next(iter(_known))]
    return _known.get((tip, commit), False)


_MOST = 1000
_known: dict[tuple[str, str], bool] = {}
"""Of commits, which never alter."""
