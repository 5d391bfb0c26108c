"""What tells a repository: its common git folder, and what it has of a session."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from branchline.core.model.session import Ownership
from branchline.git.checkouts import common_dir_of, is_checkout_of, linked_to, seen_from
from branchline.git.repository import inspect_known
from branchline.git.whereabouts import Home, follow, has_of
from branchline.git.worktrees.making import Created
from branchline.git.worktrees.removal import remove
from branchline.git.worktrees.worktrees import create
from harness.repositories import MakeRepo, Repo

SESSION = "00000000-0000-4000-8000-000000000001"


async def made(repo: Repo) -> Created:
    return await create(str(repo.path), "x", session_id=SESSION)


def moved(repo: Repo, name: str = "two") -> Repo:
    return Repo(repo.path.rename(repo.path.parent / name))


@pytest.mark.parametrize("packed", [False, True])
async def test_a_snapshots_ref_tells_it(repo: Repo, packed: bool) -> None:
    common_dir = str(repo.path / ".git")
    assert not await has_of(common_dir, SESSION)
    repo("update-ref", f"refs/branchline/{SESSION}/1", "HEAD")
    if packed:
        repo("pack-refs", "--all", "--prune")
    assert await has_of(common_dir, SESSION)
    assert not await has_of(common_dir, SESSION[:-1])
    assert not await has_of(common_dir, SESSION.replace("1", "2"))
    repo("update-ref", "-d", f"refs/branchline/{SESSION}/1")
    assert not await has_of(common_dir, SESSION)


async def test_the_entry_of_its_worktree_tells_it(repo: Repo) -> None:
    worktree = await made(repo)
    assert await has_of(str(repo.path / ".git"), SESSION)
    assert await has_of(str(moved(repo).path / ".git"), SESSION)
    two = Repo(repo.path.parent / "two")
    two("worktree", "repair", worktree.worktree)
    await remove(worktree.worktree, str(two.path), Ownership(worktree=True))
    assert not await has_of(str(two.path / ".git"), SESSION)


def test_every_kind_of_checkout_has_its_common_folder(make_repo: MakeRepo, tmp_path: Path) -> None:
    repo = make_repo()
    repo("worktree", "add", "-q", "../linked")
    repo("init", "-q", "--separate-git-dir", str(tmp_path / "apart.git"), str(tmp_path / "apart"))
    repo("clone", "-q", "--bare", ".", str(tmp_path / "bare.git"))
    git_dir = str(repo.path / ".git")
    assert common_dir_of(str(repo.path)) == common_dir_of(str(tmp_path / "linked")) == git_dir
    assert common_dir_of(git_dir) == git_dir
    assert common_dir_of(str(tmp_path / "apart")) == str(tmp_path / "apart.git")
    assert common_dir_of(str(tmp_path / "bare.git")) == str(tmp_path / "bare.git")
    assert common_dir_of(str(tmp_path)) is None
    assert is_checkout_of(str(tmp_path / "linked"), git_dir)
    assert not is_checkout_of(git_dir, git_dir)
    assert not is_checkout_of(str(tmp_path / "apart"), git_dir)
    (tmp_path / "linked" / "deep").mkdir()
    found = seen_from([str(tmp_path / "linked" / "deep"), str(tmp_path), "/nonexistent"])
    assert found[git_dir] == str(tmp_path / "linked")
    assert {*found} == {git_dir, str(tmp_path / "apart.git"), str(tmp_path / "bare.git")}


@pytest.mark.parametrize("content", ["gitdir: /nonexistent\n", "gitdir: ", "", "\0", "gitdir: ../project/.git\n", None])
def test_a_link_that_leads_to_no_entry_leads_nowhere(repo: Repo, tmp_path: Path, content: str | None) -> None:
    place = tmp_path / "place"
    place.mkdir()
    if content is None:
        (place / ".git").symlink_to(repo.path / ".git")
    else:
        (place / ".git").write_text(content)
    assert linked_to(str(place)) is None


async def test_the_links_are_mended_both_ways(repo: Repo) -> None:
    worktree = Path((await made(repo)).worktree)
    two = moved(repo)
    repository = await inspect_known(str(two.path))
    assert await follow(repository, SESSION, str(worktree), str(repo.path)) == str(worktree)
    assert Repo(worktree)("status", "--short") == ""
    there = worktree.rename(worktree.parent.parent / "two.worktrees-x")
    assert await follow(repository, SESSION, str(worktree), str(repo.path)) == str(worktree), "nobody knows where"
    Path(two.path.parent / "two.worktrees").mkdir()
    there = there.rename(two.path.parent / "two.worktrees" / worktree.name)
    assert await follow(repository, SESSION, str(worktree), str(repo.path)) == str(there)
    assert str(there) in two("worktree", "list")
    assert sorted(os.listdir(there)) == [".git", "a.txt", "b.txt"], "nothing is left of the mending"


async def test_a_link_to_what_is_there_is_never_written_over(repo: Repo, make_repo: MakeRepo) -> None:
    worktree = Path((await made(repo)).worktree)
    other = make_repo("other")
    entry = other.path / ".git" / "worktrees" / "x"
    entry.mkdir(parents=True)
    link = f"gitdir: {entry}\n"
    (worktree / ".git").write_text(link)
    await follow(await inspect_known(str(repo.path)), SESSION, str(worktree), str(repo.path))
    assert (worktree / ".git").read_text() == link


async def test_mending_writes_through_no_link(repo: Repo, tmp_path: Path) -> None:
    worktree = Path((await made(repo)).worktree)
    (tmp_path / "mine").write_text("mine")
    (worktree / ".git.branchline").symlink_to(tmp_path / "mine")
    two = moved(repo)
    await follow(await inspect_known(str(two.path)), SESSION, str(worktree), str(repo.path))
    assert ((tmp_path / "mine").read_text(), Repo(worktree)("status", "--short")) == ("mine", "")


def test_a_folder_is_told_by_its_inode_wherever_it_is(repo: Repo) -> None:
    home = Home.at(str(repo.path / ".git"))
    assert (home.is_there, home.is_unmoved) == (True, True)
    two = moved(repo)
    assert (home.is_there, home.is_unmoved) == (False, False)
    assert Home.at(str(two.path / ".git")).inode == home.inode
    shutil.copytree(two.path, repo.path)
    assert (home.is_there, home.is_unmoved) == (True, False)
