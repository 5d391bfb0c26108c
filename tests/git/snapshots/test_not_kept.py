"""What no snapshot can hold is named, so that a worktree that has it is not deleted."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from branchline.git.snapshots.entry import not_kept_of
from branchline.git.snapshots.snapshots import not_kept
from branchline.git.snapshots.unkept import closed
from harness.repositories import MakeRepo, Repo

NOBODY = 65534


@pytest.fixture
def work(repo: Repo, tmp_path: Path) -> Repo:
    """A linked worktree beside a branch that it conflicts with."""
    repo("worktree", "add", "--quiet", "-b", "topic", str(tmp_path / "worktrees" / "w"))
    repo.commit("theirs", a__txt="theirs\n")
    work = Repo(tmp_path / "worktrees" / "w")
    work.commit("ours", a__txt="ours\n", __gitignore="node_modules/\n*.log\n")
    return work


async def test_plain_files_of_every_kind_are_kept(work: Repo) -> None:
    work.write("untracked/deep/file")
    work.write("a.log")
    work.write("a.txt", "changed\n")
    os.symlink("nowhere", work.path / "link")
    assert await not_kept(str(work.path)) == []


async def test_repositories_inside_and_submodules(make_repo: MakeRepo, work: Repo) -> None:
    for name in ("with a commit", "deep/without\none", "node_modules/ignored"):
        inner = Repo(work.path / name)
        inner.path.mkdir(parents=True)
        inner("init", "--quiet")
    Repo(work.path / "with a commit").commit("x", x="x")
    library = make_repo("library")
    work("submodule", "--quiet", "add", str(library.path), "sub")
    assert await not_kept(str(work.path)) == ["deep/without\none", "sub", "with a commit"]
    work("submodule", "--quiet", "deinit", "--force", "sub")
    assert await not_kept(str(work.path)) == ["deep/without\none", "with a commit"]


async def test_commits_of_a_submodule_that_is_not_checked_out_any_more(make_repo: MakeRepo, work: Repo) -> None:
    """Its repository is in the worktree's git folder."""
    work("submodule", "--quiet", "add", str(make_repo("library").path), "sub")
    Repo(work.path / "sub").commit("mine", mine__txt="mine\n")
    assert await not_kept(str(work.path)) == ["sub"]
    work("submodule", "--quiet", "deinit", "--force", "sub")
    assert await not_kept(str(work.path)) == ["commits of the submodule sub"]


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["merge", "main"], "a merge under way"),
        (["rebase", "main"], "a rebase under way"),
        (["rebase", "--apply", "main"], "a rebase under way"),
        (["cherry-pick", "main"], "a cherry-pick under way"),
        (["revert", "HEAD~1"], "a revert under way"),
        (["bisect", "start"], "a bisect under way"),
    ],
)
async def test_operations_under_way(command: list[str], words: str, work: Repo) -> None:
    if command[0] == "revert":
        work.commit("later", a__txt="later\n")
    work(*command, check=False)
    assert await not_kept(str(work.path)) == [words]
    if command[0] == "bisect":
        work("bisect", "reset")
    else:
        work(command[0], "--abort")
    assert await not_kept(str(work.path)) == []


@pytest.fixture
def as_nobody() -> Iterator[Path]:
    """A folder, and no rights of root's: nothing is closed to root."""
    with tempfile.TemporaryDirectory(prefix="branchline-test-") as folder:
        is_root = os.geteuid() == 0
        if is_root:
            os.chown(folder, NOBODY, NOBODY)
            os.setresuid(NOBODY, NOBODY, 0)
        try:
            yield Path(folder)
        finally:
            if is_root:
                os.setresuid(0, 0, 0)


def test_what_may_not_be_read(as_nobody: Path) -> None:
    for name in ("open/file", "open/closed", "shut/file", "ignored/file"):
        (as_nobody / name).parent.mkdir(exist_ok=True)
        (as_nobody / name).write_text("x")
    os.symlink("closed", as_nobody / "open" / "link")
    for name in ("open/closed", "shut", "ignored"):
        (as_nobody / name).chmod(0)
    try:
        assert closed(str(as_nobody), {"ignored"}) == ["open/closed", "shut"]
    finally:
        for name in ("shut", "ignored"):
            (as_nobody / name).chmod(0o700)


COMING_AND_GOING = """
while :; do
    touch index.lock HEAD.lock logs/HEAD.lock FETCH_HEAD ORIG_HEAD
    rm -f index.lock HEAD.lock logs/HEAD.lock FETCH_HEAD ORIG_HEAD
    mkdir -p "$1/a/b" && rm -r "$1/a"
done
"""


def test_files_that_come_and_go_meanwhile_are_none(work: Repo) -> None:
    """Somebody's git is at work there."""
    entry = Path(work("rev-parse", "--absolute-git-dir"))
    with subprocess.Popen(["sh", "-c", COMING_AND_GOING, "sh", str(work.path)], cwd=entry) as others:
        try:
            for _ in range(1000):
                assert not_kept_of(entry) == []
                assert closed(str(work.path), ()) == []
        finally:
            others.kill()
