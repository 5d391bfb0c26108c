"""Worktrees that stand within another repository's working tree are nothing to that."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from branchline.git.worktrees.removal import remove
from branchline.git.worktrees.worktrees import create
from harness.refusals import refused
from harness.repositories import MakeRepo, Repo


@pytest.mark.parametrize("how", ["nested", "nested in two", "a folder inside it", "one of an earlier version"])
async def test_worktrees_inside_of_a_repository_do_not_show_in_it(make_repo: MakeRepo, how: str) -> None:
    """A repository in another one's working tree, or in one's home that is one itself; a folder that the user chose."""
    around = make_repo("around")
    repo, folder = around, str(around.path / "trees")
    if how != "a folder inside it":
        repo, folder = make_repo("inner", folder=around.path / "work"), ""
        around.write(".git/info/exclude", "work/inner/\n")
    if how == "nested in two":
        home = around.path.parent
        Repo(home)("init", "--quiet")
        Repo(home).write(".git/info/exclude", "/around/\n/gitconfig\n")
    wide = [around] if how != "nested in two" else [around, Repo(around.path.parent)]
    made = [await create(str(repo.path), name, worktrees_folder=folder or None) for name in ("x", "y")]
    parent = Path(made[0].worktree).parent
    if how == "one of an earlier version":
        (parent / ".gitignore").unlink()
        assert around("status", "--porcelain") != "", "so it was"
        made.append(await create(str(repo.path), "z"))
    for other in wide:
        assert other("status", "--porcelain") == ""
    for each in made:
        assert Repo(Path(each.worktree))("status", "--porcelain", "--ignored") == ""
        await remove(each.worktree, str(repo.path), each.owns)
        assert around("status", "--porcelain") == ""
    assert parent.exists() is (how == "a folder inside it")


@pytest.mark.parametrize("there", ["notes.txt", ".gitignore", "folder/x"])
async def test_a_folder_inside_of_a_repository_that_holds_other_things_is_left_as_it_is(
    make_repo: MakeRepo, there: str
) -> None:
    repo = make_repo()
    repo.write(f"trees/{there}", "mine\n")
    made = await create(str(repo.path), "x", worktrees_folder=str(repo.path / "trees"))
    await remove(made.worktree, str(repo.path), made.owns)
    assert repo("status", "--porcelain", "-uall") == f"?? trees/{there}"
    assert (repo.path / "trees" / there).read_text() == "mine\n"


async def test_where_nothing_is_made_no_ignore_file_is_left(make_repo: MakeRepo) -> None:
    around = make_repo("around")
    repo = make_repo("inner", folder=around.path)
    repo.commit("attributes", __gitattributes="*.txt filter=broken\n")
    repo("config", "filter.broken.smudge", "no-such-program")
    repo("config", "filter.broken.required", "true")
    await refused("FILTER_FAILED", create(str(repo.path), "x"))
    assert sorted(os.listdir(around.path)) == [".git", "a.txt", "b.txt", "inner"]
