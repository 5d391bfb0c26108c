"""Worktrees and their branches are made for sessions."""

from __future__ import annotations

import contextlib
import errno
import logging
import os
from collections.abc import Awaitable, Callable, Collection
from pathlib import Path

import attrs

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.model.session import Ownership
from branchline.core.naming.slugs import slug
from branchline.git.branch_names import is_branch_name
from branchline.git.branches import LOCAL, find_branch, is_taken, refs_of, refuse_checked_out
from branchline.git.fork_point import fork_point
from branchline.git.git_folders import GitFolders
from branchline.git.repository import Repository, entry_of, inspect, inspect_known, resolve
from branchline.git.runner import Git, alone
from branchline.git.switches import USERS
from branchline.git.worktrees import checkout
from branchline.git.worktrees.checkout import FilesTold
from branchline.git.worktrees.entries import UNFINISHED, unmake_worktree
from branchline.git.worktrees.failures import explained, hook_said, not_made
from branchline.git.worktrees.making import Created, make_branch, mark_for, undoing
from branchline.git.worktrees.places import claim, default_parent, free_labels
from branchline.git.worktrees.spare import find as find_spare
from branchline.git.worktrees.spare import may_take, take

log = logging.getLogger(__name__)

_WITHOUT_FILES = ("--no-checkout", "--lock", "--reason", UNFINISHED)
"""As git itself locks one until its files are there."""


async def create(
    folder: str,
    name: str,
    *,
    base: str | None = None,
    branch: str | None = None,
    prefix: str = "branchline/",
    worktrees_folder: str | None = None,
    session_id: str | None = None,
    reserved: Collection[str] = (),
    claimed: Callable[[Created], Awaitable[None]] | None = None,
    known: Repository | None = None,
    spares: Collection[str] = (),
    told: FilesTold | None = None,
) -> Created:
    """A worktree with a new branch `prefix + slug(name)` at `base` (default: the folder's HEAD), or with the existing
    `branch`: a local one, or a remote's, for which a local one that tracks it is made. Names that are taken get a
    suffix, also those of the paths in `reserved`. A marker in the worktree's entry names `session_id`.

    `known` is the folder's repository, where it was looked at just now. One of the `spares`, by their paths, is taken
    where it can be: its files are there already.

    `claimed` is awaited once all names are chosen, before git makes anything: whoever it tells can `unmake` it after a
    crash. `told` is told how many files are written by now, and of how many; one after the other where several are made
    at once.

    The base of an existing branch is its merge base with the default branch (the best one of the local default branch
    and origin's), or with the folder's HEAD when there is none; its own tip when they share no history.
    Raises the errors of `inspect`, and BASE_NOT_FOUND, BRANCH_NOT_FOUND, BRANCH_CHECKED_OUT, BAD_PREFIX, NAME_TAKEN,
    UNSAFE_FOLDER, DISK_FULL, PERMISSION_DENIED, NOT_MADE, GIT_TIMEOUT or GIT_FAILED. Nothing is left then.
    """
    repository = known or await (inspect_known(folder) if base else inspect(folder))
    git = repository.git
    # A link is the user's own choice only where they name the folder.
    parent = Path(os.path.realpath(worktrees_folder)) if worktrees_folder else await default_parent(repository)
    async with alone(repository.common_dir), contextlib.AsyncExitStack() as undo:
        refs = await refs_of(git)
        labels = free_labels(slug(name), parent, repository, reserved)
        if branch is None:
            heads = {*refs.values(), *(each.head for each in repository.checkouts)}
            tip = start = repository.head if not base else base if base in heads else await resolve(folder, base)
            _check_prefix(prefix, slug(name), refs)
            path = claim(parent, (label for label in labels if not is_taken(prefix + label, refs)), undo)
            made = Created(str(path), prefix + path.name, tip, tip, Ownership(worktree=True, branch=True))
        else:
            local, remote = find_branch(refs, branch)
            if remote is None:
                refuse_checked_out(repository, local)
            start, tip = remote or local, refs[remote or LOCAL + local]
            fork = await fork_point(git, local, tip, refs, repository.head or tip)
            path = claim(parent, labels, undo)
            made = Created(str(path), local, fork, tip, Ownership(worktree=True, branch=remote is not None))
        if claimed:
            await claimed(made)
        try:
            if made.owns.branch:
                # git refuses when somebody made one of that name meanwhile: what is undone is ours.
                await make_branch(git, "--no-track" if branch is None else "--track", made.branch, start, tip)
                undo.push_async_callback(undoing, lambda: git.write("branch", "-D", "-q", "--", made.branch))
            undo.push_async_callback(undoing, lambda: unmake_worktree(repository, path))
            hook_failed = await _took_spare(spares, repository, made)
            is_bare = hook_failed is None and await checkout.is_possible()
            if is_bare:
                await git.write("worktree", "add", "--quiet", *_WITHOUT_FILES, made.worktree, made.branch, lifted=USERS)
            elif hook_failed is None:
                hook_failed = await _add(repository, made)
            if session_id:
                mark_for(repository, path, session_id)
        except BranchlineError as error:
            raise await explained(error, git, repository, path, tip) from None
        later = undo.pop_all()
    if is_bare:
        hook_failed = await _fill(repository, made, later, told)
    return attrs.evolve(made, hook_failed=hook_failed or None)


