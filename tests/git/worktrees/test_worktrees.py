"""Worktrees are made with branches of their own, under names that nothing else has."""

from __future__ import annotations

import asyncio
import os
import shutil
from pathlib import Path

import pytest

from branchline.core.model.session import Ownership
from branchline.git.branches import delete_branch
from branchline.git.repository import resolve
from branchline.git.worktrees.making import Created
from branchline.git.worktrees.removal import remove
from branchline.git.worktrees.worktrees import create
from harness.refusals import refused
from harness.repositories import MakeRepo, Repo

HOSTILE = [
    "../../etc",
    "-rf",
    "--force",
    "a\nb",
    "a\0b",
    "$(touch pwned); `id` | x && y > z",
    "a..b.lock",
    "@{-1}",
    "HEAD",
    "refs/heads/main",
    "con",
    "‮gpj.exe",
    "ｆｕｌｌ　ｗｉｄｔｈ",
    "名前",
    "\ud800",
    "",
    "   ",
    "~^:?*[\\",
    "x" * 1_000_000,
]


async def test_a_new_branch_in_a_new_worktree(repo: Repo) -> None:
    before = repo.state()
    made = await create(str(repo.path), "Fix the login!")
    assert made == Created(
        f"{repo.path}.worktrees/fix-the-login",
        "branchline/fix-the-login",
        repo.head,
        repo.head,
        Ownership(worktree=True, branch=True),
    )
    worktree = Repo(Path(made.worktree))
    assert worktree("symbolic-ref", "HEAD") == "refs/heads/branchline/fix-the-login"
    assert worktree.head == repo.head
    assert worktree("status", "--porcelain") == ""
    assert (worktree.path / "a.txt").read_text() == "one\ntwo\nthree\n"
    after = repo.state()
    assert {key for key in before if before[key] != after[key]} == {"refs", "worktrees", "entries", "beside"}


async def test_the_base_is_head_of_the_folder_that_was_asked(repo: Repo) -> None:
    repo("worktree", "add", "--quiet", "../linked", "-b", "other")
    tip = Repo(repo.path.parent / "linked").commit("second")
    made = await create(str(repo.path.parent / "linked"), "x")
    assert made.base == tip
    assert made.worktree == f"{repo.path}.worktrees/x"


async def test_any_commit_ish_can_be_the_base_and_is_never_tracked(make_repo: MakeRepo, git_config: Path) -> None:
    git_config.write_text(git_config.read_text() + "[branch]\n\tautoSetupMerge = always\n")
    upstream = make_repo("upstream")
    first = upstream.head
    upstream("tag", "-m", "release", "v1")
    second = upstream.commit("second")
    clone = make_repo("clone", commit=False)
    clone("remote", "add", "origin", str(upstream.path))
    clone("fetch", "--quiet", "origin")
    clone("reset", "--quiet", "--hard", "v1")
    bases = {"origin/main": second, "v1": first, second: second, second[:9]: second, "HEAD": first, "main": first}
    for base, commit in bases.items():
        made = await create(str(clone.path), f"from {base}", base=base)
        assert (made.base, Repo(Path(made.worktree)).head) == (commit, commit)
        assert clone("config", "--get-regexp", rf"branch\.{made.branch}\..*", check=False) == ""


@pytest.mark.parametrize(
    "base", ["nowhere", "--help", "-n", "a\0b", "a\nb", "HEAD:a.txt", "main^{tree}", "\ud800", "x" * 1_000_000, "@{9}"]
)
async def test_a_base_that_is_no_commit(repo: Repo, base: str) -> None:
    before = repo.state()
    await refused("BASE_NOT_FOUND", create(str(repo.path), "x", base=base))
    await refused("BASE_NOT_FOUND", resolve(str(repo.path), base))
    assert repo.state() == before


@pytest.mark.parametrize("name", HOSTILE)
async def test_hostile_names_become_plain_ones(repo: Repo, name: str) -> None:
    made = await create(str(repo.path), name)
    folder = Path(made.worktree)
    assert folder.parent == Path(f"{repo.path}.worktrees")
    assert made.branch == f"branchline/{folder.name}"
    assert folder.name.strip("abcdefghijklmnopqrstuvwxyz0123456789-") == ""
    assert sorted(os.listdir(repo.path.parent)) == ["gitconfig", "project", "project.worktrees"]
    assert sorted(os.listdir(repo.path)) == [".git", "a.txt", "b.txt"]


