"""Services that keep spares, and what of these is on the disk."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from branchline.git.worktrees import spare
from harness.service import InProcess
from harness.sidecar import git


def stock(repo: Path) -> list[str]:
    """The spares on the disk."""
    folder = Path(f"{repo}.worktrees/.branchline-spares")
    return sorted(str(folder / each) for each in os.listdir(folder)) if folder.is_dir() else []


def whole(repo: Path) -> list[str]:
    return [each for each in stock(repo) if spare.find(each, str(repo / ".git"))]


def entry_name(worktree: str) -> str:
    return Path(git(Path(worktree), "rev-parse", "--absolute-git-dir")).name


async def one(service: InProcess, repo: Path, **wanted: Any) -> str:
    """A session that has started; the name of git's entry of its worktree."""
    made = await service.create(repo, **wanted)
    return entry_name(made.worktree)


async def stocked(service: InProcess, repo: Path) -> list[str]:
    """After a first session, which nothing was ready for."""
    await one(service, repo)
    await service.spares.rested()
    return whole(repo)
