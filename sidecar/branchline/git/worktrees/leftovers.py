"""What a creation or a return of a worktree left that was cut off: taken back, unless somebody worked there."""

from __future__ import annotations

import asyncio
import os
import shutil
import uuid
from functools import partial
from pathlib import Path

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.session import Ownership
from branchline.git.branches import LOCAL, delete_branch
from branchline.git.checkouts import link_of
from branchline.git.git_folders import folders_in
from branchline.git.losses import loss
from branchline.git.repository import Repository, entry_of, inspect_known
from branchline.git.runner import Git, alone
from branchline.git.stale_locks import past_stale_locks
from branchline.git.worktrees.entries import (
    belongs_to,
    is_marked,
    is_shell,
    is_spare,
    is_unfinished,
    unmake_worktree,
)
from branchline.git.worktrees.places import ASIDE, drop_if_empty, drop_unused
from branchline.git.worktrees.removal import delete_set_aside, out_of_sight


async def unmake(folder: str, worktree: str, branch: str, base: str, owns: Ownership) -> bool:
    """Take back what a `create` made that was cut off: the worktree when it is ours and has nothing but its HEAD's
    files; the branch when it was made for it and still is at `base`. True: nothing is left of it.

    Raises the errors of `inspect_known` and git's.
    """
    repository = await inspect_known(folder)
    path = Path(worktree)
    if owns.worktree and worktree:
        async with alone(repository.common_dir):
            if not await _is_untouched(repository, path, branch if owns.branch else None, base):
                return False
            await unmake_worktree(repository, path)
            drop_unused(path.parent)
    if owns.branch:
        try:
            # What was cut off may have left a lock.
            delete = partial(delete_branch, folder, branch, base)
            await past_stale_locks(delete, folder, LOCAL + branch, killed=True)
        except BranchlineError as error:
            if error.code not in {ErrorCode.BRANCH_MOVED, ErrorCode.BRANCH_CHECKED_OUT}:
                raise
            return False
    return True


async def drop_begun(folder: str, worktree: str) -> None:
    """Take back what a `put_back_at` that was cut off left at this path or beside it: nothing is checked out there yet,
    and no marker says whose it is. Raises the errors of `inspect_known`, and OSError."""
    repository = await inspect_known(folder)
    parent, name = os.path.realpath(Path(worktree).parent), Path(worktree).name
    async with alone(repository.common_dir):
        for path in (Path(checkout.path) for checkout in repository.checkouts):
            entry = entry_of(repository.common_dir, path)
            if str(path.parent) != parent or not path.name.startswith(name) or entry is None:
                continue
            if not is_marked(entry) and belongs_to(path, entry) and is_shell(path, entry):
                await unmake_worktree(repository, path)
        drop_if_empty(Path(worktree))


async def drop_lost_spares(folder: str, common_dir: str) -> None:
    """Delete spares that can never be taken, whoever made them: what git keeps about those whose folder is gone, and in
    `folder` those whose repository is, as after it was moved. Raises OSError."""
    async with alone(common_dir):
        for place in Path(folder).glob("*"):
            target = link_of(str(place))
            if target is not None and not target.exists():
                await out_of_sight(place, place.parent.parent / f"{ASIDE}{uuid.uuid4().hex[:8]}")
    await forget_lost_spares(common_dir)
    await delete_set_aside(Path(folder).parent)


async def forget_lost_spares(common_dir: str) -> None:
    """Delete what git keeps about spares whose folder is gone. Raises OSError."""
    async with alone(common_dir):
        for entry in Path(common_dir, "worktrees").glob("*"):
            if is_spare(entry) and not os.path.lexists(_place(entry)):
                await asyncio.to_thread(shutil.rmtree, entry)
                drop_if_empty(entry.parent)


def _place(entry: Path) -> Path:
    """Where git says that the worktree is. Raises OSError."""
    return entry / os.path.dirname(os.fsdecode((entry / "gitdir").read_bytes().strip()))


async def _is_untouched(repository: Repository, path: Path, branch: str | None, base: str) -> bool:
    """Whether the worktree, or what there is of it, is ours and can go without a loss."""
    entry = entry_of(repository.common_dir, path)
    if not os.path.lexists(path):
        return True
    if path.is_symlink() or not path.is_dir():
        return False
    if not os.listdir(path):
        return True
    if entry is None or not belongs_to(path, entry):
        return False
    if is_unfinished(entry) or is_shell(path, entry):
        return True
    lost = await loss(str(path), branch, repo=repository.root)
    head = await Git(path, folders_in(str(path), repository.root)).text("rev-parse", "HEAD")
    return lost.files == 0 and (head == base if branch else lost.commits == 0)
