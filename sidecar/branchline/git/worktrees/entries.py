"""What git keeps about a linked worktree, `<common folder>/worktrees/<name>`, and our marker in it."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
from pathlib import Path

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.model.session import Ownership
from branchline.git.checkouts import link_of
from branchline.git.git_folders import put
from branchline.git.repository import Repository, entry_of
from branchline.git.worktrees.places import drop_if_empty
from branchline.machine.deleting import delete_tree

_MARKER = "branchline.json"
SPARE = "branchline-spare.json"
"""Instead of our marker, in what git keeps about a worktree that is ready before a session asks for it."""
SPARED = "branchline: spare"
"""Why such a one is locked."""
UNFINISHED = "initializing"
"""Why git itself locks a worktree, until its files are there."""


def mark(entry: Path, session_id: str) -> None:
    """Say that Branchline made the worktree for a session. Raises OSError."""
    put(entry / _MARKER, json.dumps({"session": session_id}).encode())


def is_marked(entry: Path) -> bool:
    return (entry / _MARKER).exists()


def session_of(entry: Path) -> str | None:
    """The session that the worktree was made for; None where no marker says it."""
    try:
        found = json.loads((entry / _MARKER).read_bytes())
    except (OSError, ValueError):
        return None
    session = found.get("session") if isinstance(found, dict) else None
    return session if isinstance(session, str) else None


def entry_for(common_dir: str, session_id: str) -> Path | None:
    """What git keeps about the worktree that was made for the session, wherever that is."""
    for entry in Path(common_dir, "worktrees").glob("*"):
        if not entry.is_symlink() and session_of(entry) == session_id:
            return entry
    return None


def is_unfinished(entry: Path) -> bool:
    """Whether git was killed while it wrote the first files: there is nothing in the worktree but them."""
    return locked_because(entry) == UNFINISHED


def is_spare(entry: Path) -> bool:
    """Whether it is, or is going to be, ready for a session: neither anybody's nor to be shown."""
    return (entry / SPARE).exists() or locked_because(entry) == SPARED


def locked_because(entry: Path) -> str | None:
    try:
        return (entry / "locked").read_text().strip()
    except (OSError, ValueError):
        return None


def is_shell(path: Path, entry: Path) -> bool:
    """Whether nothing was ever checked out there."""
    return not (entry / "index").exists() and os.path.isdir(path) and os.listdir(path) == [".git"]


async def unmake_worktree(repository: Repository, path: Path) -> None:
    """Delete it, and what git keeps about it. Raises OSError."""
    if path.exists():
        await asyncio.to_thread(delete_tree, path)
    entry = entry_of(repository.common_dir, path)
    if entry:
        await asyncio.to_thread(shutil.rmtree, entry)
    drop_if_empty(Path(repository.common_dir, "worktrees"))


def entry_of_ours(common_dir: str, path: Path, owns: Ownership) -> Path | None:
    """What git keeps about the worktree, or None when both are gone. Raises WORKTREE_NOT_OURS, WORKTREE_LOCKED."""
    entry = entry_of(common_dir, path)
    there = os.path.lexists(path)
    ours = owns.worktree and path.is_absolute() and not path.is_symlink()
    if not ours or (there and (entry is None or not belongs_to(path, entry))):
        raise BranchlineError(
            ErrorCode.WORKTREE_NOT_OURS,
            f"{shown(str(path))} is not a worktree that Branchline made; nothing was deleted.",
            path=str(path),
        )
    if entry and (entry / "locked").exists():
        raise locked(path)
    return entry


def belongs_to(path: Path, entry: Path) -> bool:
    """Whether the worktree's `.git` file points at the entry, which points at the worktree."""
    try:
        link = (path / ".git").read_bytes()
    except OSError:
        return False
    return os.path.realpath(path / os.fsdecode(link.strip().removeprefix(b"gitdir: "))) == os.path.realpath(entry)


def leads_to(path: Path, entry: Path) -> bool:
    """Whether the worktree's link names this entry, or one of its name in a repository that is not there: it was moved
    since."""
    target = link_of(str(path))
    if path.is_symlink() or target is None:
        return False
    return belongs_to(path, entry) or (target.name == entry.name and not target.exists())


def locked(path: Path) -> BranchlineError:
    return BranchlineError(
        ErrorCode.WORKTREE_LOCKED,
        f"{shown(str(path))} is locked (see git worktree unlock); nothing was deleted.",
        path=str(path),
    )