@pytest.mark.parametrize("prefix", ["../", "-", "a b/", "a..b/", "@{-", ".x/", "x/.", "a\nb", "a:b/", "\ud800", "\\"])
async def test_a_prefix_that_no_branch_may_have(repo: Repo, prefix: str) -> None:
    before = repo.state()
    await refused("BAD_PREFIX", create(str(repo.path), "x", prefix=prefix))
    assert repo.state() == before


async def test_a_branch_where_the_prefix_needs_a_folder(repo: Repo) -> None:
    repo("branch", "branchline")
    error = await refused("BAD_PREFIX", create(str(repo.path), "x"))
    assert "“branchline”" in error.message
    assert (await create(str(repo.path), "x", prefix="")).branch == "x"


async def test_taken_names_get_a_suffix(repo: Repo) -> None:
    repo("branch", "branchline/Branch")
    repo("branch", "branchline/deeper/x")
    parent = Path(f"{repo.path}.worktrees")
    parent.mkdir()
    (parent / "path").write_text("somebody's file")
    (parent / "link").symlink_to("/nowhere")
    repo("worktree", "add", "--quiet", "-b", "gone", str(parent / "known"))
    shutil.rmtree(parent / "known")
    names = {
        name: Path((await create(str(repo.path), name)).worktree).name
        for name in ("branch", "deeper", "path", "link", "known", "free")
    }
    assert names == {
        "branch": "branch-2",
        "deeper": "deeper-2",
        "path": "path-2",
        "link": "link-2",
        "known": "known-2",
        "free": "free",
    }
    assert (await create(str(repo.path), "branch")).branch == "branchline/branch-3"
    assert (parent / "path").read_text() == "somebody's file"


async def test_eight_at_once_get_eight_names(repo: Repo) -> None:
    made = await asyncio.gather(*(create(str(repo.path), "same") for _ in range(8)))
    assert sorted(each.branch for each in made) == [
        "branchline/same",
        *(f"branchline/same-{number}" for number in range(2, 9)),
    ]
    assert len({each.worktree for each in made}) == 8
    for each in made:
        assert Repo(Path(each.worktree))("status", "--porcelain", "--branch") == f"## {each.branch}"


async def test_another_folder_for_worktrees_may_be_a_symbolic_link(repo: Repo, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    made = await create(str(repo.path), "x", worktrees_folder=str(tmp_path / "link" / "new" / "deep"))
    assert made.worktree == str(tmp_path / "real" / "new" / "deep" / "x")
    await remove(made.worktree, str(repo.path), made.owns)
    assert not Path(made.worktree).exists()
    assert (tmp_path / "real" / "new" / "deep").is_dir(), "the user's folder stays"


async def test_a_submodules_worktree_does_not_show_in_the_repository_around_it(make_repo: MakeRepo) -> None:
    library, around = make_repo("library"), make_repo("around")
    around("submodule", "--quiet", "add", str(library.path), "lib")
    around.commit("with a submodule")
    made = await create(str(around.path / "lib"), "x")
    assert Path(made.worktree) == around.path.parent / "around.worktrees" / "x"
    assert around("status", "--porcelain", "--ignored") == ""
    await remove(made.worktree, str(around.path / "lib"), made.owns)
    assert not (around.path.parent / "around.worktrees").exists()


async def test_a_repository_that_is_said_to_be_bare_and_has_a_checkout(repo: Repo) -> None:
    """Some tools leave `core.bare` behind."""
    made = await create(str(repo.path), "x")
    repo("config", "core.bare", "true")
    another = await create(str(repo.path), "y")
    for each in (made, another):
        await remove(each.worktree, str(repo.path), each.owns)
        await delete_branch(str(repo.path), each.branch, each.tip)
    assert repo("for-each-ref", "--format=%(refname)") == "refs/heads/main"
