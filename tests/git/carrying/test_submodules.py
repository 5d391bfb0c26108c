"""A new worktree has the submodules that the main checkout has, without a network and without the other repository."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from branchline.core.session.carrying import Missed
from branchline.git.carrying import submodules
from branchline.git.git_folders import folders_in, folders_of
from branchline.git.losses import submodule_commits
from branchline.git.worktrees.worktrees import create
from harness.repositories import MakeRepo, Repo


@pytest.fixture
def nested(make_repo: MakeRepo, tmp_path: Path) -> Repo:
    """A repository with a submodule `libs/outer`, which has one `inner`; where they came from is gone."""
    inner = make_repo("inner-origin")
    outer = make_repo("outer-origin")
    outer("submodule", "--quiet", "add", str(inner.path), "inner")
    outer.commit("inner")
    repo = make_repo()
    repo("submodule", "--quiet", "add", str(outer.path), "libs/outer")
    repo.commit("outer")
    repo("submodule", "--quiet", "update", "--init", "--recursive")
    shutil.rmtree(inner.path)
    shutil.rmtree(outer.path)
    return repo


async def brought(repo: Repo, name: str = "x", base: str | None = None) -> tuple[Path, list[Missed]]:
    made = await create(str(repo.path), name, base=base)
    tree = folders_in(made.worktree, str(repo.path))
    return Path(made.worktree), await submodules.bring(folders_of(str(repo.path)), tree)


async def test_they_are_there_with_their_own(nested: Repo, git_config: Path, tmp_path: Path) -> None:
    git_config.write_text(git_config.read_text().replace("allow = always", "allow = never"))
    config = (nested.path / ".git" / "config").read_text()
    tree, missed = await brought(nested)
    assert missed == []
    assert (tree / "libs" / "outer" / "a.txt").exists()
    assert (tree / "libs" / "outer" / "inner" / "a.txt").exists()
    made = Repo(tree / "libs" / "outer")
    assert made("config", "remote.origin.url") == str(tmp_path / "outer-origin"), "what is fetched comes from there"
    assert made.head == Repo(nested.path / "libs" / "outer").head
    assert Repo(tree)("status", "--porcelain") == ""
    assert (nested.path / ".git" / "config").read_text() == config, "the user's own settings stay"
    assert not (nested.path / ".git" / "worktrees" / "x" / "modules" / "libs" / "outer" / "objects" / "info"
                / "alternates").exists(), "it does not need the main checkout's"  # fmt: skip


async def test_commits_that_the_remote_had_are_no_loss(make_repo: MakeRepo) -> None:
    origin = make_repo("origin")
    repo = make_repo()
    repo("submodule", "--quiet", "add", str(origin.path), "sub")
    origin.commit("later", c__txt="c\n")
    inner = Repo(repo.path / "sub")
    inner("fetch", "--quiet")
    inner("checkout", "--quiet", "--detach", "origin/main")
    repo.commit("sub")
    shutil.rmtree(origin.path)
    tree, missed = await brought(repo)
    assert missed == []
    assert (tree / "sub" / "c.txt").exists()
    assert await submodule_commits(folders_in(str(tree), str(repo.path))) == {"sub": 0}


async def test_one_that_the_main_checkout_has_not_is_none_here_either(nested: Repo) -> None:
    nested("submodule", "--quiet", "deinit", "--force", "--all")
    shutil.rmtree(nested.path / ".git" / "modules")
    tree, missed = await brought(nested)
    assert missed == []
    assert list((tree / "libs" / "outer").iterdir()) == []


async def test_a_commit_that_is_not_there_is_told_and_the_others_come(nested: Repo, make_repo: MakeRepo) -> None:
    other = make_repo("other-origin")
    nested("submodule", "--quiet", "add", str(other.path), "other")
    nested("update-index", "--cacheinfo", f"160000,{'1' * 40},libs/outer")
    nested("commit", "-qm", "a commit that nobody has")
    tree, missed = await brought(nested)
    assert missed == [Missed("libs/outer", submodules.NOT_HAD)]
    assert (tree / "other" / "a.txt").exists()


@pytest.mark.parametrize("update", ["!touch ran", "merge"])
async def test_what_settings_would_run_is_not_run(nested: Repo, update: str, tmp_path: Path) -> None:
    nested("config", "submodule.libs/outer.update", update.replace("ran", str(tmp_path / "ran")))
    nested.hook("post-checkout", f"[ -e libs/outer/a.txt ] && touch '{tmp_path}/ran'; true")
    shutil.copy(nested.path / ".git/hooks/post-checkout", nested.path / ".git/modules/libs/outer/hooks/post-checkout")
    tree, missed = await brought(nested)
    assert missed == []
    assert (tree / "libs" / "outer" / "a.txt").exists()
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("name", ["../../outside", "/outside", "x/../../y", ".git"])
async def test_names_that_lead_elsewhere_are_left_alone(repo: Repo, name: str) -> None:
    repo.write(".gitmodules", f'[submodule "{name}"]\n\tpath = sub\n\turl = x\n[submodule "b"]\n\tpath = {name}\n')
    repo.commit("hostile")
    tree, missed = await brought(repo)
    assert missed == []
    assert sorted(each.name for each in tree.iterdir()) == [".git", ".gitmodules", "a.txt", "b.txt"]


async def test_a_repository_without_submodules_needs_no_look(repo: Repo) -> None:
    assert (await brought(repo))[1] == []
