"""Worktrees are made again for sessions whose worktree was removed."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.model.session import Ownership
from branchline.git.branches import LOCAL, refs_of, refuse_checked_out
from branchline.git.git_folders import LinkFault, fault_of
from branchline.git.repository import Repository, entry_of, inspect_known
from branchline.git.runner import alone
from branchline.git.worktrees.entries import (
    belongs_to,
    is_marked,
    is_shell,
    is_unfinished,
    locked,
    session_of,
    unmake_worktree,
)
from branchline.git.worktrees.making import Created, make_branch, mark_for, undoing
from branchline.git.worktrees.places import claim, free_labels


async def put_back_at(
    folder: str, path: str, branch: str, tip: str | None, session_id: str, head: str | None
) -> Created:
    """A worktree that was removed, with nothing checked out yet: at `path`, or beside it where that is taken; on
    `branch`, which is made at `tip` or else `head` when it is gone ("": detached at `head`).

    Raises the errors of `inspect`, and BRANCH_CHECKED_OUT, BRANCH_NOT_FOUND (there is no commit to make it at),
    WORKTREE_LOCKED, NAME_TAKEN, UNSAFE_FOLDER, PERMISSION_DENIED, DISK_FULL, NOT_MADE, GIT_TIMEOUT or GIT_FAILED.
    Nothing is left then.
    """
    common_dir = (await inspect_known(folder)).common_dir
    async with alone(common_dir), contextlib.AsyncExitStack() as undo:
        await _forget_stale(await inspect_known(folder), Path(path), branch, session_id)
        repository = await inspect_known(folder)
        git = repository.git
        refuse_checked_out(repository, branch)
        there = (await refs_of(git)).get(LOCAL + branch) if branch else None
        start = there or (tip if branch else None) or head
        if start is None:
            raise BranchlineError(
                ErrorCode.BRANCH_NOT_FOUND,
                f"There is no branch “{shown(branch)}” any more, nor its commit.",
                branch=branch,
            )
        chosen = claim(Path(path).parent, free_labels(Path(path).name, Path(path).parent, repository), undo)
        owns = Ownership(worktree=True, branch=bool(branch) and there is None)
        if owns.branch:
            await make_branch(git, "--no-track", branch, start, start)
            undo.push_async_callback(undoing, lambda: git.write("branch", "-D", "-q", "--", branch))
        undo.push_async_callback(undoing, lambda: unmake_worktree(repository, chosen))
        what = [str(chosen), branch] if branch else ["--detach", str(chosen), start]
        await git.write("worktree", "add", "--quiet", "--no-checkout", *what)
        mark_for(repository, chosen, session_id)
        undo.pop_all()
    return Created(str(chosen), branch, start, start, owns)


async def _forget_stale(repository: Repository, path: Path, branch: str, session_id: str) -> None:
    """What git keeps of a worktree of the session whose folder is gone, or that `put_back_at` began and did not end.
    Raises WORKTREE_LOCKED."""
    entry = entry_of(repository.common_dir, path)
    if entry is None:
        return
    if os.path.lexists(path):
        if belongs_to(path, entry) and is_shell(path, entry):
            await unmake_worktree(repository, path)
        elif session_of(entry) == session_id and isinstance(fault_of(str(path), entry.parent.parent), LinkFault):
            shutil.rmtree(entry)  # The folder stays, which is no worktree of the repository any more.
        return
    held = next((each.branch or "" for each in repository.checkouts if each.path == os.path.realpath(path)), None)
    if session_of(entry) == session_id or (not is_marked(entry) and held == branch):
        if (entry / "locked").exists() and not is_unfinished(entry):
            raise locked(path)
        await unmake_worktree(repository, path)
