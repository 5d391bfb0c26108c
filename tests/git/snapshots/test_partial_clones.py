"""In a partial clone snapshots, counts and removals need nothing that is only promised, and leave it so."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from branchline.core.model.changes import Changes, FileChange, FileStatus
from branchline.core.reasons import SnapshotReason
from branchline.core.session.snapshot import Snapshot
from branchline.git.changes import read_changes, read_file
from branchline.git.losses import loss
from branchline.git.snapshots import snapshots
from branchline.git.snapshots.changes import compare
from harness.partial_clones import PartialClone, partial_clone
from harness.refusals import refused
from harness.repositories import MakeRepo, Repo
from harness.worktree_state import files_of, fingerprint

SESSION = "3f2f1c1e-0000-4000-8000-000000000000"
KINDS = [
    "blob:none",
    "tree:0",
    "blob:none, sparse",
    "tree:0, sparse",
    "blob:none, sparse, sparse index",
    "tree:0, sparse, sparse index",
    "blob:limit=50",
]


@pytest.fixture(params=KINDS)
def partial(request: pytest.FixtureRequest, make_repo: MakeRepo, tmp_path: Path) -> PartialClone:
    return partial_clone(make_repo, tmp_path, request.param)


async def take(work: Repo, tmp_path: Path, base: str | None = None, at: float = 1.0) -> Snapshot:
    return await snapshots.take(
        str(work.path), SESSION, SnapshotReason.READY, tmp_path / "snapshots", at, base=base or work.head
    )


def change(work: Repo) -> None:
    """Staged, unstaged, committed, untracked, deleted and renamed files."""
    work.write("in/one.txt", "staged\n")
    work("add", "in/one.txt")
    work.write("in/one.txt", "and more\n")
    work.write("new/file", "new\n")
    work("mv", "in/moved.txt", "in/again.txt")
    (work.path / "far/in/two.txt").unlink()
    work.write("a.txt", "committed\n")
    work("commit", "--quiet", "-m", "mine", "--", "a.txt")


async def test_all_of_it_offline(partial: PartialClone, tmp_path: Path) -> None:
    work, base = partial.work, partial.work.head
    partial.go_offline()
    first = await take(work, tmp_path)
    assert (first.changes, first.missing) == (Changes(), ())
    change(work)
    before = fingerprint(work)
    second = await take(work, tmp_path, base, 2.0)
    assert (await loss(str(work.path), "topic")).commits == 1
    assert await snapshots.not_kept(str(work.path)) == []
    _, found = await read_changes(str(work.path), base, tmp_path / "index")
    names = {"a.txt", "in/one.txt", "in/again.txt", "new/file", "far/in/two.txt"}
    assert {each.path for each in found} == names
    assert {each.path for each in await compare(str(partial.clone.path), base, second.tree)} == names
    assert fingerprint(work) == before
    head = work.head
    partial.clone("worktree", "remove", "--force", str(work.path))
    partial.clone("worktree", "add", "--quiet", "--no-checkout", str(work.path), "topic")
    await snapshots.restore(str(work.path), second, tmp_path / "snapshots")
    assert (files_of(work), work.head) == (before["files"], head)


async def test_files_beside_an_ignore_file_that_is_only_promised(partial: PartialClone, tmp_path: Path) -> None:
    work = partial.work
    partial.go_offline()
    for name in ("out/new.txt", "far/out/new.txt", "out/deep/new.txt", "out/new.tmp"):
        work.write(name, "mine\n")
    shot = await take(work, tmp_path)
    assert "out/new.txt" in work("ls-tree", "-r", "--name-only", shot.tree).splitlines()
    assert await snapshots.not_kept(str(work.path)) == []
    assert (await loss(str(work.path), "topic")).files in {3, 4}
    _, found = await read_changes(str(work.path), work.head, tmp_path / "index")
    assert {"out/new.txt", "far/out/new.txt", "out/deep/new.txt"} <= {each.path for each in found}


async def test_nothing_is_fetched_online(partial: PartialClone, tmp_path: Path) -> None:
    work, base = partial.work, partial.work("rev-parse", "HEAD^")
    change(work)
    here = partial.here()
    shot = await take(work, tmp_path, base)
    await loss(str(work.path), "topic")
    await snapshots.not_kept(str(work.path))
    await read_changes(str(work.path), base, tmp_path / "index")
    await compare(str(partial.clone.path), base, shot.tree, work.head)
    await snapshots.put_back(str(work.path), shot, tmp_path / "snapshots")
    assert partial.here() == here


async def test_what_is_only_promised_has_no_counts(make_repo: MakeRepo, tmp_path: Path) -> None:
    partial = partial_clone(make_repo, tmp_path, "blob:none")
    work, base = partial.work, partial.work("rev-parse", "HEAD^")
    work.write("new.txt", "1\n2\n")
    shot = await take(work, tmp_path, base)
    known = {
        each.path: (each.status, each.added, each.removed) for each in await compare(str(work.path), base, shot.tree)
    }
    assert known["in/one.txt"] == (FileStatus.MODIFIED, 0, 0)
    assert known["in/moved.txt"] == (FileStatus.RENAMED, 0, 0)
    assert known["new.txt"] == (FileStatus.ADDED, 2, 0)
    assert (shot.changes.files, shot.changes.added, shot.changes.removed) == (len(known), 2, 0)
    _, found = await read_changes(str(work.path), base, tmp_path / "index")
    assert FileChange("new.txt", FileStatus.UNTRACKED, added=2) in found
    assert {each.path for each in found} == {*known}
    error = await refused("NOT_FETCHED", read_file(str(work.path), base, "in/one.txt"))
    assert error.data["path"] == "in/one.txt"
    await refused("BAD_REVISION", read_file(str(work.path), "1" * 40, "in/one.txt"))
    assert await read_file(str(work.path), work.head, "in/one.txt"), "what was checked out is here"


async def test_a_base_whose_folders_are_only_promised(make_repo: MakeRepo, tmp_path: Path) -> None:
    """What changed since the commit that is checked out is known all the same."""
    partial = partial_clone(make_repo, tmp_path, "tree:0")
    work, base = partial.work, partial.work("rev-parse", "HEAD^")
    partial.go_offline()
    work.write("new.txt", "1\n2\n")
    shot = await take(work, tmp_path, base)
    assert shot.changes == Changes(files=1, added=2)
    _, found = await read_changes(str(work.path), base, tmp_path / "index")
    assert found == [FileChange("new.txt", FileStatus.UNTRACKED, added=2)]
    assert [each.path for each in await compare(str(work.path), base, shot.tree, work.head)] == ["new.txt"]


async def test_gc_takes_them_for_what_they_are(partial: PartialClone, tmp_path: Path) -> None:
    change(partial.work)
    shot = await take(partial.work, tmp_path)
    before = files_of(partial.work)
    partial.go_offline()
    partial.clone("gc", "--quiet", "--prune=now")
    assert partial.clone("fsck", "--connectivity-only", "--no-dangling") == ""
    shutil.rmtree(tmp_path / "snapshots")
    again = await take(partial.work, tmp_path, at=2.0)
    assert again.tree == shot.tree
    assert files_of(partial.work) == before


async def test_folders_outside_the_cone_of_another_commit(make_repo: MakeRepo, tmp_path: Path) -> None:
    """A sparse index does not even have their trees."""
    partial = partial_clone(make_repo, tmp_path, "tree:0, sparse, sparse index")
    work, first = partial.work, await take(partial.work, tmp_path)
    partial.origin.commit("upstream", **{"out/one__txt": "upstream\n", "far/out/one__txt": "upstream\n"})
    work("pull", "--quiet", "origin", "main")
    partial.go_offline()
    work.write("in/one.txt", "mine\n")
    second = await take(work, tmp_path, at=2.0)
    before = fingerprint(work)
    await snapshots.put_back(str(work.path), first, tmp_path / "snapshots")
    assert (work.path / "in/one.txt").read_text() != "mine\n"
    await take(work, tmp_path, at=3.0)
    await snapshots.put_back(str(work.path), second, tmp_path / "snapshots")
    assert fingerprint(work) == before
    again = await take(work, tmp_path, at=4.0)
    assert again.tree == second.tree


def widen(work: Repo) -> None:
    work("sparse-checkout", "add", "out")


def narrow(work: Repo) -> None:
    work("sparse-checkout", "set", "in")


@pytest.mark.parametrize("alter", [widen, narrow])
async def test_another_cone(alter: Callable[[Repo], None], make_repo: MakeRepo, tmp_path: Path) -> None:
    partial = partial_clone(make_repo, tmp_path, "blob:none, sparse")
    work = partial.work
    first = await take(work, tmp_path)
    alter(work)
    partial.go_offline()
    second = await take(work, tmp_path, at=2.0)
    assert (second.tree, second.changes) == (first.tree, Changes())
    before = files_of(work)
    await snapshots.put_back(str(work.path), first, tmp_path / "snapshots")
    assert files_of(work) == before
    assert work("status", "--porcelain") == ""
