"""What the system refuses while our own files are written is said like what git says."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from branchline.core.reasons import SnapshotReason
from branchline.git.changes import read_changes
from branchline.git.snapshots import refs, snapshots
from harness.refusals import refused
from harness.repositories import Repo

SESSION = "3f2f1c1e-0000-4000-8000-000000000000"


@pytest.mark.parametrize(
    "step",
    ["snapshots.index.shutil.copyfile", "own_folder._write", "own_folder.drop_locks", "Path.mkdir"],
)
@pytest.mark.parametrize(("number", "code"), [(errno.ENOSPC, "DISK_FULL"), (errno.EACCES, "PERMISSION_DENIED")])
async def test_no_snapshot(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int, code: str
) -> None:
    _fails(monkeypatch, step, number)
    taken = snapshots.take(str(repo.path), SESSION, SnapshotReason.READY, tmp_path / "folder", 1.0)
    error = await refused(code, taken)
    assert isinstance(error.__cause__, OSError), "for the log"
    monkeypatch.undo()
    assert await refs.read_all(str(repo.path), SESSION) == []


@pytest.mark.parametrize("step", ["changes.shutil.copy2", "changes.os.replace"])
async def test_no_counts(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    _fails(monkeypatch, step, errno.ENOSPC)
    await refused("DISK_FULL", read_changes(str(repo.path), repo.head, tmp_path / "changes"))


async def test_no_index_put_back(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.write("half", "1\n")
    repo("add", "--intent-to-add", "half")  # An index that only a file can hold.
    taken = await snapshots.take(str(repo.path), SESSION, SnapshotReason.READY, tmp_path / "folder", 1.0)
    assert taken.index_is_file
    _fails(monkeypatch, "snapshots.index.os.replace", errno.ENOSPC)
    await refused("DISK_FULL", snapshots.put_index(str(repo.path), taken))


def _fails(monkeypatch: pytest.MonkeyPatch, step: str, number: int) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number), "/a/file")

    monkeypatch.setattr(f"branchline.git.{step}" if step != "Path.mkdir" else "pathlib.Path.mkdir", refuse)
