"""Caches of a worktree are found by name and by what git says of them; one that is to go is looked at once more."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from branchline.git.git_folders import GitFolders, folders_in
from branchline.git.worktrees import caches
from branchline.git.worktrees.worktrees import create
from harness.repositories import Repo

IGNORED = "node_modules/\n.venv\n/target\nbuild/\ndist\n__pycache__/\n*.log\nignored/\n"


@pytest.fixture
async def work(repo: Repo) -> Repo:
    """A worktree with manifests, and all that they are made into."""
    repo.write(".gitignore", IGNORED)
    for name in ("package.json", "Cargo.toml", "web/package.json", "lib/README.md"):
        repo.write(name, "{}\n")
    repo.commit("manifests")
    made = Repo(Path((await create(str(repo.path), "w")).worktree))
    for name in (
        "node_modules/a/index.js", "web/node_modules/b.js", "target/debug/x", "web/dist/out.js", "lib/dist/data.bin",
        ".venv/bin/python", "src/__pycache__/a.pyc", "ignored/node_modules/c.js", "build/x.log", "debug.log",
    ):  # fmt: skip
        made.write(name)
    return made


FOUND = [".venv", "build", "node_modules", "src/__pycache__", "target", "web/dist", "web/node_modules"]


def folders(work: Repo) -> GitFolders:
    return folders_in(str(work.path), None)


async def found(work: Repo, *kept: str) -> list[str]:
    return sorted(await caches.find(folders(work), kept))


async def test_those_that_git_ignores_and_their_manifest_stands_beside(work: Repo) -> None:
    assert await found(work) == FOUND, "lib/dist has no manifest, and ignored/ is somebody's own"


def not_ignored(work: Repo) -> None:
    work.write(".gitignore", IGNORED.replace("/target\n", "").replace("build/", "*.x"))


def tracked(work: Repo) -> None:
    work("add", "--force", "target/debug/x", "build/x.log")


def linked(work: Repo) -> None:
    for each in ("target", "build"):
        shutil.rmtree(work.path / each)
        (work.path / each).symlink_to(work.path / "src")


def beyond_a_link(work: Repo) -> None:
    for each in ("target", "build"):
        os.rename(work.path / each, work.path / "ignored" / each)
    (work.path / "ignored" / "Cargo.toml").write_text("")


def not_there(work: Repo) -> None:
    for each in ("target", "build"):
        shutil.rmtree(work.path / each)


WAYS = [not_ignored, tracked, linked, beyond_a_link, not_there]


@pytest.mark.parametrize("way", WAYS)
async def test_what_is_none_stays_whatever_is_asked(way: Callable[[Repo], None], work: Repo) -> None:
    way(work)
    before = state(work)
    assert await found(work) == [each for each in FOUND if each not in {"target", "build"}]
    for each in ("target", "build", "../project", "ignored/node_modules", "src", ".git", ""):
        assert await caches.set_aside(folders(work), each) is None
    assert state(work) == before


async def test_files_that_are_kept_in_snapshots_keep_their_folder(work: Repo) -> None:
    assert await found(work, "target/debug/*", "*.js") == [".venv", "build", "src/__pycache__"]


async def test_only_its_content_all_of_which_is_ignored_makes_no_cache(work: Repo) -> None:
    work.write(".gitignore", "*.js\n*.pyc\n")
    assert await found(work) == []


async def test_one_goes_out_of_sight_as_a_whole(work: Repo) -> None:
    aside = await caches.set_aside(folders(work), "web/node_modules")
    assert aside is not None
    assert (aside.parent, [each.name for each in aside.iterdir()]) == (work.path.parent, ["b.js"])
    assert not (work.path / "web" / "node_modules").exists()
    assert "web" not in work("status", "--porcelain")
    assert await found(work) == [each for each in FOUND if each != "web/node_modules"]


@pytest.mark.parametrize("again", [False, True])
async def test_what_becomes_tracked_at_the_last_moment_is_back(
    again: bool, work: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = caches._rename_away

    def late(checkout: str, path: str, aside: Path) -> bool:
        work("add", "--force", "target/debug/x")
        done = real(checkout, path, aside)
        if again:
            work.write("target/new", "made anew meanwhile\n")
        return done

    monkeypatch.setattr(caches, "_rename_away", late)
    assert await caches.set_aside(folders(work), "target") is None
    kept = work.path / ("target.kept" if again else "target")
    assert (kept / "debug" / "x").read_text() == "text\n"
    assert not list(work.path.parent.glob(".branchline-removed-*"))


async def test_what_becomes_a_link_at_the_last_moment_stays(work: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    real = caches._rename_away

    def late(checkout: str, path: str, aside: Path) -> bool:
        os.rename(work.path / "web", work.path / "elsewhere")
        (work.path / "web").symlink_to("elsewhere")
        return real(checkout, path, aside)

    monkeypatch.setattr(caches, "_rename_away", late)
    assert await caches.set_aside(folders(work), "web/node_modules") is None
    assert (work.path / "elsewhere" / "node_modules" / "b.js").exists()


@pytest.fixture
def other_disk(work: Repo) -> Iterator[Path | None]:
    """At `target`; None where this user may not mount one."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(work.path / "target")]
    if subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        yield None
        return
    yield work.path / "target"
    subprocess.run(["umount", work.path / "target"], check=True)


async def test_another_file_system_stays(work: Repo, other_disk: Path | None) -> None:
    if other_disk is not None:
        (other_disk / "x").write_text("x")
        assert await caches.set_aside(folders(work), "target") is None
        assert (other_disk / "x").exists()


def state(work: Repo) -> list[str]:
    return sorted(str(each) for each in work.path.rglob("*"))
