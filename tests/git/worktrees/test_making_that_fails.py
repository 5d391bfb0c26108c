"""Worktrees are made whole or not at all."""

from __future__ import annotations

import asyncio
import os
import resource
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from branchline.git.worktrees.removal import remove
from branchline.git.worktrees.worktrees import create
from harness.partial_clones import partial_clone
from harness.processes import exists
from harness.refusals import refused
from harness.repositories import MakeRepo, Repo


async def until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not happened():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("echo 'fatal: no licence'; echo more; exit 1", "fatal: no licence"),
        ("echo 'Permission denied'; exit 7", "Permission denied"),
        ("exit 1", "it printed nothing."),
    ],
)
async def test_a_hook_that_fails_is_told_and_the_worktree_stands(repo: Repo, script: str, said: str) -> None:
    repo.hook("post-checkout", script)
    made = await create(str(repo.path), "x", session_id="s")
    assert made.hook_failed == f"The repository's post-checkout hook failed: {said}"
    assert (Path(made.worktree) / "a.txt").exists()
    assert repo("worktree", "list", "--porcelain").count("locked") == 0
    await remove(made.worktree, str(repo.path), made.owns)


async def test_a_hook_that_succeeds_has_run(repo: Repo) -> None:
    repo.hook("post-checkout", "echo made > by-hook")
    made = await create(str(repo.path), "x")
    assert made.hook_failed is None
    assert (Path(made.worktree) / "by-hook").read_text() == "made\n"


@pytest.mark.parametrize(("setting", "said"), [("smudge", "no-such-program"), ("process", "no-such-program")])
async def test_a_filter_that_fails_is_named_and_leaves_nothing(
    repo: Repo, git_config: Path, setting: str, said: str
) -> None:
    """As in a repository that keeps files by Git LFS, where that is not installed."""
    repo.commit("attributes", __gitattributes="*.txt filter=broken\n")
    before, plain = repo.state(), git_config.read_text()
    git_config.write_text(f'{plain}[filter "broken"]\n\tclean = cat\n\t{setting} = no-such-program now\n\trequired\n')
    error = await refused("FILTER_FAILED", create(str(repo.path), "x"))
    assert said in error.message
    git_config.write_text(plain)
    assert repo.state() == before


async def test_a_cancelled_creation_leaves_nothing(repo: Repo, tmp_path: Path) -> None:
    repo.hook("post-checkout", f"trap '' TERM; echo $$ > '{tmp_path}/pid'; while :; do sleep 0.05; done")
    before = {**repo.state(), "beside": [*sorted(os.listdir(tmp_path)), "pid"]}
    creating = asyncio.ensure_future(create(str(repo.path), "x"))
    pid = tmp_path / "pid"
    await until(lambda: pid.exists() and pid.read_text().strip() != "")
    creating.cancel()
    with pytest.raises(asyncio.CancelledError):
        await creating
    after = repo.state()
    assert sorted(after.pop("beside")) == sorted(before.pop("beside"))  # type: ignore[call-overload]
    assert after == before
    # The killed hook's parent is gone: init reaps it soon.
    await until(lambda: not exists(int(pid.read_text())))


async def test_a_place_that_cannot_hold_worktrees(repo: Repo) -> None:
    Path(f"{repo.path}.worktrees").write_text("a file")
    before = repo.state()
    await refused("NOT_MADE", create(str(repo.path), "x"))
    assert repo.state() == before


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path | None]:
    """A file system of 3 MB; None where this user may not mount one."""
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)]
    if os.uname().sysname != "Linux" or subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        yield None
        return
    yield place
    subprocess.run(["umount", place], check=True)


async def test_a_full_disk_leaves_nothing(make_repo: MakeRepo, small_disk: Path | None) -> None:
    if small_disk is None:
        repo = make_repo()
        repo.hook("post-checkout", "echo 'cp: out/x: No space left on device' >&2; exit 1")
        before = repo.state()
        await refused("DISK_FULL", create(str(repo.path), "does not fit"))
        assert repo.state() == before
        return
    repo = make_repo(folder=small_disk)
    for name in ("x", "y"):
        repo.write(name, b"a" * 900_000)
    repo.commit()
    before = repo.state()
    await refused("DISK_FULL", create(str(repo.path), "does not fit"))
    assert repo.state() == before
    with pytest.raises(OSError, match="No space"):
        (small_disk / "fill").write_bytes(b"a" * 3_000_000)
    before = repo.state()
    await refused("DISK_FULL", create(str(repo.path), "nothing fits"))
    assert repo.state() == before


async def test_a_git_that_dies_half_way_leaves_nothing(repo: Repo) -> None:
    repo.write("x", b"a" * 900_000)
    repo.commit()
    before = repo.state()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, hard))
    try:
        error = await refused("GIT_KILLED", create(str(repo.path), "x"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert error.data["status"] != 0
    assert repo.state() == before


async def test_a_commit_whose_files_only_a_remote_has_that_is_not_there(make_repo: MakeRepo, tmp_path: Path) -> None:
    partial = partial_clone(make_repo, tmp_path, "blob:none")
    partial.go_offline()
    repo = Repo(partial.clone.path)
    before = repo.state()
    error = await refused("GIT_FAILED", create(str(repo.path), "x", base="HEAD^"))
    assert "partial clone" in error.message
    assert repo.state() == before
    made = await create(str(repo.path), "x")
    assert Repo(Path(made.worktree))("status", "--porcelain") == "", "what is here is enough for this one"
