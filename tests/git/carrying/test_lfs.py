"""Files of which a worktree has but Git LFS's pointers are named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from branchline.core.session.carrying import Missed
from branchline.git.carrying import lfs
from branchline.git.git_folders import folders_in
from branchline.git.worktrees.worktrees import create
from harness.repositories import Repo

POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"


@pytest.fixture
def kept(repo: Repo) -> Repo:
    repo.write("sub/ü b.bin", POINTER)
    repo.write("whole.bin", "the very content\n")
    repo.write("not-kept.txt", POINTER)
    repo.commit("pointers", __gitattributes="*.bin filter=lfs diff=lfs merge=lfs -text\n")
    return repo


async def pointers(repo: Repo) -> list[Missed]:
    made = await create(str(repo.path), "x")
    return await lfs.pointers(folders_in(made.worktree, str(repo.path)))


async def test_without_the_program_they_are_told(kept: Repo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "programs" / "git"
    program.parent.mkdir()
    program.symlink_to(str(shutil.which("git")))
    monkeypatch.setenv("PATH", str(program.parent))
    assert await pointers(kept) == [Missed("sub/ü b.bin", lfs.NO_PROGRAM)]


async def test_with_the_program_it_is_said_how_to_have_them(
    kept: Repo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "programs" / "git-lfs"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=":")
    assert await pointers(kept) == [Missed("sub/ü b.bin", lfs.NO_CONTENT)]


async def test_a_repository_without_attributes_has_none(repo: Repo) -> None:
    repo.write("a.bin", POINTER)
    repo.commit("no attributes")
    assert await pointers(repo) == []