async def _add(repository: Repository, made: Created) -> str:
    """By a git that runs no hook by itself: with its files at once, and its hook. What that said where it failed, else
    "". Raises git's errors."""
    try:
        await repository.git.write("worktree", "add", "--quiet", made.worktree, made.branch, lifted=USERS)
    except BranchlineError as error:
        if hook_failed := hook_said(error, repository, Path(made.worktree)):
            return hook_failed
        raise
    return ""


async def _fill(
    repository: Repository, made: Created, undo: contextlib.AsyncExitStack, told: FilesTold | None
) -> str | None:
    """Its files, while others may make worktrees too. What the user's hook said where it failed. Raises git's errors,
    with `undo` done."""
    path = Path(made.worktree)

    async def take_back() -> None:
        async with alone(repository.common_dir):
            await undo.aclose()

    async with contextlib.AsyncExitStack() as cut_off:
        cut_off.push_async_callback(take_back)
        try:
            entry = _entry(repository, path)
            async with alone(f"{repository.common_dir} files"):
                await checkout.write_files(Git(path, GitFolders(str(path), entry, Path(repository.common_dir))), told)
            hook_failed = await checkout.run_hook(path, entry, made.tip)
            (entry / "locked").unlink(missing_ok=True)
        except BranchlineError as error:
            # As long as all of it is there: what is wrong may be seen by that.
            raise await explained(error, repository.git, repository, path, made.tip) from None
        cut_off.pop_all()
    return hook_failed


# ---------------------------------------------------------------- steps of making one


def _entry(repository: Repository, path: Path) -> Path:
    """Raises NOT_MADE where somebody has taken it away meanwhile."""
    entry = entry_of(repository.common_dir, path)
    if entry is None:
        raise not_made(FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT)), path)
    return entry


async def _took_spare(spares: Collection[str], repository: Repository, made: Created) -> str | None:
    """What the user's hook said where it failed, else ""; None, also where it went wrong: the worktree is made anew
    then."""
    path = Path(made.worktree)
    for spare in filter(None, (find_spare(each, repository.common_dir) for each in spares)):
        try:
            if await may_take(spare, made.tip):
                return await take(spare, path, made.branch, made.tip) or ""
        except (BranchlineError, OSError) as error:
            log.warning("a spare could not be taken: %s", error)
            await unmake_worktree(repository, path)
            path.mkdir()
    return None


def _check_prefix(prefix: str, stem: str, refs: dict[str, str]) -> None:
    """Raises BAD_PREFIX when no branch can be named so."""
    if not is_branch_name(prefix + stem):
        raise BranchlineError(
            ErrorCode.BAD_PREFIX, f"“{shown(prefix + stem)}” cannot be a branch; change branchline.branchPrefix."
        )
    parts = prefix.split("/")[:-1]
    for end in range(1, len(parts) + 1):
        above = "/".join(parts[:end])
        if LOCAL + above in refs:
            raise BranchlineError(
                ErrorCode.BAD_PREFIX,
                f"There is a branch “{shown(above)}”, so git takes none below “{shown(above)}/”."
                " Rename it, or change branchline.branchPrefix.",
            )
