"""What a worktree changed, as tests look at it."""

from __future__ import annotations

from pathlib import Path

from branchline.core.model.changes import FileStatus
from branchline.git.changes import read_changes
from harness.repositories import Repo

A, M, D, R, U = (FileStatus(letter) for letter in "AMDRU")


async def files(repo: Repo, base: str, ours: Path) -> dict[str, tuple[FileStatus, int, int]]:
    found = (await read_changes(str(repo.path), base, ours))[1]
    assert len({each.path for each in found}) == len(found)
    return {each.path: (each.status, each.added, each.removed) for each in found}
