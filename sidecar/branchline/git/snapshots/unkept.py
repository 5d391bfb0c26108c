"""What a worktree has that no snapshot can hold."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

from branchline.machine.deep_folders import walk

_UNDER_WAY = (
    ("MERGE_HEAD", "a merge under way"),
    ("rebase-merge", "a rebase under way"),
    ("rebase-apply", "a rebase under way"),
    ("CHERRY_PICK_HEAD", "a cherry-pick under way"),
    ("REVERT_HEAD", "a revert under way"),
    ("BISECT_LOG", "a bisect under way"),
)


def under_way(git_dir: Path) -> list[str]:
    """Operations that were begun and not ended. A rebase picks commits, which is no other operation."""
    found = [words for name, words in _UNDER_WAY if (git_dir / name).exists()]
    rebase = next((words for words in found if "rebase" in words), None)
    return [rebase] if rebase else found


def closed(worktree: str, ignored: Collection[str]) -> list[str]:
    """Repositories inside, and what may not be read, by path from the worktree; but nothing of `ignored` folders."""
    found: list[str] = []

    def refused(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):  # The agent's own work may take folders away meanwhile.
            found.append(os.path.relpath(error.filename, worktree))

    for place, folders, files in walk(worktree, refused):
        inner = os.path.relpath(place, worktree)
        names = {name: os.path.normpath(os.path.join(inner, name)) for name in (*folders, *files)}
        if place != worktree and ".git" in names:
            found.append(inner)
            folders.clear()
            continue
        folders[:] = [name for name in folders if name != ".git" and names[name] not in ignored]
        found += [names[name] for name in files if names[name] not in ignored and _is_closed(place, name)]
    return sorted(found)


def _is_closed(place: str, name: str) -> bool:
    path = os.path.join(place, name)
    return not os.access(path, os.R_OK) and os.path.isfile(path) and not os.path.islink(path)
