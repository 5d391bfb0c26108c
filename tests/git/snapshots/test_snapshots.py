"""A snapshot holds a worktree's full state, gives it back to the byte, and taking it touches nothing of the user's."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from branchline.core.reasons import SnapshotReason
from branchline.git.snapshots import refs, snapshots
from harness.repositories import Repo
from harness.snapshots import AT, SESSION, again, change_everything, take
from harness.worktree_state import fingerprint


async def test_all_comes_back(repo: Repo, work: Repo, folder: Path) -> None:
    change_everything(work)
    before = fingerprint(work)
    snapshot = await take(work, folder)
    again(repo, work)
    await snapshots.restore(str(work.path), snapshot, folder)
    assert fingerprint(work) == before


@pytest.mark.parametrize("case", ["conflict", "intent to add", "flags", "skip worktree", "split index"])
async def test_an_index_that_a_tree_could_not_hold(case: str, repo: Repo, work: Repo, folder: Path) -> None:
    if case == "conflict":
        repo.commit("theirs", edit__txt="1\ntheirs\n3\n")
        work.commit("ours", edit__txt="1\nours\n3\n")
        work("merge", "main", check=False)
        assert "UU edit.txt" in work("status", "--short")
    elif case == "intent to add":
        work.write("intent.txt", "x\n")
        work("add", "--intent-to-add", "intent.txt")
    elif case == "flags":
        work("update-index", "--skip-worktree", "keep.txt")
        work("update-index", "--assume-unchanged", "edit.txt")
    elif case == "skip worktree":
        work("update-index", "--skip-worktree", "keep.txt")
    else:
        work("update-index", "--split-index")
        work.write("staged.txt", "x\n")
        work("add", "staged.txt")
    before = fingerprint(work)
    snapshot = await take(work, folder)
    again(repo, work)
    await snapshots.restore(str(work.path), snapshot, folder)
    assert fingerprint(work) == before


async def test_nothing_of_the_users_is_touched(repo: Repo, work: Repo, folder: Path) -> None:
    change_everything(work)
    work("stash", "push", "--quiet", "--include-untracked")
    change_everything(work)
    own = Path(work("rev-parse", "--path-format=absolute", "--git-path", "index"))
    before = (repo.state(), fingerprint(work), own.read_bytes(), own.stat().st_mtime_ns)
    snapshot = await take(work, folder)
    kept = repo("for-each-ref", "--format=%(refname)", "refs/branchline")
    assert kept == snapshot.ref == f"refs/branchline/{SESSION}/1"
    await refs.drop(str(repo.path), [snapshot])
    assert (repo.state(), fingerprint(work), own.read_bytes(), own.stat().st_mtime_ns) == before
    assert "branchline" not in repo("branch", "--all")


async def test_what_it_says_of_itself(repo: Repo, work: Repo, folder: Path) -> None:
    first = await take(work, folder, SnapshotReason.BEFORE_PAUSE)
    assert (first.number, first.reason, first.at, first.branch, first.head) == (
        1,
        SnapshotReason.BEFORE_PAUSE,
        AT,
        "topic",
        work.head,
    )
    assert await refs.read_all(str(repo.path), SESSION) == [first]
    assert await refs.read_all(str(repo.path), "another") == []
    assert repo("log", "-1", "--format=%s%n%an", first.ref) == "Snapshot before pause\nBranchline"


async def test_the_same_is_not_kept_twice(work: Repo, folder: Path) -> None:
    first = await take(work, folder)
    assert await take(work, folder, SnapshotReason.ON_DEMAND, AT + 60) == first
    work.write("new.txt", "x\n")
    second = await take(work, folder, SnapshotReason.ON_DEMAND, AT + 120)
    assert (second.number, second.reason) == (2, SnapshotReason.ON_DEMAND)
    work("add", "new.txt")
    assert (await take(work, folder, SnapshotReason.READY, AT + 180)).number == 3, "only the index differs"
    work("commit", "--quiet", "-m", "committed")
    assert (await take(work, folder, SnapshotReason.READY, AT + 240)).number == 4


async def test_the_instruction_is_kept_with_it(repo: Repo, work: Repo, folder: Path) -> None:
    text = "Fix\nBranchline-Index: file\n\n“it” " + "x" * 300
    taken = await take(work, folder, instruction=text)
    assert taken.instruction == text[:200]
    assert await refs.read_all(str(repo.path), SESSION) == [taken]


async def test_the_part_of_our_index_that_is_seldom_written_is_gone(work: Repo, folder: Path) -> None:
    first = await take(work, folder)
    (shared,) = folder.glob("sharedindex.*")
    shared.unlink()
    work.write("more.txt")
    second = await take(work, folder)
    assert work("diff-tree", "-r", "--name-only", first.tree, second.tree) == "more.txt"
    assert len(list(folder.glob("sharedindex.*"))) == 1


@pytest.mark.parametrize("damage", ["index.lock", "index", "HEAD", "config", "info/attributes"])
async def test_a_damaged_folder_of_ours_is_mended(damage: str, work: Repo, folder: Path) -> None:
    work.write("crlf.txt", "a\r\n")
    work.write(".gitattributes", "* text=auto\n")
    first = await take(work, folder)
    (folder / damage).write_text("" if damage != "index" else "nonsense" * 100)
    work.write("more.txt")
    second = await take(work, folder)
    assert second.number == 2
    assert work("ls-tree", second.tree, "crlf.txt") == work("ls-tree", first.tree, "crlf.txt")


async def test_a_repository_inside_is_said_to_be_missing(work: Repo, folder: Path) -> None:
    inner = Repo(work.path / "inner")
    inner.path.mkdir()
    inner("init", "--quiet")
    inner.commit("x", a__txt="x\n")
    assert (await take(work, folder)).missing == ("inner",)


async def test_a_worktree_without_a_commit(tmp_path: Path, folder: Path) -> None:
    empty = Repo(tmp_path / "empty")
    empty.path.mkdir()
    empty("init", "--quiet", "-b", "main")
    empty.write("first.txt")
    found = await take(empty, folder)
    assert (found.head, found.branch) == (None, "main")
    assert await refs.read_all(str(empty.path), SESSION) == [found]


async def test_a_folder_of_the_index_became_a_link_to_one_with_such_files(work: Repo, folder: Path) -> None:
    work.commit("folders", **{"one/a__txt": "a\n", "two/a__txt": "b\n"})
    shutil.rmtree(work.path / "one")
    os.symlink("two", work.path / "one")
    snapshot = await take(work, folder)
    assert work("ls-tree", "-r", "--name-only", snapshot.tree, "one", "two/a.txt").splitlines() == ["one", "two/a.txt"]
