"""What would be lost with a worktree and its branch."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

import attrs

from branchline.core.errors import BranchlineError
from branchline.host.git import Git


@attrs.frozen
class Loss:
    """`files`: changed, staged or untracked ones that are in no commit. `commits`: those that no other branch, remote
    or tag has, and those of submodules that no remote has."""

    files: int
    commits: int


async def loss(worktree: str, branch: str | None = None) -> Loss:
    """What removing the worktree and `branch` (default: the one checked out there) would lose. Raises git's errors."""
    git = Git(worktree)
    status, current = await asyncio.gather(
        git.read("status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--ignore-submodules=none"),
        _current(git),
    )
    branch = branch or current
    tips = ["HEAD"]
    if branch and await git.ok("rev-parse", "--verify", "--quiet", f"refs/heads/{branch}"):
        tips.append(f"refs/heads/{branch}")
    others = ["--not", f"--exclude={branch or ''}", "--branches", "--remotes", "--tags"]
    count = await git.text("rev-list", "--count", *tips, *others)
    return Loss(status.count(b"\0"), int(count) + await _submodule_commits(git))


async def _current(git: Git) -> str | None:
    try:
        # In full: the short form has more before it where a tag has the same name.
        return (await git.text("symbolic-ref", "--quiet", "HEAD")).removeprefix("refs/heads/")
    except BranchlineError as error:
        if error.data.get("status") == 1:
            return None
        raise


async def _submodule_commits(git: Git) -> int:
    """A linked worktree has submodule repositories of its own, which go with it."""
    own = await git.text("rev-parse", "--absolute-git-dir")
    total = 0
    for module in await asyncio.to_thread(lambda: list(_git_folders(Path(own, "modules")))):
        total += int(
            await Git(module).text("--git-dir=.", "rev-list", "--count", "--all", "HEAD", "--not", "--remotes")
        )
    return total


def _git_folders(folder: Path) -> Iterator[Path]:
    for place, names, _ in os.walk(folder):
        if "objects" in names:
            yield Path(place)
            names[:] = [name for name in names if name == "modules"]
