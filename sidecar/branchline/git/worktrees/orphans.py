"""Worktrees that Branchline made and no session has."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Collection
from pathlib import Path

import attrs

from branchline.git import fork_point as fork_points
from branchline.git.branches import refs_of
from branchline.git.git_folders import folders_in
from branchline.git.repository import Repository, entry_of, inspect_known
from branchline.git.runner import Git
from branchline.git.together import together
from branchline.git.worktrees.entries import is_marked, leads_to, session_of


@attrs.frozen
class Orphan:
    """`path` and `repo` are without symbolic links; `branch` is None for a detached HEAD, `session_id` is the session
    that it was made for, None where the marker is damaged."""

    path: str
    repo: str
    branch: str | None
    session_id: str | None


async def orphans(folder: str, known: Collection[str]) -> list[Orphan]:
    """The repository's worktrees that have our marker and are not at one of the paths `known` (without symbolic
    links). Raises the errors of `inspect_known`."""
    return [each for each in await _marked(folder) if each.path not in known]


async def of_session(folder: str, session_id: str) -> list[Orphan]:
    """The repository's worktrees that were made for a session. Raises the errors of `inspect_known`."""
    return [each for each in await _marked(folder) if each.session_id == session_id]


async def fork_point(orphan: Orphan) -> str:
    """The commit where its branch left the default branch. Raises git's errors."""
    git = Git(orphan.path, folders_in(orphan.path, orphan.repo))
    head, refs = await together(git.text("rev-parse", "HEAD"), refs_of(git))
    return await fork_points.fork_point(git, orphan.branch or "", head, refs, head)


async def _marked(folder: str) -> list[Orphan]:
    return await asyncio.to_thread(_find, await inspect_known(folder))


def _find(repository: Repository) -> list[Orphan]:
    found = []
    for checkout in repository.checkouts:
        path = os.path.realpath(checkout.path)
        entry = entry_of(repository.common_dir, path)
        if entry is not None and is_marked(entry) and leads_to(Path(path), entry):
            found.append(Orphan(path, repository.root, checkout.branch, session_of(entry)))
    return found
