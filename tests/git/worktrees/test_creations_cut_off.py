"""Creations that were cut off are undone, but for what holds work."""

from __future__ import annotations

from pathlib import Path

import pytest

from branchline.core.model.session import Ownership
from branchline.git.worktrees.leftovers import unmake
from branchline.git.worktrees.making import Created
from branchline.git.worktrees.worktrees import create
from harness.repositories import Repo

OURS = Ownership(worktree=True, branch=True)


async def cut_off(repo: Repo, after: str) -> Created:
    """A creation whose process was killed."""
    made = await create(str(repo.path), "w", session_id="s")
    entry = repo.path / ".git/worktrees/w"
    if after in {"claimed", "branch", "nothing"}:
        repo("worktree", "remove", made.worktree)
        Path(made.worktree).mkdir(parents=True)
    if after in {"claimed", "nothing"}:
        repo("branch", "-D", made.branch)
    if after == "nothing":
        Path(made.worktree).rmdir()
    if after == "some files":
        (entry / "locked").write_text("initializing")
        (entry / "branchline.json").unlink()
        (entry / "index").unlink()
        (Path(made.worktree) / "a.txt").unlink()
    if after == "no marker":
        (entry / "branchline.json").unlink()
    return made


@pytest.mark.parametrize("after", ["nothing", "claimed", "branch", "some files", "no marker", "all"])
async def test_nothing_is_left(after: str, repo: Repo) -> None:
    before = repo.state()
    made = await cut_off(repo, after)
    assert await unmake(str(repo.path), made.worktree, made.branch, made.base, made.owns)
    assert repo.state() == before
    assert await unmake(str(repo.path), made.worktree, made.branch, made.base, made.owns), "a second time"


@pytest.mark.parametrize("work", ["file", "commit", "staged", "not ours"])
async def test_what_holds_work_stays(work: str, repo: Repo) -> None:
    made = await cut_off(repo, "all")
    there = Repo(Path(made.worktree))
    if work == "file":
        there.write("new.txt")
    elif work == "staged":
        there.write("a.txt", "staged\n")
        there("add", "a.txt")
    elif work == "commit":
        there.commit("work")
    else:
        (there.path / ".git").write_text("gitdir: elsewhere\n")
    before = repo.state()
    assert not await unmake(str(repo.path), made.worktree, made.branch, made.base, made.owns)
    assert repo.state() == before


async def test_a_branch_that_went_on_stays(repo: Repo) -> None:
    made = await cut_off(repo, "branch")
    tip = repo("commit-tree", f"{made.tip}^{{tree}}", "-p", made.tip, "-m", "work")
    repo("update-ref", f"refs/heads/{made.branch}", tip)
    assert not await unmake(str(repo.path), made.worktree, made.branch, made.base, made.owns)
    assert repo("rev-parse", made.branch) == tip
    assert not Path(made.worktree).exists()


async def test_a_branch_that_was_there_before_stays(repo: Repo) -> None:
    repo("branch", "users")
    before = repo.state()
    made = await create(str(repo.path), "w", branch="users")
    assert await unmake(str(repo.path), made.worktree, made.branch, made.base, made.owns)
    assert repo.state() == before


async def test_a_git_that_was_killed_while_it_wrote_files(repo: Repo) -> None:
    """The real thing: a filter kills the git that runs it, its hardest way."""
    repo("config", "filter.kill.smudge", "kill -9 $(ps -o ppid= -p $PPID) $PPID")
    repo("config", "filter.kill.clean", "cat")
    repo.commit("filtered", __gitattributes="b.txt filter=kill\n")
    before = repo.state()
    path = f"{repo.path}.worktrees/w"
    repo("worktree", "add", "-b", "branchline/w", path, check=False)
    assert (repo.path / ".git/worktrees/w/locked").read_text().strip() == "initializing"
    assert await unmake(str(repo.path), path, "branchline/w", repo.head, OURS)
    assert repo.state() == before
