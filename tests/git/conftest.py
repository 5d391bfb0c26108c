"""Real git repositories, and a git configuration of their own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from harness.repositories import GIT_CONFIG, MakeRepo, Repo


@pytest.fixture
def git_config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's git configuration, of this test alone. Nothing else of the machine's has a say."""
    path = tmp_path / "gitconfig"
    path.write_text(GIT_CONFIG)
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(path))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    return path


@pytest.fixture
def make_repo(tmp_path: Path, git_config: Path) -> MakeRepo:
    """`make_repo()` gives a repository with one commit of two files on `main`; `make_repo(commit=False)` none."""

    def make(name: str = "project", *, commit: bool = True, folder: Path = tmp_path) -> Repo:
        path = folder / name
        path.mkdir(parents=True)
        repo = Repo(path)
        repo("init", "--quiet")
        if commit:
            repo.commit("first", a__txt="one\ntwo\nthree\n", b__txt="b\n")
        return repo

    return make


@pytest.fixture
def repo(make_repo: MakeRepo) -> Repo:
    return make_repo()


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """A folder of our own, where changes are counted."""
    (tmp_path / "session").mkdir()
    return tmp_path / "session" / "changes"
