"""Spares of a repository, and worktrees that were made of them."""

from __future__ import annotations

import os
from pathlib import Path

from branchline.git.worktrees import spare
from branchline.git.worktrees.making import Created
from branchline.git.worktrees.worktrees import create
from harness.repositories import Repo


def spare_of(repo: Repo) -> str:
    """Where one is."""
    return f"{repo.path}.worktrees/.branchline-spares/spare1"


async def made(repo: Repo) -> str:
    """One at HEAD; its path."""
    path = spare_of(repo)
    assert await spare.make(str(repo.path), path, repo.head)
    return path


async def taken(repo: Repo, path: str, base: str | None = None, branch: str | None = None) -> Created:
    """The worktree `w` of the session `s`, of a spare."""
    name = entry_of(path).name
    found = await create(str(repo.path), "w", session_id="s", spares=[path], base=base, branch=branch)
    assert not os.path.lexists(path)
    assert entry_of(found.worktree).name == name, "it was taken"
    return found


def entry_of(worktree: str) -> Path:
    """What git keeps about it."""
    return Path(Repo(Path(worktree))("rev-parse", "--absolute-git-dir"))
