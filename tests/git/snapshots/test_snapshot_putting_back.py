"""A worktree's files become those of a snapshot; what is ignored, and what nobody took a snapshot of, stays."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from branchline.core.reasons import SnapshotReason
from branchline.git.snapshots import snapshots
from harness.repositories import Repo
from harness.snapshot_scene import Scene
from harness.worktree_state import files_of, fingerprint


def swap_file_and_folder(work: Repo) -> None:
    (work.path / "keep.txt").unlink()
    work.write("keep.txt/inner", "x\n")
    work.write("folder/a", "a\n")


def swap_back(work: Repo) -> None:
    (work.path / "keep.txt" / "inner").unlink()
    (work.path / "keep.txt").rmdir()
    work.write("keep.txt", "new\n")
    (work.path / "folder" / "a").unlink()
    (work.path / "folder").rmdir()
    os.symlink("edit.txt", work.path / "folder")


def change_modes(work: Repo) -> None:
    (work.path / "edit.txt").chmod(0o755)
    (work.path / "keep.txt").unlink()
    os.symlink("../outside", work.path / "keep.txt")


def odd_names(work: Repo) -> None:
    for name in (b"caf\xe9", b"line\nbreak", b"-rf", b" spaces ", b'"quoted"', b":(top)x", b"*.txt", b"\\back"):
        work.write(name, name)


def many_folders(work: Repo) -> None:
    for number in range(30):
        work.write(f"new/{number % 3}/{number}", f"{number}\n")
    (work.path / "edit.txt").unlink()


@pytest.mark.parametrize("change", [swap_file_and_folder, change_modes, odd_names, many_folders])
async def test_there_and_back(change: Callable[[Repo], None], scene: Scene) -> None:
    work = scene.work
    first, before = await scene.take(), files_of(work)
    change(work)
    second, after = await scene.take(), files_of(work)
    status, index, head = fingerprint(scene.repo), work("ls-files", "--stage", "-z"), work.head
    await scene.put_back(first)
    assert files_of(work) == before
    assert (work.path / "build/deep/out").read_text() == "precious\n"
    await scene.take()
    await scene.put_back(second)
    assert files_of(work) == after
    assert (fingerprint(scene.repo), work("ls-files", "--stage", "-z"), work.head) == (status, index, head)


async def test_folders_files_and_links_change_places(scene: Scene) -> None:
    swap_file_and_folder(scene.work)
    first, before = await scene.take(), files_of(scene.work)
    swap_back(scene.work)
    second, after = await scene.take(), files_of(scene.work)
    for target, files in ((first, before), (second, after), (first, before)):
        await scene.put_back(target)
        assert files_of(scene.work) == files
        await scene.take()


async def test_the_users_index_and_head_stay(scene: Scene) -> None:
    first = await scene.take()
    scene.work.write("edit.txt", "staged\n")
    scene.work("add", "edit.txt")
    await scene.take()
    await scene.put_back(first)
    assert scene.work("status", "--porcelain") == "MM edit.txt"
    assert scene.repo("for-each-ref", "--format=%(refname)", "refs/heads").split() == [
        "refs/heads/main",
        "refs/heads/topic",
    ]
    assert scene.work("symbolic-ref", "HEAD") == "refs/heads/topic"


async def test_a_repository_inside_stays(scene: Scene) -> None:
    target = await scene.take()
    inner = Repo(scene.work.path / "inner")
    inner.path.mkdir()
    inner("init", "--quiet")
    inner.commit("x", a__txt="x\n")
    assert (await scene.take()).missing == ("inner",)
    await scene.put_back(target)
    assert inner("status", "--porcelain") == ""
    assert inner("log", "--format=%s") == "x"


async def test_the_index_of_another_session_for_a_fork(scene: Scene, tmp_path: Path) -> None:
    work = scene.work
    work.write("edit.txt", "staged\n")
    work("add", "edit.txt")
    work.write("edit.txt", "and more\n")
    work.write("intent.txt")
    work("add", "--intent-to-add", "intent.txt")
    taken = await scene.take()
    fork = Repo(tmp_path / "worktrees" / "fork")
    scene.repo("worktree", "add", "--quiet", "-b", "fork", str(fork.path), "topic")
    folder = tmp_path / "of-the-fork"
    await snapshots.take(str(fork.path), "fork", SnapshotReason.START, folder, 1.0)
    await snapshots.put_back(str(fork.path), taken, folder)
    await snapshots.put_index(str(fork.path), taken)
    assert fork("status", "--porcelain=v2") == work("status", "--porcelain=v2")
    (work.path / "a.log").unlink()
    (work.path / "build/deep/out").unlink()
    assert files_of(fork) == files_of(work)
