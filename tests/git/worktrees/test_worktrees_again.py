"""Worktrees whose making has a witness, and that come back after they were removed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.session import Ownership
from branchline.git.worktrees.again import put_back_at
from branchline.git.worktrees.making import Created
from branchline.git.worktrees.orphans import of_session
from branchline.git.worktrees.removal import remove
from branchline.git.worktrees.worktrees import create
from harness.refusals import refused
from harness.repositories import Repo


async def made_and_removed(repo: Repo, name: str = "w") -> Created:
    made = await create(str(repo.path), name, session_id="s")
    await remove(made.worktree, str(repo.path), made.owns)
    return made


# ---------------------------------------------------------------- made with a witness


async def test_what_will_be_made_is_told_before_it_is(repo: Repo) -> None:
    told: list[Created] = []

    async def claimed(chosen: Created) -> None:
        told.append(chosen)
        assert os.listdir(chosen.worktree) == []
        assert "branchline/w" not in repo("branch", "--format=%(refname:short)").split()

    made = await create(str(repo.path), "w", session_id="s", claimed=claimed)
    assert told == [made]
    assert [each.path for each in await of_session(str(repo.path), "s")] == [made.worktree]


async def test_a_witness_that_fails_leaves_nothing(repo: Repo) -> None:
    before = repo.state()

    async def claimed(chosen: Created) -> None:
        raise BranchlineError(ErrorCode.DISK_FULL, "The disk is full.")

    await refused("DISK_FULL", create(str(repo.path), "w", claimed=claimed))
    assert repo.state() == before


async def test_reserved_paths_are_not_taken(repo: Repo) -> None:
    made = await create(str(repo.path), "w", reserved={f"{repo.path}.worktrees/w"})
    assert (Path(made.worktree).name, made.branch) == ("w-2", "branchline/w-2")


# ---------------------------------------------------------------- back where it was


@pytest.mark.parametrize("branch_is_there", [True, False])
async def test_it_comes_back_with_nothing_checked_out(branch_is_there: bool, repo: Repo) -> None:
    made = await made_and_removed(repo)
    tip = repo("commit-tree", f"{made.tip}^{{tree}}", "-p", made.tip, "-m", "work")
    repo("update-ref", f"refs/heads/{made.branch}", tip)
    if not branch_is_there:
        repo("branch", "-D", made.branch)
    back = await put_back_at(str(repo.path), made.worktree, made.branch, tip, "s", made.tip)
    assert back == Created(made.worktree, made.branch, tip, tip, Ownership(worktree=True, branch=not branch_is_there))
    work = Repo(Path(back.worktree))
    assert os.listdir(work.path) == [".git"]
    assert (work("symbolic-ref", "HEAD"), work.head) == (f"refs/heads/{made.branch}", tip)
    assert [each.path for each in await of_session(str(repo.path), "s")] == [made.worktree]


async def test_at_its_head_when_there_is_no_tip_and_detached_without_a_branch(repo: Repo) -> None:
    made = await made_and_removed(repo)
    repo("branch", "-D", made.branch)
    await refused("BRANCH_NOT_FOUND", put_back_at(str(repo.path), made.worktree, made.branch, None, "s", None))
    back = await put_back_at(str(repo.path), made.worktree, "", "0" * 40, "s", made.tip)
    assert Repo(Path(back.worktree))("symbolic-ref", "-q", "HEAD", check=False) == ""
    assert back.owns == Ownership(worktree=True)
    await remove(back.worktree, str(repo.path), back.owns)
    back = await put_back_at(str(repo.path), made.worktree, made.branch, None, "s", made.tip)
    assert back.tip == made.tip


@pytest.mark.parametrize("other", ["file", "folder", "worktree"])
async def test_a_place_that_is_taken(other: str, repo: Repo) -> None:
    made = await made_and_removed(repo)
    place = Path(made.worktree)
    place.parent.mkdir()
    if other == "file":
        place.write_text("x")
    elif other == "folder":
        place.mkdir()
    else:
        repo("worktree", "add", "--quiet", "-b", "users", str(place))
    back = await put_back_at(str(repo.path), made.worktree, made.branch, None, "s", made.tip)
    assert back.worktree == f"{made.worktree}-2"
    assert place.exists()


async def test_a_branch_that_is_checked_out_elsewhere(repo: Repo) -> None:
    made = await made_and_removed(repo)
    repo("worktree", "add", "--quiet", "../users", made.branch)
    before = repo.state()
    error = await refused(
        "BRANCH_CHECKED_OUT", put_back_at(str(repo.path), made.worktree, made.branch, None, "s", made.tip)
    )
    assert error.data["place"] == str(repo.path.parent / "users")
    assert repo.state() == before


@pytest.mark.parametrize("marked", [True, False])
async def test_what_git_still_keeps_of_a_folder_that_somebody_deleted(marked: bool, repo: Repo) -> None:
    made = await create(str(repo.path), "w", session_id="s" if marked else None)
    shutil.rmtree(made.worktree)
    back = await put_back_at(str(repo.path), made.worktree, made.branch, None, "s", made.tip)
    assert back.worktree == made.worktree
    assert len(os.listdir(repo.path / ".git/worktrees")) == 1


async def test_what_git_keeps_of_another_sessions_folder_stays(repo: Repo) -> None:
    made = await made_and_removed(repo)
    other = await create(str(repo.path), "w", prefix="others/", session_id="another")
    assert other.worktree == made.worktree
    shutil.rmtree(other.worktree)
    back = await put_back_at(str(repo.path), made.worktree, made.branch, None, "s", made.tip)
    assert back.worktree == f"{made.worktree}-2"
    assert len(os.listdir(repo.path / ".git/worktrees")) == 2


async def test_a_locked_one_whose_folder_is_not_there_now(repo: Repo) -> None:
    made = await create(str(repo.path), "w", session_id="s")
    repo("worktree", "lock", made.worktree)
    shutil.rmtree(made.worktree)
    await refused("WORKTREE_LOCKED", put_back_at(str(repo.path), made.worktree, made.branch, None, "s", made.tip))
    assert (repo.path / ".git/worktrees/w/locked").exists()


async def test_a_return_that_was_cut_off_is_begun_again(repo: Repo) -> None:
    made = await made_and_removed(repo)
    repo("worktree", "add", "--quiet", "--no-checkout", made.worktree, made.branch)
    back = await put_back_at(str(repo.path), made.worktree, made.branch, None, "s", made.tip)
    assert back.worktree == made.worktree


async def test_a_return_that_fails_leaves_nothing(repo: Repo) -> None:
    made = await made_and_removed(repo)
    repo("branch", "-D", made.branch)
    before = repo.state()
    await refused("GIT_FAILED", put_back_at(str(repo.path), made.worktree, made.branch, "0" * 39 + "1", "s", None))
    repo("branch", "branchline")
    await refused("GIT_FAILED", put_back_at(str(repo.path), made.worktree, made.branch, made.tip, "s", None))
    repo("branch", "-D", "branchline")
    assert repo.state() == before
