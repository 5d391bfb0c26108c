"""What no snapshot holds is in the way and stays: ignored files, and what was changed meanwhile."""

from __future__ import annotations

import os
import shutil

import pytest

from branchline.core.errors import BranchlineError
from harness.snapshot_scene import Scene


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
