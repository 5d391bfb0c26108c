"""Where a session's repository is now, wherever it was: told by what only that repository has of the session."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator
from pathlib import Path

import attrs

from branchline.core.session.snapshot import folder_of
from branchline.git.checkouts import LINK, link_of
from branchline.git.git_folders import put
from branchline.git.repository import Repository, entry_of, git_of
from branchline.git.runner import alone
from branchline.git.worktrees.entries import belongs_to, entry_for, is_marked, is_spare, leads_to, session_of
from branchline.git.worktrees.places import default_parent


@attrs.frozen
class Home:
    """Where a repository was last: its common git folder, and the folder's inode, which stays where it is moved ("":
    not known)."""

    common_dir: str
    inode: str

    @classmethod
    def at(cls, common_dir: str) -> Home:
        try:
            return cls(common_dir, str(os.stat(common_dir).st_ino))
        except OSError:
            return cls(common_dir, "")

    @property
    def is_there(self) -> bool:
        return os.path.isfile(os.path.join(self.common_dir, "HEAD"))

    @property
    def is_unmoved(self) -> bool:
        """Whether the very folder stands there still, unless it was deleted and its inode given to another one."""
        return self.inode in {"", Home.at(self.common_dir).inode}


def is_reftable(common_dir: str) -> bool:
    return os.path.isdir(os.path.join(common_dir, "reftable"))


async def has_of(common_dir: str, session_id: str) -> bool:
    """Whether the repository has something that was made for the session: its snapshots, or its worktree's entry.
    Nothing else has that, but a copy of the repository. Raises git's errors."""
    refs = folder_of(session_id)
    if os.path.isdir(os.path.join(common_dir, refs)) and os.listdir(os.path.join(common_dir, refs)):
        return True
    if await asyncio.to_thread(_is_noted, common_dir, session_id, refs.encode()):
        return True
    return is_reftable(common_dir) and bool(await git_of(common_dir).read("for-each-ref", "--count=1", refs))


async def has_commit(common_dir: str, commit: str) -> bool:
    """Raises git's errors."""
    return await git_of(common_dir).ok("cat-file", "-e", f"{commit}^{{commit}}")


def is_made_for(worktree: str, session_id: str) -> bool:
    """Whether a linked worktree stands there, and no marker says that it is another session's."""
    entry = link_of(worktree) if worktree else None
    return entry is not None and entry.is_dir() and session_of(entry) in {session_id, None}


def root_of(repository: Repository) -> str:
    """What stands for the repository where its first checkout is gone: its main checkout, else another one of the
    user's, else its common git folder."""
    if repository.root != repository.common_dir:
        return repository.root
    for checkout in repository.checkouts:
        entry = entry_of(repository.common_dir, checkout.path)
        if checkout.head and os.path.isdir(checkout.path) and entry is not None and _is_users(entry):
            return checkout.path
    return repository.common_dir


def _is_users(entry: Path) -> bool:
    return not is_marked(entry) and not is_spare(entry)


async def follow(repository: Repository, session_id: str, worktree: str, old_root: str) -> str:
    """The path of the session's worktree now: it may have been moved together with the repository that was at
    `old_root`. Its link and what git keeps about it are mended where they lead to where the other one was. Raises
    OSError."""
    entry = entry_for(repository.common_dir, session_id) or entry_of(repository.common_dir, worktree)
    if not worktree or entry is None:
        return worktree
    async for place in _places(repository, worktree, old_root, entry):
        if leads_to(place, entry):
            async with alone(repository.common_dir):
                _mend(place, entry)
            return str(place)
    return worktree


async def _places(repository: Repository, worktree: str, old_root: str, entry: Path) -> AsyncIterator[Path]:
    """Where it may be: where it was, where git was told that it is, as far from the repository as it was, and where new
    ones are put."""
    yield Path(worktree)
    with contextlib.suppress(OSError):
        yield Path(os.path.realpath(entry / os.path.dirname(os.fsdecode((entry / "gitdir").read_bytes().strip()))))
    yield Path(os.path.normpath(os.path.join(repository.root, os.path.relpath(worktree, old_root))))
    yield await default_parent(repository) / Path(worktree).name


def _mend(place: Path, entry: Path) -> None:
    link, back = place / ".git", entry / "gitdir"
    if not belongs_to(place, entry):
        _write(link, LINK + os.fsencode(entry) + b"\n")
    if os.path.realpath(entry / os.fsdecode(back.read_bytes().strip())) != os.path.realpath(link):
        _write(back, os.fsencode(link) + b"\n")


def _write(path: Path, content: bytes) -> None:
    aside = path.with_name(f"{path.name}.branchline")
    put(aside, content)
    os.replace(aside, path)


def _is_noted(common_dir: str, session_id: str, refs: bytes) -> bool:
    if entry_for(common_dir, session_id) is not None:
        return True
    try:
        return b" " + refs in Path(common_dir, "packed-refs").read_bytes()
    except OSError:
        return False
