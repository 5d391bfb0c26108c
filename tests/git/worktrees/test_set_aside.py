"""Worktrees are out of sight at once, and deleted later."""

from __future__ import annotations

import os
from pathlib import Path

from branchline.git.worktrees.removal import delete_set_aside, set_aside
from branchline.git.worktrees.worktrees import create
from harness.repositories import Repo


async def test_out_of_sight_at_once_and_deleted_later(repo: Repo) -> None:
    before = repo.state()
    made = await create(str(repo.path), "w")
    work = Repo(Path(made.worktree))
    work.write("untracked")
    aside = await set_aside(made.worktree, str(repo.path), made.owns)
    assert aside is not None
    assert (aside.parent, (aside / "untracked").exists()) == (Path(made.worktree).parent, True)
    assert not Path(made.worktree).exists()
    assert made.worktree not in repo("worktree", "list", "--porcelain")
    assert await set_aside(made.worktree, str(repo.path), made.owns) is None
    await delete_set_aside(aside.parent)
    repo("branch", "-D", made.branch)
    assert repo.state() == before


async def test_what_killed_runs_left_is_deleted_and_nothing_else(repo: Repo) -> None:
    made = await create(str(repo.path), "w")
    parent = Path(made.worktree).parent
    (parent / ".branchline-removed-0/deep").mkdir(parents=True)
    (parent / ".branchline-removed-1").mkdir(mode=0o500)
    await delete_set_aside(parent)
    assert os.listdir(parent) == ["w"]
    await delete_set_aside(parent / "none")
