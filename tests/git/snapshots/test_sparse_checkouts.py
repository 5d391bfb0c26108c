"""What a sparse checkout leaves out is not deleted: neither shown so, nor taken away by a restore."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from branchline.core.model.changes import Changes, FileStatus
from branchline.core.reasons import SnapshotReason
from branchline.core.session.snapshot import Snapshot
from branchline.git.snapshots import snapshots
from branchline.git.snapshots.changes import compare
from branchline.git.snapshots.refs import read_all
from harness.partial_clones import partial_clone
from harness.repositories import MakeRepo, Repo
from harness.worktree_state import files_of, fingerprint

SESSION = "3f2f1c1e-0000-4000-8000-000000000000"


class Sparse:
    """A linked worktree of which `in` and `far/in` are checked out, `out` and `far/out` are not."""

    def __init__(self, work: Repo, folder: Path) -> None:
        self.work = work
        self.folder = folder
        self.base = work.head

    async def take(self) -> Snapshot:
        place = str(self.work.path)
        return await snapshots.take(place, SESSION, SnapshotReason.READY, self.folder, 1.0, base=self.base)

    async def put_back(self, target: Snapshot) -> None:
        await snapshots.put_back(str(self.work.path), target, self.folder)

    async def changed(self, left: Snapshot | str, right: Snapshot) -> dict[str, FileStatus]:
        before = left if isinstance(left, str) else left.tree
        return {each.path: each.status for each in await compare(str(self.work.path), before, right.tree)}


def patterns(work: Repo) -> None:
    """Without a cone: files of one folder are here and not here."""
    work("sparse-checkout", "set", "--no-cone", "/*", "!/*/one.txt", "!/far/out/")


@pytest.fixture(params=["none, sparse", "none, sparse, sparse index", "none, sparse, patterns"])
def sparse(request: pytest.FixtureRequest, make_repo: MakeRepo, tmp_path: Path) -> Sparse:
    kind: str = request.param
    work = partial_clone(make_repo, tmp_path, kind.removesuffix(", patterns")).work
    if kind.endswith("patterns"):
        patterns(work)
    assert "S out/one.txt" in work("ls-files", "-t")
    return Sparse(work, tmp_path / "snapshots")


async def test_it_is_as_in_the_commit(sparse: Sparse) -> None:
    first = await sparse.take()
    assert (first.tree, first.changes) == (sparse.work("rev-parse", "HEAD^{tree}"), Changes())
    assert await sparse.changed(sparse.base, first) == {}
    assert (await sparse.take()).number == 1, "nothing is different"
    assert await read_all(str(sparse.work.path), SESSION) == [first]


async def test_changes_are_those_of_the_files_that_are_here(sparse: Sparse) -> None:
    first, work = await sparse.take(), sparse.work
    work.write("new/file", "new\n")
    work.write("a.txt", "changed\n")
    (work.path / "in/moved.txt").unlink()
    second = await sparse.take()
    expected = {"new/file": FileStatus.ADDED, "a.txt": FileStatus.MODIFIED, "in/moved.txt": FileStatus.DELETED}
    assert await sparse.changed(first, second) == await sparse.changed(sparse.base, second) == expected
    assert second.changes.files == 3
    before = files_of(work)
    await sparse.put_back(first)
    assert work("status", "--porcelain") == ""
    await sparse.take()
    await sparse.put_back(second)
    assert files_of(work) == before


def widen(work: Repo) -> None:
    work("sparse-checkout", "disable")


def narrow(work: Repo) -> None:
    work("sparse-checkout", "set", "--cone", "far/in")


@pytest.mark.parametrize("alter", [widen, narrow, patterns])
async def test_after_the_cone_was_altered(alter: Callable[[Repo], None], sparse: Sparse) -> None:
    work, first = sparse.work, await sparse.take()
    alter(work)
    after = files_of(work)
    second = await sparse.take()
    assert await sparse.changed(first, second) == {}
    for target in (first, second):
        await sparse.put_back(target)
        assert files_of(work) == after
        assert work("status", "--porcelain") == ""
        await sparse.take()


async def test_what_was_changed_outside_the_old_cone_stays_and_is_shown(sparse: Sparse) -> None:
    work, first = sparse.work, await sparse.take()
    widen(work)
    work.write("out/two.txt", "mine\n")
    work.write("out/new.txt", "mine\n")
    work.write("in/two.txt", "mine\n")
    second = await sparse.take()
    shown = await sparse.changed(first, second)
    assert shown.pop("out/new.txt") is FileStatus.ADDED
    assert shown.pop("in/two.txt") is FileStatus.ADDED
    assert [*shown] in (["out/two.txt"], [])
    await sparse.put_back(first)
    assert (work.path / "out/one.txt").exists()
    assert not (work.path / "in/two.txt").exists()


async def test_work_in_a_file_that_is_not_checked_out_any_more_comes_back(sparse: Sparse) -> None:
    work = sparse.work
    widen(work)
    work.write("out/two.txt", "mine\n")
    first = await sparse.take()
    work("checkout", "--quiet", "--", "out/two.txt")
    narrow(work)
    assert not (work.path / "out").exists()
    await sparse.take()
    await sparse.put_back(first)
    assert (work.path / "out/two.txt").read_text() == "mine\n"
    assert not (work.path / "out/one.txt").exists(), "it is as it was anyway"


@pytest.mark.parametrize("kind", ["file", "link", "folder"])
async def test_something_else_where_it_would_be(kind: str, sparse: Sparse) -> None:
    work, place = sparse.work, sparse.work.path / "far/out"
    if kind == "file":
        place.write_text("mine\n")
    elif kind == "link":
        os.symlink("in", place)
    else:
        work.write("far/out/mine.txt", "mine\n")
    first, before = await sparse.take(), files_of(work)
    place.rename(work.path / "aside")
    await sparse.take()
    await sparse.put_back(first)
    assert not (work.path / "aside").exists()
    assert files_of(work) == before


async def test_a_deleted_file_of_the_cone_is_deleted(sparse: Sparse) -> None:
    (sparse.work.path / "in/moved.txt").unlink()
    first = await sparse.take()
    assert await sparse.changed(sparse.base, first) == {"in/moved.txt": FileStatus.DELETED}
    sparse.work("checkout", "--quiet", "--", "in/moved.txt")
    await sparse.take()
    await sparse.put_back(first)
    assert not (sparse.work.path / "in/moved.txt").exists()


async def test_all_comes_back(sparse: Sparse) -> None:
    work = sparse.work
    work.write("in/one.txt", "mine\n")
    work("add", "--sparse", "in/one.txt")
    work.write("in/one.txt", "and more\n")
    shot, before = await sparse.take(), fingerprint(work)
    settings = Path(work("rev-parse", "--git-path", "info/sparse-checkout")).read_bytes()
    clone = Repo(Path(work("rev-parse", "--path-format=absolute", "--git-common-dir")).parent)
    clone("worktree", "remove", "--force", str(work.path))
    clone("worktree", "add", "--quiet", "--no-checkout", str(work.path), "topic")
    Path(work("rev-parse", "--git-path", "info/sparse-checkout")).write_bytes(settings)
    await snapshots.restore(str(work.path), shot, sparse.folder)
    assert fingerprint(work) == before
