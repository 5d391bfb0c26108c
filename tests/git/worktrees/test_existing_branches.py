"""A worktree on a branch that is there already, here or at a remote."""

from __future__ import annotations

from pathlib import Path

import pytest

from branchline.core.model.session import Ownership
from branchline.git.branches import delete_branch
from branchline.git.worktrees.removal import remove
from branchline.git.worktrees.worktrees import create
from harness.refusals import refused
from harness.repositories import MakeRepo, Repo


async def test_an_existing_branch_keeps_its_name_and_its_fork_point(repo: Repo) -> None:
    fork = repo.head
    repo("branch", "feature")
    repo.commit("main goes on")
    repo("checkout", "--quiet", "feature")
    tip = repo.commit("feature goes on")
    repo("checkout", "--quiet", "-b", "child")
    repo.commit("a child of it")
    made = await create(str(repo.path), "work on it", branch="feature")
    assert (made.branch, made.base) == ("feature", fork)
    assert made.owns == Ownership(worktree=True, branch=False)
    assert Repo(Path(made.worktree)).head == tip


async def test_the_fork_point_from_an_unusual_default_branch(make_repo: MakeRepo) -> None:
    upstream = make_repo("upstream")
    upstream("branch", "-m", "develop")
    upstream("clone", "--quiet", ".", "../clone")
    clone = Repo(upstream.path.parent / "clone")
    fork = clone.commit("not pushed yet")
    clone("checkout", "--quiet", "-b", "feature")
    clone.commit("feature")
    clone("checkout", "--quiet", "--detach", "develop~1")
    assert (await create(str(clone.path), "x", branch="feature")).base == fork


async def test_a_branch_without_common_history_starts_at_itself(repo: Repo) -> None:
    repo("checkout", "--quiet", "--orphan", "alien")
    tip = repo.commit("another root")
    repo("checkout", "--quiet", "main")
    assert (await create(str(repo.path), "x", branch="alien")).base == tip


@pytest.mark.parametrize("wanted", ["feature", "origin/feature"])
async def test_a_branch_that_only_a_remote_has_gets_a_local_one_that_tracks_it(
    make_repo: MakeRepo, wanted: str
) -> None:
    upstream = make_repo("upstream")
    fork = upstream.head
    upstream("checkout", "--quiet", "-b", "feature")
    tip = upstream.commit("feature")
    upstream("checkout", "--quiet", "main")
    upstream("clone", "--quiet", ".", "../clone")
    clone = Repo(upstream.path.parent / "clone")
    made = await create(str(clone.path), "x", branch=wanted)
    assert (made.branch, made.base) == ("feature", fork)
    assert made.owns == Ownership(worktree=True, branch=True)
    assert Repo(Path(made.worktree)).head == tip
    assert clone("rev-parse", "--abbrev-ref", "feature@{upstream}") == "origin/feature"
    # Taken away again, nothing of it stays.
    await remove(made.worktree, str(clone.path), made.owns)
    await delete_branch(str(clone.path), "feature", tip)
    assert "feature" not in (clone.path / ".git" / "config").read_text()


async def test_a_branch_of_several_remotes_is_originss_or_must_be_named(make_repo: MakeRepo) -> None:
    upstream = make_repo("upstream")
    upstream("branch", "feature")
    repo = make_repo("clone")
    for remote in ("fork", "other"):
        repo("remote", "add", remote, str(upstream.path))
        repo("fetch", "--quiet", remote)
    await refused("BRANCH_NOT_FOUND", create(str(repo.path), "x", branch="feature"))
    assert (await create(str(repo.path), "x", branch="fork/feature")).branch == "feature"


@pytest.mark.parametrize("branch", ["nowhere", "--all", "*", "refs/heads/main", "a\0b", "x" * 1_000_000, "HEAD", "\n"])
async def test_a_branch_that_is_not_there(repo: Repo, branch: str) -> None:
    before = repo.state()
    await refused("BRANCH_NOT_FOUND", create(str(repo.path), "x", branch=branch))
    assert repo.state() == before


async def test_a_branch_that_is_checked_out(repo: Repo) -> None:
    before = repo.state()
    error = await refused("BRANCH_CHECKED_OUT", create(str(repo.path), "x", branch="main"))
    assert error.data["place"] == str(repo.path)
    assert repo.state() == before


async def test_a_branch_that_is_being_rebased_elsewhere(repo: Repo) -> None:
    repo("checkout", "--quiet", "-b", "feature")
    repo.commit("mine", a__txt="mine\n")
    repo("checkout", "--quiet", "main")
    repo.commit("theirs", a__txt="theirs\n")
    repo("checkout", "--quiet", "feature")
    repo("rebase", "--quiet", "main", check=False)
    before = repo.state()
    await refused("BRANCH_CHECKED_OUT", create(str(repo.path), "x", branch="feature"))
    assert repo.state() == before
