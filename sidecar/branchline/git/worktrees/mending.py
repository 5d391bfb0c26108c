"""A worktree and its repository that do not lead to each other any more are joined again."""

from __future__ import annotations

import os
import shutil
from itertools import count
from pathlib import Path

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.system_errors import tells_system_errors
from branchline.git.branches import LOCAL, refs_of
from branchline.git.git_folders import LinkFault, fault_of, folders_of, put
from branchline.git.repository import entry_of, inspect_known
from branchline.git.runner import alone
from branchline.git.worktrees.entries import mark

_REPLACED = "replaced-git"


@tells_system_errors
async def mend(worktree: str, folder: str, made_for: str | None, branch: str, head: str | None, kept: Path) -> bool:
    """Make the worktree one of the repository of `folder` again, with its own HEAD and index where git still has them,
    else on `branch`, or detached at `head`. What stands in the place of its `.git` is moved into the folder `kept`.

    `made_for` is the session that Branchline made it for; None: it did not. True: git had forgotten it, so that it has
    no index now. Raises BRANCH_NOT_FOUND (there is neither), PATH_MISSING, NOT_A_REPO and git's errors; nothing was
    changed then.
    """
    repository = await inspect_known(folder)
    common_dir = folders_of(folder).common_dir
    async with alone(repository.common_dir):
        if not os.path.isdir(worktree):
            raise BranchlineError(ErrorCode.PATH_MISSING, f"There is no folder {shown(worktree)}.", path=worktree)
        if not isinstance(fault_of(worktree, common_dir), LinkFault):
            return False
        entry = entry_of(str(common_dir), worktree)
        if entry is not None and entry.is_symlink():
            entry.unlink()  # It led to a folder elsewhere, which says that it is this worktree's.
            entry = None
        is_known = entry is not None and (entry / "HEAD").is_file()
        if entry is None or not is_known:
            held = {each.branch for each in repository.checkouts if each.path != os.path.realpath(worktree)}
            is_free = branch and LOCAL + branch in await refs_of(repository.git) and branch not in held
            if not is_free and not head:
                raise BranchlineError(
                    ErrorCode.BRANCH_NOT_FOUND,
                    f"There is no branch “{shown(branch)}” any more, nor its commit.",
                    branch=branch,
                )
            entry = entry or _new_entry(common_dir / "worktrees", Path(worktree).name)
            put(entry / "HEAD", os.fsencode(f"ref: {LOCAL}{branch}\n" if is_free else f"{head}\n"))
        link = Path(worktree, ".git")
        for name, text in (("commondir", "../.."), ("gitdir", str(link))):
            put(entry / name, os.fsencode(f"{text}\n"))
        if made_for is not None:
            mark(entry, made_for)
        if os.path.lexists(link):
            kept.mkdir(parents=True, exist_ok=True, mode=0o700)
            shutil.move(link, _free(kept, _REPLACED))
        put(link, os.fsencode(f"gitdir: {entry}\n"))
    return not is_known


def _new_entry(parent: Path, name: str) -> Path:
    parent.mkdir(exist_ok=True)
    entry = _free(parent, name)
    entry.mkdir()
    return entry


def _free(parent: Path, name: str) -> Path:
    names = (name if number == 1 else f"{name}-{number}" for number in count(1))
    return next(parent / each for each in names if not os.path.lexists(parent / each))
