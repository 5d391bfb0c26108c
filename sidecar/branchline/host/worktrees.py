"""Branches and worktrees: made for sessions, and taken away again only when Branchline made them."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import re
import shutil
import uuid
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import attrs

from branchline.core.errors import BranchlineError
from branchline.core.model import Ownership
from branchline.core.naming import slug
from branchline.host.branches import LOCAL, find_branch, is_taken, parents_of, refs_of, refuse_checked_out
from branchline.host.git import Git, alone, shown
from branchline.host.repository import Repository, entry_of, inspect, resolve

log = logging.getLogger(__name__)

MOST_TRIES = 200
"""Names tried with a suffix before giving up."""
_BLOCK = 4096
_ASIDE = ".branchline-removed-"


@attrs.frozen
class Created:
    """`base` is the commit where the branch left its parent, `tip` the one that it is at."""

    worktree: str
    branch: str
    base: str
    tip: str
    owns: Ownership


async def create(
    folder: str,
    name: str,
    *,
    base: str | None = None,
    branch: str | None = None,
    prefix: str = "branchline/",
    worktrees_folder: str | None = None,
) -> Created:
    """A worktree with a new branch `prefix + slug(name)` at `base` (default: the folder's HEAD), or with the existing
    `branch`: a local one, or a remote's, for which a local one that tracks it is made. Names that are taken get a
    suffix.

    The base of an existing branch is its merge base with the default branch (the best one of the local default branch
    and origin's), or with the folder's HEAD when there is none; its own tip when they share no history.
    Raises the errors of `inspect`, and BASE_NOT_FOUND, BRANCH_NOT_FOUND, BRANCH_CHECKED_OUT, BAD_PREFIX, NAME_TAKEN,
    DISK_FULL, HOOK_FAILED, PERMISSION_DENIED, NOT_MADE, GIT_TIMEOUT or GIT_FAILED. Nothing is left then.
    """
    repository = await inspect(folder)
    git = Git(repository.root)
    parent = Path(os.path.realpath(worktrees_folder or _default_parent(repository)))
    async with alone(repository.common_dir), contextlib.AsyncExitStack() as undo:
        refs = await refs_of(git)
        labels = _free_labels(slug(name), parent, repository)
        if branch is None:
            tip = start = await resolve(folder, base) if base else repository.head
            await _check_prefix(git, prefix, slug(name), refs)
            path = _claim(parent, (label for label in labels if not is_taken(prefix + label, refs)), undo)
            made = Created(str(path), prefix + path.name, tip, tip, Ownership(worktree=True, branch=True))
        else:
            local, remote = find_branch(refs, branch)
            if remote is None:
                refuse_checked_out(repository, local)
            start, tip = remote or local, refs[remote or LOCAL + local]
            fork = await _fork_point(git, local, tip, refs, repository.head)
            path = _claim(parent, labels, undo)
            made = Created(str(path), local, fork, tip, Ownership(worktree=True, branch=remote is not None))
        try:
            if made.owns.branch:
                # git refuses when somebody made one of that name meanwhile: what is undone is ours.
                await git.write("branch", "--no-track" if branch is None else "--track", "-q", "--", made.branch, start)
                undo.push_async_callback(_undoing, lambda: git.write("branch", "-D", "-q", "--", made.branch))
            undo.push_async_callback(_undoing, lambda: _unmake_worktree(repository, path))
            await git.write("worktree", "add", "--quiet", made.worktree, made.branch)
        except BranchlineError as error:
            raise await _explained(error, git, repository, path, tip) from None
        undo.pop_all()
    return made


async def remove(worktree: str, folder: str, owns: Ownership) -> None:
    """Delete a linked worktree that Branchline made: out of sight at once, then off the disk. When it is gone already,
    git is made to forget it.

    Raises WORKTREE_NOT_OURS or WORKTREE_LOCKED: nothing was deleted; NOT_DELETED: it is out of sight, but files are
    left.
    """
    repository = await inspect(folder)
    path = Path(worktree)
    aside = path.parent / f"{_ASIDE}{uuid.uuid4().hex[:8]}"
    try:
        async with alone(repository.common_dir):
            entry = _entry_of_ours(repository, path, owns)
            if os.path.lexists(path):
                os.rename(path, aside)
            if entry:
                await asyncio.to_thread(shutil.rmtree, entry)
                _drop_if_empty(entry.parent)
        await _delete_set_aside(aside)
    except OSError as error:
        raise BranchlineError(
            "NOT_DELETED", f"{shown(error.filename or worktree)} could not be deleted: {error.strerror}."
        ) from error
    if path.parent == _default_parent(repository):
        _drop_if_empty(path.parent)


_deleting: set[Path] = set()


async def _delete_set_aside(aside: Path) -> None:
    """And what earlier removals left there when they were killed. Raises OSError."""
    for each in set(aside.parent.glob(f"{_ASIDE}*")) - _deleting:
        _deleting.add(each)
        try:
            await asyncio.to_thread(_delete_tree, each)
        except OSError as error:
            if each == aside:
                raise
            log.warning("%s could not be deleted: %s", each, error)
        finally:
            _deleting.discard(each)


def _delete_tree(path: Path) -> None:
    """Also read-only folders, which some build tools leave. Raises OSError."""
    os.chmod(path, 0o700)
    for folder, names, _ in os.walk(path):
        for name in names:
            inner = os.path.join(folder, name)
            if not os.path.islink(inner):
                os.chmod(inner, 0o700)
    shutil.rmtree(path)


# ---------------------------------------------------------------- steps of making one


def _default_parent(repository: Repository) -> Path:
    return Path(f"{repository.root}.worktrees")


def _free_labels(stem: str, parent: Path, repository: Repository) -> Iterator[str]:
    """`stem`, `stem-2`, … but those that are on the disk, or known to git although they are not."""
    known = {checkout.path for checkout in repository.checkouts}
    for number in range(1, MOST_TRIES):
        label = stem if number == 1 else f"{stem}-{number}"
        path = parent / label
        if not os.path.lexists(path) and str(path) not in known:
            yield label


async def _check_prefix(git: Git, prefix: str, stem: str, refs: dict[str, str]) -> None:
    """Raises BAD_PREFIX when no branch can be named so."""
    if not await git.ok("check-ref-format", "--branch", prefix + stem):
        raise BranchlineError(
            "BAD_PREFIX", f"“{shown(prefix + stem)}” cannot be a branch; change branchline.branchPrefix."
        )
    parts = prefix.split("/")[:-1]
    for end in range(1, len(parts) + 1):
        above = "/".join(parts[:end])
        if LOCAL + above in refs:
            raise BranchlineError(
                "BAD_PREFIX",
                f"There is a branch “{shown(above)}”, so git takes none below “{shown(above)}/”."
                " Rename it, or change branchline.branchPrefix.",
            )


def _claim(parent: Path, labels: Iterator[str], undo: contextlib.AsyncExitStack) -> Path:
    """An empty folder that nobody but us made, with the first of `labels` that is free."""
    try:
        for folder in reversed([each for each in (parent, *parent.parents) if not each.exists()]):
            folder.mkdir(exist_ok=True)
            undo.callback(_drop_if_empty, folder)
        for label in labels:
            path = parent / label
            with contextlib.suppress(FileExistsError):
                path.mkdir()
                undo.callback(_drop_if_empty, path)
                return path
    except OSError as error:
        raise _not_made(error, parent) from error
    raise BranchlineError("NAME_TAKEN", "Every name like this is taken. Choose another one.")


async def _fork_point(git: Git, branch: str, tip: str, refs: dict[str, str], head: str) -> str:
    parents = await parents_of(git, branch, refs) or [head]
    try:
        return await git.text("merge-base", tip, *parents)
    except BranchlineError as error:
        if error.data.get("status") == 1:
            return tip
        raise


async def _explained(error: BranchlineError, git: Git, repository: Repository, path: Path, tip: str) -> BranchlineError:
    """What git's failure was about, where git does not say it."""
    errors = str(error.data.get("stderr", ""))
    status = error.data.get("status")
    if error.code == "DISK_FULL" or not isinstance(status, int):
        return error
    if status > 0 and entry_of(repository.common_dir, path):
        # git takes back a checkout that it could not finish; this one it did finish.
        first = errors.splitlines()[0] if errors else "it printed nothing."
        return BranchlineError(
            "HOOK_FAILED",
            f"The repository's post-checkout hook failed: {shown(first)} Mend the hook, then try again.",
            stderr=errors,
        )
    if re.search(r"(?:unable to|couldn't|could not) (?:write|create)", errors) and await _no_room(git, path, tip):
        return BranchlineError(
            "DISK_FULL", "The disk is full: the worktree does not fit. Free some space, then try again.", stderr=errors
        )
    return error


async def _no_room(git: Git, path: Path, tip: str) -> bool:
    """Whether the commit's files need more than the disk has."""
    listing = await git.read("ls-tree", "-r", "-z", "--long", tip)
    sizes = (entry.partition(b"\t")[0].split()[3] for entry in listing.split(b"\0") if entry)
    needed = _BLOCK + sum(int(size) + _BLOCK for size in sizes if size.isdigit())
    return shutil.disk_usage(path.parent).free < needed


async def _unmake_worktree(repository: Repository, path: Path) -> None:
    if path.exists():
        await asyncio.to_thread(_delete_tree, path)
    entry = entry_of(repository.common_dir, path)
    if entry:
        await asyncio.to_thread(shutil.rmtree, entry)
    _drop_if_empty(Path(repository.common_dir, "worktrees"))


async def _undoing(step: Callable[[], Awaitable[object]]) -> None:
    """What failed before is what the user must hear; that this failed too is for the log."""
    try:
        await step()
    except (BranchlineError, OSError) as error:
        log.error("not undone: %s", error)


def _drop_if_empty(folder: Path) -> None:
    with contextlib.suppress(OSError):
        folder.rmdir()


def _not_made(error: OSError, place: Path) -> BranchlineError:
    from errno import EACCES, EDQUOT, ENOSPC, EPERM, EROFS

    if error.errno in {ENOSPC, EDQUOT}:
        return BranchlineError("DISK_FULL", "The disk is full. Free some space, then try again.")
    code = "PERMISSION_DENIED" if error.errno in {EACCES, EPERM, EROFS} else "NOT_MADE"
    return BranchlineError(code, f"The worktree cannot be made in {shown(str(place))}: {error.strerror}.")


def _entry_of_ours(repository: Repository, path: Path, owns: Ownership) -> Path | None:
    """What git keeps about the worktree, or None when both are gone. Raises WORKTREE_NOT_OURS, WORKTREE_LOCKED."""
    entry = entry_of(repository.common_dir, path)
    there = os.path.lexists(path)
    ours = owns.worktree and path.is_absolute() and not path.is_symlink()
    if not ours or (there and (entry is None or not _belongs_to(path, entry))):
        raise BranchlineError(
            "WORKTREE_NOT_OURS", f"{shown(str(path))} is not a worktree that Branchline made; nothing was deleted."
        )
    if entry and (entry / "locked").exists():
        raise BranchlineError(
            "WORKTREE_LOCKED", f"{shown(str(path))} is locked (see git worktree unlock); nothing was deleted."
        )
    return entry


def _belongs_to(path: Path, entry: Path) -> bool:
    """Whether the worktree's `.git` file points at the entry, which points at the worktree."""
    try:
        link = (path / ".git").read_bytes()
    except OSError:
        return False
    return os.path.realpath(path / os.fsdecode(link.strip().removeprefix(b"gitdir: "))) == os.path.realpath(entry)
