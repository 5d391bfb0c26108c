"""Which names a branch can have beside those that are there: each is a file below `refs/heads`, or may be one."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Collection, Mapping
from itertools import count

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.git.branch_names import is_branch_name
from branchline.git.branches import LOCAL, refs_of
from branchline.git.repository import git_of
from branchline.git.runner import Git

_LONGEST = 255
"""Bytes of a file's name."""
_MARGIN = "-199.lock"
"""What may come after a branch's name in that of a file."""


async def free_branch(folder: str, branch: str, commit: str | None, others: Collection[str] = ()) -> str:
    """The branch itself where it is gone or at `commit`, and none of `others`; else a name like it that is free. Raises
    git's errors."""
    git = git_of(folder)
    refs = await refs_of(git)
    there = refs.get(LOCAL + branch)
    if branch not in others and (there == commit if there else await hindrance(git, branch, refs) is None):
        return branch
    # Where a branch has the name of a folder of it, none of the same folder will do.
    stem = branch.replace("/", "-") if any(LOCAL + above in refs for above in _above(branch)) else branch
    names = (f"{stem}-{number}" for number in count(2))
    return next(name for name in names if name not in others and not is_taken(name, refs))


def _above(branch: str) -> list[str]:
    parts = branch.split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts))]


async def refuse_hindered(git: Git, branch: str, refs: Mapping[str, str]) -> None:
    """Raises NAME_TAKEN, with the branches as `branch` and `wanted` in its data: there cannot be one of this name."""
    if (other := await hindrance(git, branch, refs)) is not None:
        raise BranchlineError(
            ErrorCode.NAME_TAKEN,
            f"There is a branch “{shown(other)}”, so git takes none called “{shown(branch)}” here. Rename one of them.",
            branch=other,
            wanted=branch,
        )


def is_taken(branch: str, refs: Mapping[str, str]) -> bool:
    """Also when names differ by case only, or one is a folder of the other: on disk they may be the same file."""
    return LOCAL + branch in refs or in_the_way(branch, refs, _folded) is not None


def in_the_way(branch: str, refs: Mapping[str, str], alike: Callable[[str], str] = str) -> str | None:
    """The local branch because of which git takes none of this name: one of them is a folder of the other, or another
    one is `alike`."""
    wanted = alike(branch)
    for name in (ref.removeprefix(LOCAL) for ref in refs if ref.startswith(LOCAL)):
        other = alike(name)
        if (other == wanted and name != branch) or other.startswith(f"{wanted}/") or wanted.startswith(f"{other}/"):
            return name
    return None


async def hindrance(git: Git, branch: str, refs: Mapping[str, str]) -> str | None:
    """As `in_the_way`, as the file system of the repository has it. Raises git's errors."""
    if (exact := in_the_way(branch, refs)) is not None:
        return exact
    if (alike := in_the_way(branch, refs, _folded)) is None:
        return None
    try:
        ignores = await git.text("config", "--type=bool", "--get", "core.ignoreCase")
    except BranchlineError as error:
        if error.data.get("status") != 1:
            raise
        return None  # It is not set.
    return alike if ignores == "true" else None


def refuse_prefix(prefix: str, stem: str, refs: Mapping[str, str]) -> None:
    """Raises BAD_PREFIX when no branch can be named so."""
    if not is_branch_name(prefix + stem):
        raise BranchlineError(
            ErrorCode.BAD_PREFIX, f"“{shown(prefix + stem)}” cannot be a branch; change branchline.branchPrefix."
        )
    *folders, name = (prefix + stem).split("/")
    if any(len(os.fsencode(each)) > _LONGEST for each in (*folders, name + _MARGIN)):
        raise BranchlineError(
            ErrorCode.BAD_PREFIX,
            f"“{shown(prefix)}” makes branches with names too long for a file; shorten branchline.branchPrefix.",
        )
    for end in range(1, len(folders) + 1):
        above = _folded("/".join(folders[:end]))
        for branch in (ref.removeprefix(LOCAL) for ref in refs if ref.startswith(LOCAL)):
            if _folded(branch) == above:
                raise BranchlineError(
                    ErrorCode.BAD_PREFIX,
                    f"There is a branch “{shown(branch)}”, so git takes none below “{shown(branch)}/”."
                    " Rename it, or change branchline.branchPrefix.",
                )


def _folded(name: str) -> str:
    """The same for names that some file systems take for one."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
