"""A repository is found from any folder of it, and says which branches it has."""

from __future__ import annotations

import os
import shlex
import shutil
from pathlib import Path

import pytest

from branchline.git.branches import list_branches
from branchline.git.repository import in_repositories, inspect, inspect_known
from branchline.git.worktrees.removal import remove
from branchline.git.worktrees.worktrees import create
from harness.refusals import refused
from harness.repositories import MakeRepo, Repo


async def test_the_main_checkout_is_found_from_anywhere_in_it(repo: Repo) -> None:
    repo.write("deep/er/file")
    repo("worktree", "add", "--quiet", "../linked", "-b", "other")
    linked = repo.path.parent / "linked"
    Repo(linked).commit("second")
    for folder in (repo.path, repo.path / "deep" / "er", linked):
        found = await inspect(str(folder))
        assert found.root == str(repo.path)
        assert found.common_dir == str(repo.path / ".git")
        assert [checkout.branch for checkout in found.checkouts] == ["main", "other"]
    assert (await inspect(str(repo.path))).head == repo.head
    assert (await inspect(str(linked))).head == Repo(linked).head != repo.head


async def test_the_folders_that_are_in_a_repository(make_repo: MakeRepo, repo: Repo, tmp_path: Path) -> None:
    repo.write("deep/er/file")
    repo("worktree", "add", "--quiet", "../linked", "-b", "other")
    empty = make_repo("empty", commit=False)
    (tmp_path / "plain").mkdir()
    (tmp_path / "file").write_text("")
    (tmp_path / "link").symlink_to(repo.path / "deep", target_is_directory=True)
    inside = [repo.path / "deep" / "er", tmp_path / "link", empty.path, repo.path.parent / "linked", repo.path]
    outside = [tmp_path, tmp_path / "plain", tmp_path / "file", tmp_path / "none"]
    asked = [str(each) for pair in zip(inside, [*outside, tmp_path], strict=True) for each in pair]
    assert await in_repositories(asked) == [str(each) for each in inside], "in the order of the question"
    assert await in_repositories([]) == []
    await refused("PATH_MISSING", in_repositories([str(repo.path), "relative"]))


