"""A worktree, and our own folder for its snapshots."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.repositories import Repo
from harness.snapshot_scene import Scene


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "session").mkdir()
    return tmp_path / "session" / "snapshots"


@pytest.fixture
def work(repo: Repo, tmp_path: Path) -> Repo:
    """A linked worktree with a few files committed."""
    repo.commit("more", keep__txt="keep\n", edit__txt="1\n2\n3\n", gone__txt="gone\n", old__txt="a\nb\nc\nd\n")
    path = tmp_path / "worktrees" / "w"
    repo("worktree", "add", "--quiet", "-b", "topic", str(path))
    return Repo(path)


@pytest.fixture
def scene(repo: Repo, tmp_path: Path) -> Scene:
    return Scene(repo, tmp_path)
