"""A worktree of a sparse checkout is as sparse, and has its patterns for itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from branchline.git.version import version
from branchline.git.worktrees.worktrees import create
from harness.repositories import Repo


@pytest.mark.parametrize("words", [["--cone", "in"], ["--no-cone", "/*", "!/out/"]])
async def test_it_is_inherited(repo: Repo, words: list[str]) -> None:
    for name in ("in/x", "out/y"):
        repo.write(name)
    repo.commit("folders")
    repo("sparse-checkout", "set", *words)
    made = await create(str(repo.path), "x")
    tree = Repo(Path(made.worktree))
    is_new = (await version() or (9, 0)) >= (2, 36)
    assert (tree.path / "in" / "x").exists()
    assert (tree.path / "out").exists() is not is_new, "before 2.36 git makes a whole worktree"
    if is_new:
        tree("sparse-checkout", "disable")
        assert (tree.path / "out" / "y").exists()
    assert not (repo.path / "out").exists(), "the main checkout keeps its own"
    assert tree("status", "--porcelain") == ""
