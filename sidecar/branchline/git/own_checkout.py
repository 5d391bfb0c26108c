"""A commit's files in a folder that is a repository by itself, over another one's objects: no checkout that this one
knows of. What runs there may do with it as it likes."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path

from branchline.git.git_folders import folders_of
from branchline.git.own_folder import open_converting
from branchline.git.runner import Git
from branchline.machine.deleting import delete_tree


async def check_out(repository: str, objects: Sequence[Path], commit: str, place: Path) -> None:
    """`objects` are the folders that have the commit and its files. What was at `place` is deleted, so that git reads
    nothing that somebody left there. Filters run only where the user has configured them for all repositories, hooks do
    not. Raises git's errors and OSError."""
    folders = await asyncio.to_thread(folders_of, repository)
    await drop(place)
    await asyncio.to_thread(place.mkdir, mode=0o700, parents=True)
    ours = await open_converting(folders, place / ".git")
    own = ours.path / "objects"
    await asyncio.to_thread(_over, own, objects)
    (ours.path / "HEAD").write_text(f"{commit}\n")
    env = {**ours.environment, "GIT_WORK_TREE": str(place), "GIT_OBJECT_DIRECTORY": str(own)}
    git = Git(place)
    await git.write("read-tree", commit, env=env)
    await git.write("checkout-index", "--all", "--quiet", "--index", env=env)


async def drop(place: Path) -> None:
    """Raises OSError."""
    if place.is_symlink():
        place.unlink()
    elif os.path.lexists(place):
        await asyncio.to_thread(delete_tree, place)


def _over(own: Path, objects: Sequence[Path]) -> None:
    (own / "info").mkdir(parents=True)
    (own / "info" / "alternates").write_bytes(b"".join(os.fsencode(each) + b"\n" for each in objects))
