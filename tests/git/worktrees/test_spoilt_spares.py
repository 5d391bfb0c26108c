"""A spare that is stale, damaged, cut off or somebody's is never taken, and costs no session."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from branchline.core.model.session import Ownership
from branchline.git.branches import delete_branch
from branchline.git.worktrees import spare
from branchline.git.worktrees.foreign import foreign
from branchline.git.worktrees.leftovers import drop_lost_spares, unmake
from branchline.git.worktrees.removal import remove
from branchline.git.worktrees.worktrees import create
from harness.repositories import MakeRepo, Repo
from harness.spares import entry_of, made, taken

OURS = Ownership(worktree=True, branch=True)


@pytest.fixture
def repo(make_repo: MakeRepo) -> Repo:
    found = make_repo("project")
    found.commit("more", **{"deep/in/a folder__txt": "deep\n", "tool__sh": "#!/bin/sh\n"})
    return found


def spoil(repo: Repo, path: str, how: str) -> None:
    entry = entry_of(path)
    if how == "folder gone":
        shutil.rmtree(path)
    elif how == "link gone":
        Path(path, ".git").unlink()
    elif how == "link elsewhere":
        Path(path, ".git").write_text(f"gitdir: {repo.path}/.git\n")
    elif how == "pruned":
        shutil.rmtree(entry)
    elif how == "back link":
        (entry / "gitdir").write_text("/nowhere/.git\n")
    elif how == "no index":
        (entry / "index").unlink()
    elif how == "another index":
        Repo(Path(path)).write("new.txt")
        Repo(Path(path))("add", "new.txt")
    elif how == "no marker":
        (entry / "branchline-spare.json").unlink()
    elif how == "damaged marker":
        (entry / "branchline-spare.json").write_text("{")
    elif how == "line ends":
        repo("config", "core.autocrlf", "true")
    elif how == "attributes":
        (repo.path / ".git/info").mkdir(exist_ok=True)
        (repo.path / ".git/info/attributes").write_text("*.txt eol=crlf\n")
    elif how == "sparse":
        repo("sparse-checkout", "set", "deep")
    else:
        Repo(Path(path))("checkout", "--quiet", "-b", "mine")


SPOILT = """folder gone, link gone, link elsewhere, pruned, back link, no index, another index, no marker,
damaged marker, line ends, attributes, sparse, switched"""


@pytest.mark.parametrize("how", [each.strip() for each in SPOILT.split(",")])
async def test_a_stale_or_damaged_one_is_passed_over(how: str, repo: Repo) -> None:
    path = await made(repo)
    spoil(repo, path, how)
    assert spare.find(path, str(repo.path / ".git")) is None
    found = await create(str(repo.path), "w", session_id="s", spares=[path])
    there = Repo(Path(found.worktree))
    assert (there.head, there("status", "--porcelain")) == (repo.head, "")
    await spare.drop(path, str(repo.path / ".git"))
    if how != "switched":
        assert not os.path.lexists(path)
        assert len(repo("worktree", "list", "--porcelain").split("\n\n")) == 2 + (how == "back link")


async def test_one_that_fails_while_it_is_taken_costs_no_session(repo: Repo) -> None:
    path = await made(repo)
    (entry_of(path) / "HEAD.lock").touch()
    found = await create(str(repo.path), "w", session_id="s", spares=[path])
    there = Repo(Path(found.worktree))
    assert (there.head, there("symbolic-ref", "--short", "HEAD")) == (repo.head, "branchline/w")
    assert there("status", "--porcelain") == ""
    assert len(repo("worktree", "list").splitlines()) == 2


async def test_dropping_it_leaves_nothing(repo: Repo) -> None:
    before = repo.state()
    path = await made(repo)
    await spare.drop(path, str(repo.path / ".git"))
    assert repo.state() == before
    await spare.drop(path, str(repo.path / ".git"))


@pytest.mark.parametrize("work", ["a branch", "a commit"])
async def test_one_that_somebody_works_in_is_left_to_them(work: str, repo: Repo) -> None:
    path = await made(repo)
    there = Repo(Path(path))
    if work == "a branch":
        there("checkout", "--quiet", "-b", "mine")
    else:
        there.commit("mine", mine__txt="mine\n")
    await spare.drop(path, str(repo.path / ".git"))
    assert there("status", "--porcelain") == ""
    assert [each.path for each in await foreign(str(repo.path), known=())] == [path]


@pytest.mark.parametrize("after", range(7))
async def test_taking_it_that_was_cut_off_leaves_nothing(after: int, repo: Repo) -> None:
    """As a kill leaves it after so many of the steps."""
    before = repo.state()
    path = await made(repo)
    entry, target = entry_of(path), Path(f"{repo.path}.worktrees/w")
    steps: list[Callable[[], object]] = [
        lambda: target.mkdir(),
        lambda: repo("branch", "branchline/w"),
        lambda: (entry / "branchline-spare.json").unlink(),
        lambda: (entry / "locked").write_text("initializing"),
        lambda: (entry / "gitdir").write_text(f"{target}/.git\n"),
        lambda: os.rename(path, target),
    ]
    for step in steps[:after]:
        step()
    assert await unmake(str(repo.path), str(target), "branchline/w", repo.head, OURS)
    await spare.drop(path, str(repo.path / ".git"))
    assert repo.state() == before


async def test_it_goes_with_the_session_that_took_it(repo: Repo) -> None:
    before = repo.state()
    found = await taken(repo, await made(repo))
    await remove(found.worktree, str(repo.path), found.owns)
    await delete_branch(str(repo.path), found.branch, found.tip)
    assert repo.state() == before


async def test_one_whose_repository_was_moved_is_deleted_and_others_stay(repo: Repo, make_repo: MakeRepo) -> None:
    other = make_repo("other")
    theirs = f"{repo.path}.worktrees/.branchline-spares/spare2"
    assert await spare.make(str(other.path), theirs, other.head)
    path = await made(repo)
    moved = Repo(repo.path.rename(repo.path.parent / "moved"))
    await drop_lost_spares(os.path.dirname(path), str(moved.path / ".git"))
    assert os.listdir(os.path.dirname(path)) == ["spare2"]
    assert moved("worktree", "list", "--porcelain").count("worktree ") == 1
    assert spare.find(theirs, str(other.path / ".git"))
