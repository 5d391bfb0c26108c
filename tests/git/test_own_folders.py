"""What we keep to be quick is a cache: damaged, or older than git's garbage collection, it is made anew."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from branchline.core.reasons import SnapshotReason
from branchline.git.changes import read_changes
from branchline.git.git_folders import folders_of
from branchline.git.own_folder import settings_of
from branchline.git.snapshots import refs, snapshots
from harness.changes import M, U, files
from harness.repositories import Repo

SESSION = "3f2f1c1e-0000-4000-8000-000000000000"


def _garbage(place: str) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        (folder / place).write_bytes(b"garbage" * 50)

    return damage


def _gone(place: str) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        path = Path(os.path.normpath(folder / place))
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()

    return damage


def _other_kind(place: str) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        path = Path(os.path.normpath(folder / place))
        is_folder = path.is_dir() and not path.is_symlink()
        _gone(place)(folder)
        if is_folder:
            path.write_text("x")
        else:
            path.mkdir()

    return damage


def _cut(place: str, length: int = 100) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        for path in folder.glob(place):
            path.write_bytes(path.read_bytes()[:length])

    return damage


def _without_entries(place: str) -> Callable[[Path], None]:
    """As one that is cut reads, or where a bit is another one: git takes it as it is."""

    def damage(folder: Path) -> None:
        for path in folder.glob(place):
            data = path.read_bytes()
            path.write_bytes(data[:8] + bytes(4) + data[12:])

    return damage


def _other_content(folder: Path) -> None:
    """git takes it as it is: what it knows of the file itself is right."""
    data = (b"1\n", b"one\ntwo\nthree\n")
    new, other = (hashlib.sha1(b"blob %d\0%s" % (len(each), each), usedforsecurity=False).digest() for each in data)
    for path in (*folder.glob("index"), *folder.glob("sharedindex.*")):
        path.write_bytes(path.read_bytes().replace(new, other))


DAMAGES = {
    "index garbage": _garbage("index"),
    "index cut": _cut("index"),
    "index cut after its head": _cut("index", 12),
    "index cut at its end": _cut("index", -1),
    "index of nothing": _cut("index", 0),
    "index without entries": _without_entries("index"),
    "the other half without entries": _without_entries("sharedindex.*"),
    "index of other contents": _other_content,
    "index a folder": _other_kind("index"),
    "config garbage": _garbage("config"),
    "config a folder": _other_kind("config"),
    "HEAD gone": _gone("HEAD"),
    "HEAD a folder": _other_kind("HEAD"),
    "refs gone": _gone("refs"),
    "refs a file": _other_kind("refs"),
    "info a file": _other_kind("info"),
    "exclude a folder": _other_kind("info/exclude"),
    "attributes a folder": _other_kind("info/attributes"),
    "the other half cut": _cut("sharedindex.*"),
    "a file": _other_kind("."),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
async def test_damage(damage: Callable[[Path], None], repo: Repo, ours: Path, tmp_path: Path) -> None:
    async def take(at: float) -> str:
        taken = await snapshots.take(str(repo.path), SESSION, SnapshotReason.READY, tmp_path / "snapshots", at)
        return taken.tree

    repo.write("new.txt", "1\n")
    os.utime(repo.path / "new.txt", (1e9, 1e9))  # So old that git trusts what its index says of it.
    base = repo.head
    before = await read_changes(str(repo.path), base, ours), await take(1.0)
    damage(ours)
    damage(tmp_path / "snapshots")
    assert (await read_changes(str(repo.path), base, ours), await take(2.0)) == before
    repo.write("a.txt", "other\n")
    assert set(await files(repo, base, ours)) == {"a.txt", "new.txt"}
    later = await take(3.0)
    assert [repo("show", f"{later}:{name}") for name in ("a.txt", "b.txt", "new.txt")] == ["other", "b", "1"]


async def test_objects_that_only_our_index_knew(repo: Repo, ours: Path, tmp_path: Path) -> None:
    base = repo.head
    repo.write("a.txt", "changed\n")
    repo.write("deep/new.txt", "1\n")
    expected = {"a.txt": (M, 1, 3), "deep/new.txt": (U, 1, 0)}
    taken = await snapshots.take(str(repo.path), SESSION, SnapshotReason.READY, tmp_path / "snapshots", 1.0)
    await refs.drop_all(str(repo.path), SESSION)
    for _ in range(2):
        assert await files(repo, base, ours) == expected
        repo("gc", "-q", "--prune=now")
    again = await snapshots.take(str(repo.path), SESSION, SnapshotReason.READY, tmp_path / "snapshots", 2.0)
    assert again.tree == taken.tree
    assert repo("show", f"{again.commit}:deep/new.txt") == "1"


async def test_an_error_that_is_no_damage_is_said_at_once(repo: Repo, ours: Path, tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    repo("worktree", "add", "-q", "-b", "w", str(folder))
    await files(Repo(folder), repo.head, ours)
    index = (ours / "index").read_bytes()
    shutil.rmtree(folder)
    with pytest.raises(Exception, match="There is no folder"):
        await read_changes(str(folder), repo.head, ours)
    assert (ours / "index").read_bytes() == index


async def test_what_the_repository_says_of_its_files_holds(repo: Repo, ours: Path) -> None:
    """Line ends, ignored files, attributes; and it is read again when it altered."""
    base = repo.head
    repo("config", "core.autocrlf", "true")
    (repo.path / "a.txt").write_bytes(b"one\r\ntwo\r\nthree\r\n")
    assert await files(repo, base, ours) == {}
    assert await settings_of(folders_of(str(repo.path))) == {"core.autocrlf": "true", "core.filemode": "true"}
    excludes = repo.path.parent / "my excludes"
    excludes.write_text("*.tmp\n")
    repo("config", "core.excludesFile", str(excludes))
    repo.write("x.tmp")
    assert await files(repo, base, ours) == {}
    (repo.path / ".git" / "info").mkdir(exist_ok=True)
    (repo.path / ".git" / "info" / "attributes").write_text("b.txt -text\n")
    (repo.path / "b.txt").write_bytes(b"b\r\n")
    assert await files(repo, base, ours) == {"b.txt": (M, 1, 1)}
    repo("config", "--unset", "core.autocrlf")
    (repo.path / "a.txt").write_bytes(b"one\r\ntwo\r\n")
    assert set(await files(repo, base, ours)) == {"a.txt", "b.txt"}


async def test_no_filter_of_the_repositorys_own(repo: Repo, ours: Path, tmp_path: Path) -> None:
    repo.commit("attributes", __gitattributes="*.f filter=own\n")
    repo("config", "filter.own.clean", f"touch '{tmp_path}/ran'; cat")
    repo("config", "filter.own.required", "true")
    repo.write("x.f", "1\n")
    assert await files(repo, repo.head, ours) == {"x.f": (U, 1, 0)}
    assert not (tmp_path / "ran").exists()


async def test_a_filter_that_cannot_be_run_hides_no_change(repo: Repo, ours: Path) -> None:
    """Of the user's own: the files count as they are."""
    repo.commit("attributes", __gitattributes="*.f filter=lfs\n")
    repo("config", "--global", "filter.lfs.process", "no-such-program filter-process")
    repo("config", "--global", "filter.lfs.required", "true")
    repo.write("x.f", "1\n")
    repo.write("y.f", "1\n")
    repo.write("a.txt", "1\n")
    assert set(await files(repo, repo.head, ours)) == {"a.txt", "x.f", "y.f"}
    repo("config", "--global", "filter.lfs.required", "false")
    repo("config", "--global", "--unset", "filter.lfs.process")
    repo("config", "--global", "filter.lfs.clean", "tr 1 2")
    tree, _ = await read_changes(str(repo.path), repo.head, ours)
    assert repo("show", f"{tree}:x.f") == "2", "as soon as it can"


async def test_an_index_is_not_put_back_through_a_link(repo: Repo, tmp_path: Path) -> None:
    repo.write("half", "1\n")
    repo("add", "--intent-to-add", "half")  # An index that only a file can hold.
    taken = await snapshots.take(str(repo.path), SESSION, SnapshotReason.READY, tmp_path / "snapshots", 1.0)
    victim = tmp_path / "victim"
    victim.write_text("the user's\n")
    (repo.path / ".git" / "index.branchline").symlink_to(victim)
    await snapshots.put_index(str(repo.path), taken)
    assert victim.read_text() == "the user's\n"
    assert repo("ls-files", "--stage", "half").endswith("half")
