"""Worktrees are made only where nobody but the user can put something else in their place."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from branchline.git.worktrees.again import put_back_at
from branchline.git.worktrees.removal import remove
from branchline.git.worktrees.worktrees import create
from harness.refusals import refused
from harness.repositories import MakeRepo, Repo


@pytest.mark.parametrize("where", ["a link", "open to others", "above it, open to others"])
async def test_a_folder_for_worktrees_that_is_not_the_users_alone_is_refused(
    make_repo: MakeRepo, tmp_path: Path, where: str
) -> None:
    repo = make_repo(folder=tmp_path / "near")
    parent, elsewhere = tmp_path / "near" / "project.worktrees", tmp_path / "elsewhere"
    elsewhere.mkdir()
    if where == "a link":
        parent.symlink_to(elsewhere)
    elif where == "open to others":
        parent.mkdir()
        parent.chmod(0o777)
    else:
        (tmp_path / "near").chmod(0o777)
    before = repo.state()
    error = await refused("UNSAFE_FOLDER", create(str(repo.path), "x"))
    assert "branchline.worktreesFolder" in error.message
    assert (repo.state(), os.listdir(elsewhere)) == (before, [])
    made = await create(str(repo.path), "x", worktrees_folder=str(elsewhere))
    assert Path(made.worktree).parent == elsewhere


async def test_a_worktree_is_not_put_back_where_a_link_was_put_meanwhile(repo: Repo, tmp_path: Path) -> None:
    made = await create(str(repo.path), "x", session_id="s")
    await remove(made.worktree, str(repo.path), made.owns)
    (tmp_path / "elsewhere").mkdir()
    Path(made.worktree).parent.symlink_to(tmp_path / "elsewhere")
    await refused("UNSAFE_FOLDER", put_back_at(str(repo.path), made.worktree, made.branch, made.tip, "s", made.tip))
    assert os.listdir(tmp_path / "elsewhere") == []


async def test_a_link_that_is_named_like_what_is_to_be_deleted_is_left_alone(repo: Repo, tmp_path: Path) -> None:
    (tmp_path / "mine" / "inner").mkdir(parents=True)
    (tmp_path / "mine" / "inner").chmod(0o500)
    made = await create(str(repo.path), "x")
    trap = Path(made.worktree).with_name(".branchline-removed-0123abcd")
    trap.symlink_to(tmp_path / "mine")
    await remove(made.worktree, str(repo.path), made.owns)
    assert (trap.is_symlink(), stat.S_IMODE((tmp_path / "mine" / "inner").stat().st_mode)) == (True, 0o500)
