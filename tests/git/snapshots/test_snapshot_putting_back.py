"""A worktree's files become those of a snapshot; what is ignored, and what nobody took a snapshot of, stays."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from branchline.core.errors import BranchlineError
from branchline.core.reasons import SnapshotReason
from branchline.core.session.snapshot import Snapshot
from branchline.git.snapshots import snapshots
from harness.repositories import Repo
from harness.worktree_state import files_of, fingerprint

SESSION = "3f2f1c1e-0000-4000-8000-000000000000"


class Scene:
    """A worktree with ignored files, and its snapshots."""

    def __init__(self, repo: Repo, tmp_path: Path) -> None:
        repo.commit("more", __gitignore="*.log\nbuild/\n.env\n", keep__txt="keep\n", edit__txt="1\n2\n3\n")
        self.repo = repo
        self.work = Repo(tmp_path / "worktrees" / "w")
        self.folder = tmp_path / "snapshots"
        repo("worktree", "add", "--quiet", "-b", "topic", str(self.work.path))
        self.work.write("a.log", "precious\n")
        self.work.write("build/deep/out", "precious\n")

    async def take(self, include: tuple[str, ...] = ()) -> Snapshot:
        return await snapshots.take(
            str(self.work.path), SESSION, SnapshotReason.READY, self.folder, 1_800_000_000.0, include
        )

    async def put_back(self, target: Snapshot, include: tuple[str, ...] = ()) -> None:
        await snapshots.put_back(str(self.work.path), target, self.folder, include)

    async def refused(self, target: Snapshot) -> str:
        """Nothing was changed; the path that it names."""
        before = fingerprint(self.work)
        with pytest.raises(BranchlineError) as caught:
            await self.put_back(target)
        assert caught.value.code == "RESTORE_BLOCKED", caught.value.message
        assert fingerprint(self.work) == before
        return str(caught.value.data["path"])


@pytest.fixture
def scene(repo: Repo, tmp_path: Path) -> Scene:
    return Scene(repo, tmp_path)


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


@pytest.mark.parametrize(
    ("name", "in_the_way", "named"),
    [
        ("late.log", "late.log", "late.log"),
        ("build", "build/out", "build"),
        ("sub/x", "sub", "sub"),
        ("caf\udce9.log", "caf\udce9.log", "caf�.log"),
    ],
)
async def test_an_ignored_file_in_the_way_stays(name: str, in_the_way: str, named: str, scene: Scene) -> None:
    """Where a file of the snapshot was, there is one now that nobody took a snapshot of."""
    work = scene.work
    (work.path / "build/deep/out").unlink()
    (work.path / "build/deep").rmdir()
    (work.path / "build").rmdir()
    work.write(".gitignore", "")
    work.write(name, "of the snapshot\n")
    target = await scene.take()
    (work.path / name).unlink()
    if name == "sub/x":
        (work.path / "sub").rmdir()
    work.write(".gitignore", "*.log\nbuild/\nsub\n")
    await scene.take()
    work.write(in_the_way, "ignored now\n")
    await scene.take()
    assert (await scene.refused(target)).startswith(named)


async def test_a_folder_with_ignored_files_stays_in_the_way(scene: Scene) -> None:
    scene.work.write("thing", "a file\n")
    target = await scene.take()
    (scene.work.path / "thing").unlink()
    scene.work.write("thing/tracked", "x\n")
    scene.work.write("thing/x.log", "precious\n")
    await scene.take()
    assert await scene.refused(target) == "thing"


async def test_ignored_files_in_a_folder_that_goes(scene: Scene) -> None:
    target = await scene.take()
    scene.work.write("later/tracked", "x\n")
    scene.work.write("later/x.log", "precious\n")
    await scene.take()
    await scene.put_back(target)
    assert sorted(os.listdir(scene.work.path / "later")) == ["x.log"]


@pytest.mark.parametrize("change", ["edited", "new"])
async def test_what_was_changed_since_the_snapshot_is_not_overwritten(change: str, scene: Scene) -> None:
    work = scene.work
    work.write("edit.txt", "old\n")
    work.write("new.txt", "old\n")
    target = await scene.take()
    work.write("edit.txt", "newer\n")
    (work.path / "new.txt").unlink()
    await scene.take()
    name = "edit.txt" if change == "edited" else "new.txt"
    work.write(name, "just now\n")
    assert await scene.refused(target) == name
    await scene.take()
    await scene.put_back(target)
    assert (work.path / name).read_text() == "old\n"


async def test_kept_ignored_files_come_back_but_are_never_deleted(scene: Scene) -> None:
    work, include = scene.work, (".env",)
    work.write(".env", "1\n")
    without = await scene.take()
    with_it = await scene.take(include)
    work.write(".env", "2\n")
    await scene.take(include)
    await scene.put_back(with_it, include)
    assert (work.path / ".env").read_text() == "1\n"
    await scene.take(include)
    await scene.put_back(without, include)
    assert (work.path / ".env").read_text() == "1\n"


async def test_a_file_that_cannot_be_written_is_told(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """git itself says nothing of it. A limit on the size of files stands for a full disk."""
    scene.work.write("large", "x" * 200_000)
    target = await scene.take()
    (scene.work.path / "large").unlink()
    await scene.take()
    script = scene.folder.parent / "bin" / "git"
    script.parent.mkdir()
    real = shutil.which("git")
    script.write_text(
        f'#!/bin/bash\nif [[ " $* " == *" checkout "* ]]; then trap "" XFSZ; ulimit -f 50; fi\nexec {real} "$@"\n'
    )
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{script.parent}:{os.environ['PATH']}")
    with pytest.raises(BranchlineError) as caught:
        await scene.put_back(target)
    assert (caught.value.code, caught.value.data.get("path")) == ("RESTORE_INCOMPLETE", "large")


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