async def test_nothing_of_a_repository_runs_while_it_is_looked_for(repo: Repo, tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {tmp_path / 'ran'}\n")
    program.chmod(0o755)
    for name in ("core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "diff.external", "alias.rev-parse"):
        repo("config", name, f"!{program}" if name.startswith("alias") else str(program))
    for hook in ("post-index-change", "reference-transaction", "post-checkout"):
        (repo.path / ".git" / "hooks" / hook).write_text(program.read_text())
        (repo.path / ".git" / "hooks" / hook).chmod(0o755)
    assert await in_repositories([str(repo.path)]) == [str(repo.path)]
    assert not (tmp_path / "ran").exists()


async def test_one_that_cannot_be_used_is_found_so_that_it_is_said_why(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend_other_owner(tmp_path, monkeypatch)
    assert await in_repositories([str(repo.path)]) == [str(repo.path)]
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    await refused("GIT_MISSING", in_repositories([str(repo.path)]))


async def test_a_detached_head_and_an_odd_folder_name(make_repo: MakeRepo) -> None:
    repo = make_repo("odd\nname ' \" ü")
    repo("checkout", "--quiet", "--detach")
    found = await inspect(str(repo.path))
    assert (found.root, found.checkouts[0].branch) == (str(repo.path), None)


async def test_folders_that_hold_no_usable_repository(make_repo: MakeRepo, tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    (tmp_path / "file").write_text("")
    empty = make_repo("empty", commit=False)
    source = make_repo("source")
    source("clone", "--quiet", "--bare", ".", "../bare.git")
    make_repo("bare-and-empty", commit=False)("init", "--quiet", "--bare", "../bare-empty.git")
    await refused("NOT_A_REPO", inspect(str(tmp_path / "plain")))
    await refused("NO_COMMIT", inspect(str(empty.path)))
    await refused("BARE_REPO", inspect(str(tmp_path / "bare.git")))
    await refused("BARE_REPO", inspect(str(tmp_path / "bare-empty.git")))
    for missing in (str(tmp_path / "none"), str(tmp_path / "file"), "", "a\0b", "relative", "/" + "x" * 1_000_000):
        error = await refused("PATH_MISSING", inspect(missing))
        assert len(error.message) < 400


@pytest.mark.parametrize("given_away", [False, True])
async def test_a_repository_that_git_does_not_trust(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given_away: bool
) -> None:
    """The message has the command that ends it."""
    if given_away and os.geteuid() == 0:
        for place, folders, files in os.walk(repo.path):
            for name in [".", *folders, *files]:
                os.chown(os.path.join(place, name), 12345, 12345, follow_symlinks=False)
    else:
        pretend_other_owner(tmp_path, monkeypatch)
    error = await refused("UNSAFE_REPO", inspect(str(repo.path)))
    command = str(error.data["command"])
    assert f"run `{command}` in a terminal" in error.message
    repo(*shlex.split(command)[1:])
    assert (await inspect(str(repo.path))).root == str(repo.path)


def pretend_other_owner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """git itself pretends that another user owns whatever it finds; its own tests do the same."""
    real = shutil.which("git")
    wrapper = tmp_path / "bin" / "git"
    wrapper.parent.mkdir()
    wrapper.write_text(f'#!/bin/sh\nGIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec {real} "$@"\n')
    wrapper.chmod(0o755)
    monkeypatch.setenv("PATH", f"{wrapper.parent}:{os.environ['PATH']}")


@pytest.mark.parametrize("kind", ["plain", "a submodule", "its git folder elsewhere"])
async def test_core_bare_makes_no_checkout_a_bare_repository(make_repo: MakeRepo, tmp_path: Path, kind: str) -> None:
    """Some tools leave it behind, or set it in the wrong repository."""
    repo = make_repo()
    checkout = repo.path
    if kind == "a submodule":
        around = make_repo("around")
        around("submodule", "--quiet", "add", str(repo.path), "lib")
        checkout = around.path / "lib"
    elif kind == "its git folder elsewhere":
        repo("init", "--quiet", "--separate-git-dir", str(tmp_path / "folder.git"))
    before = await inspect(str(checkout))
    Repo(checkout)("config", "core.bare", "true")
    (checkout / "sub").mkdir()
    for folder in (checkout, checkout / "sub"):
        found = await inspect(str(folder))
        assert (found.root, found.common_dir, found.head) == (str(checkout), before.common_dir, before.head)
    assert (await inspect_known(before.common_dir)).common_dir == before.common_dir


async def test_checkouts_without_a_main_one_are_their_own_root(make_repo: MakeRepo, tmp_path: Path) -> None:
    source = make_repo("source")
    source("clone", "--quiet", "--bare", ".", "../bare.git")
    source("--git-dir=../bare.git", "worktree", "add", "--quiet", "../of-bare", "main")
    outer = make_repo("outer")
    outer("submodule", "--quiet", "add", str(source.path), "inner")
    source("init", "--quiet", f"--separate-git-dir={tmp_path / 'elsewhere'}", str(tmp_path / "separate"))
    Repo(tmp_path / "separate").commit()
    outside = {folder: folder for folder in (tmp_path / "of-bare", tmp_path / "separate")}
    for folder, beside in {**outside, outer.path / "inner": outer.path}.items():
        assert (await inspect(str(folder))).root == str(folder)
        made = await create(str(folder), "try")
        assert Path(made.worktree).parent == Path(f"{beside}.worktrees")
        await remove(made.worktree, str(folder), made.owns)
        assert not Path(f"{beside}.worktrees").exists()


@pytest.mark.parametrize("packed", [False, True])
async def test_branches_are_listed_without_a_process_left_behind(make_repo: MakeRepo, packed: bool) -> None:
    upstream = make_repo("upstream")
    upstream("branch", "feature")
    upstream("clone", "--quiet", ".", "../clone")
    clone = Repo(upstream.path.parent / "clone")
    clone("branch", "a/b")
    if packed:
        clone("pack-refs", "--all")
    made = await create(str(clone.path), "x")
    descriptors = len(os.listdir("/dev/fd"))
    found = await list_branches(str(clone.path))
    assert found.current == "main"
    assert [(each.name, each.remote, each.checked_out) for each in found.branches] == [
        ("a/b", False, None),
        ("branchline/x", False, made.worktree),
        ("main", False, str(clone.path)),
        ("origin/feature", True, None),
        ("origin/main", True, None),
    ]
    assert (await list_branches(made.worktree)).current == "branchline/x"
    Repo(Path(made.worktree))("checkout", "--quiet", "--detach")
    assert (await list_branches(made.worktree)).current is None
    assert len(os.listdir("/dev/fd")) <= descriptors + 1
