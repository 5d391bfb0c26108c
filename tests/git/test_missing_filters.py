"""The program of a filter in the user's configuration is not installed, as Git LFS may not be: it is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from branchline.core.model.changes import FileStatus
from branchline.git.changes import read_changes
from branchline.git.worktrees.worktrees import create
from harness.refusals import refused
from harness.repositories import Repo
from harness.snapshots import take


@pytest.mark.parametrize("setting", ["clean", "process"])
@pytest.mark.parametrize("program", ["no-such-lfs", "no-such-lfs --now", "/nowhere/no-such-lfs", "no-such-lfs; exit 1"])
async def test_whatever_needs_it_says_so(repo: Repo, tmp_path: Path, setting: str, program: str) -> None:
    base = repo.commit("filtered", __gitattributes="*.bin filter=lfs\n", a__bin="pointer\n")
    made = await create(str(repo.path), "before")
    work = Repo(Path(made.worktree))
    repo("config", "--global", "filter.lfs.required", "true")
    for name in ("clean", "smudge", *(["process"] if setting == "process" else [])):
        repo("config", "--global", f"filter.lfs.{name}", program)
    work.write("a.bin", "changed\n")
    (tmp_path / "ours").mkdir()
    for each in (create(str(repo.path), "after"), take(work, tmp_path / "ours" / "snapshots", base=base)):
        error = await refused("FILTER_FAILED", each)
        assert "no-such-lfs" in error.message
        assert "Install" in error.message
    _, found = await read_changes(str(work.path), base, tmp_path / "ours" / "changes")
    assert [(each.path, each.status) for each in found] == [("a.bin", FileStatus.MODIFIED)]
