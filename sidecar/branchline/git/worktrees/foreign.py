"""Worktrees that somebody else made: by hand, or with another tool."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Collection
from pathlib import Path

import attrs

from branchline.git.repository import Repository, entry_of, inspect_known
from branchline.git.worktrees.entries import belongs_to, is_marked, is_spare, is_unfinished


@attrs.frozen
class Foreign:
    """`path` and `repo` are without symbolic links; `branch` is None for a detached HEAD, `head` the commit that is
    checked out."""

    path: str
    repo: str
    branch: str | None
    head: str


async def foreign(folder: str, known: Collection[str]) -> list[Foreign]:
    """The repository's linked worktrees that do not have our marker, are there, and are not at one of the paths `known`
    (without symbolic links). Raises the errors of `inspect_known`."""
    repository = await inspect_known(folder)
    return [each for each in await asyncio.to_thread(_find, repository) if each.path not in known]


def _find(repository: Repository) -> list[Foreign]:
    found = []
    for checkout in repository.checkouts:
        path = os.path.realpath(checkout.path)
        entry = entry_of(repository.common_dir, path)
        if entry is None or checkout.head is None or is_marked(entry) or is_unfinished(entry):
            continue
        if not is_spare(entry) and belongs_to(Path(path), entry):
            found.append(Foreign(path, repository.root, checkout.branch, checkout.head))
    return found
