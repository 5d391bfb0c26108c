"""Worktrees and their branches are made for sessions, and made again for those whose worktree was removed."""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
from collections.abc import Awaitable, Callable, Collection
from pathlib import Path

import attrs

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.model.session import Ownership
from branchline.core.naming.slugs import slug
from branchline.git.branches import LOCAL, find_branch, refs_of, refuse_checked_out
from branchline.git.fork_point import fork_point
from branchline.git.free_names import is_taken, refuse_hindered, refuse_prefix
from branchline.git.git_folders import LinkFault, fault_of
from branchline.git.repository import Repository, entry_of, inspect, inspect_known, resolve
from branchline.git.runner import Git, alone
from branchline.git.stale_locks import past_stale_locks
from branchline.git.switches import USERS
from branchline.git.worktrees.entries import (
    belongs_to,
    is_marked,
    is_shell,
    is_unfinished,
    locked,
    mark,
    session_of,
    unmake_worktree,
)
from branchline.git.worktrees.failures import explained, hook_said, not_made
from branchline.git.worktrees.places import claim, default_parent, free_labels, refuse_too_deep
from branchline.git.worktrees.spare import find as find_spare
from branchline.git.worktrees.spare import may_take, take

log = logging.getLogger(__name__)


@attrs.frozen
class Created:
    """`base` is the commit where the branch left its parent, `tip` the one that it is at."""

    worktree: str
    branch: str
    base: str
    tip: str
    owns: Ownership
    hook_failed: str | None = None
    """What a post-checkout hook said that failed: the worktree is whole all the same."""


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
) -> Created:
    """A worktree with a new branch `prefix + slug(name)` at `base` (default: the folder's HEAD), or with the existing
    `branch`: a local one, or a remote's, for which a local one that tracks it is made. Names that are taken get a
    suffix, also those of the paths in `reserved`. A marker in the worktree's entry names `session_id`.

    `known` is the folder's repository, where it was looked at just now. One of the `spares`, by their paths, is taken
    where it can be: its files are there already.

    `claimed` is awaited once all names are chosen, before git makes anything: whoever it tells can `unmake` it after a
    crash.

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
            refuse_prefix(prefix, slug(name), refs)
            await refuse_too_deep(git, parent, tip)
            path = claim(parent, (label for label in labels if not is_taken(prefix + label, refs)), undo)
            made = Created(str(path), prefix + path.name, tip, tip, Ownership(worktree=True, branch=True))
        else:
            local, remote = find_branch(refs, branch)
            if remote is None:
                refuse_checked_out(repository, local)
            else:
                await refuse_hindered(git, local, refs)
            start, tip = remote or local, refs[remote or LOCAL + local]
            fork = await fork_point(git, local, tip, refs, repository.head or tip)
            await refuse_too_deep(git, parent, tip)
            path = claim(parent, labels, undo)
            made = Created(str(path), local, fork, tip, Ownership(worktree=True, branch=remote is not None))
        if claimed:
            await claimed(made)
        try:
            if made.owns.branch:
                # git refuses when somebody made one of that name meanwhile: what is undone is ours.
                await _make_branch(git, "--no-track" if branch is None else "--track", made.branch, start, tip)
                undo.push_async_callback(_undoing, lambda: git.write("branch", "-D", "-q", "--", made.branch))
            undo.push_async_callback(_undoing, lambda: unmake_worktree(repository, path))
            if not await _took_spare(spares, repository, made):
                # The user's own: their post-checkout hook and filters run, with all that these may need.
                try:
                    await git.write("worktree", "add", "--quiet", made.worktree, made.branch, lifted=USERS)
                except BranchlineError as error:
                    made = attrs.evolve(made, hook_failed=hook_said(error, repository, path))
                    if made.hook_failed is None:
                        raise
            if session_id:
                _mark(repository, path, session_id)
        except BranchlineError as error:
            raise await explained(error, git, repository, path, tip) from None
        undo.pop_all()
    return made


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
            await _make_branch(git, "--no-track", branch, start, start)
            undo.push_async_callback(_undoing, lambda: git.write("branch", "-D", "-q", "--", branch))
        undo.push_async_callback(_undoing, lambda: unmake_worktree(repository, chosen))
        what = [str(chosen), branch] if branch else ["--detach", str(chosen), start]
        await git.write("worktree", "add", "--quiet", "--no-checkout", *what)
        _mark(repository, chosen, session_id)
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


def _mark(repository: Repository, path: Path, session_id: str) -> None:
    entry = entry_of(repository.common_dir, path)
    try:
        if entry is not None:
            mark(entry, session_id)
    except OSError as error:
        raise not_made(error, path) from error


# ---------------------------------------------------------------- steps of making one


async def _make_branch(git: Git, track: str, branch: str, start: str, tip: str) -> None:
    """At `start`, which is the commit `tip`. Raises git's errors; nothing was made then."""
    try:
        await past_stale_locks(
            lambda: git.write("branch", track, "-q", "--", branch, start), git.folder, LOCAL + branch
        )
    except BranchlineError as error:
        # A git that was killed may have made it before; else nobody has, so it is ours.
        if not error.data.get("killed") or (await refs_of(git)).get(LOCAL + branch) != tip:
            raise


async def _took_spare(spares: Collection[str], repository: Repository, made: Created) -> bool:
    """False, also where it went wrong: the worktree is made anew then."""
    path = Path(made.worktree)
    for spare in filter(None, (find_spare(each, repository.common_dir) for each in spares)):
        try:
            if await may_take(spare, made.tip):
                await take(spare, path, made.branch, made.tip)
                return True
        except (BranchlineError, OSError) as error:
            log.warning("a spare could not be taken: %s", error)
            await unmake_worktree(repository, path)
            path.mkdir()
    return False


async def _undoing(step: Callable[[], Awaitable[object]]) -> None:
    """What failed before is what the user must hear; that this failed too is for the log."""
    try:
        await step()
    except (BranchlineError, OSError) as error:
        log.error("not undone: %s", error)
