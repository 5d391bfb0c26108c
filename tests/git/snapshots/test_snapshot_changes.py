"""What changed from one snapshot to the next is counted and told."""

from __future__ import annotations

from pathlib import Path

import pytest

from branchline.core.model.changes import Changes, FileChange, FileStatus
from branchline.git.snapshots import changes
from harness.repositories import Repo
from harness.snapshots import change_everything, take


async def test_changes_are_counted_against_the_one_before(work: Repo, folder: Path) -> None:
    work.write("edit.txt", "1\n2\nthree\nfour\n")
    first = await take(work, folder, base=work.head)
    assert first.changes == Changes(1, 2, 1)
    work.write("binary", bytes(range(256)))
    work.write("new.txt", "a\nb\n")
    (work.path / "gone.txt").unlink()
    (work.path / "old.txt").rename(work.path / "moved.txt")
    assert (await take(work, folder, base=work.head)).changes == Changes(4, 2, 1)
    work("commit", "--quiet", "--allow-empty", "-m", "nothing")
    assert (await take(work, folder, base=work.head)).changes == Changes()


async def test_what_only_a_conversion_changed_is_not_counted(work: Repo, folder: Path) -> None:
    work.write(".gitattributes", "*.txt text eol=crlf\n")
    work.commit("conversions")
    work("rm", "-r", "--quiet", "--cached", ".")
    work("reset", "--quiet", "--hard")
    assert (work.path / "edit.txt").read_bytes() == b"1\r\n2\r\n3\r\n"
    work.write("new.txt", "a\r\n")
    assert (await take(work, folder, base=work.head)).changes == Changes(1, 1, 0)


@pytest.mark.parametrize("base", [None, "0" * 39 + "1"])
async def test_without_a_base_every_file_is_new(base: str | None, work: Repo, folder: Path) -> None:
    count = len(work("ls-files").split("\n"))
    assert (await take(work, folder, base=base)).changes.files == count


async def test_two_of_them_are_compared(repo: Repo, work: Repo, folder: Path) -> None:
    first = await take(work, folder)
    change_everything(work)
    second = await take(work, folder)
    found = {each.path: each for each in await changes.compare(str(repo.path), first.tree, second.tree)}
    assert list(found) == sorted(found)
    assert found["edit.txt"] == FileChange("edit.txt", FileStatus.MODIFIED, added=2, removed=2)
    assert found["new.txt"] == FileChange("new.txt", FileStatus.RENAMED, "old.txt")
    assert found["gone.txt"].status is FileStatus.DELETED
    assert found["binary"] == FileChange("binary", FileStatus.ADDED, binary=True)
    assert found["caf\udce9\nwith a line break"].added == 1
    assert await changes.compare(str(repo.path), work.head, first.commit) == []
