"""A snapshot holds a worktree's full state, gives it back to the byte, and taking it touches nothing of the user's."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from branchline.core.model.changes import Changes, FileChange, FileStatus
from branchline.core.reasons import SnapshotReason
from branchline.core.session.snapshot import Snapshot
from branchline.git.snapshots import changes, refs, snapshots
from harness.repositories import Repo
from harness.worktree_state import files_of, fingerprint

SESSION = "3f2f1c1e-0000-4000-8000-000000000000"
AT = 1_800_000_000.0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "session").mkdir()
    return tmp_path / "session" / "snapshots"


@pytest.fixture
def work(repo: Repo, tmp_path: Path) -> Repo:
    """A linked worktree with a few files committed."""
    repo.commit("more", keep__txt="keep\n", edit__txt="1\n2\n3\n", gone__txt="gone\n", old__txt="a\nb\nc\nd\n")
    path = tmp_path / "worktrees" / "w"
    repo("worktree", "add", "--quiet", "-b", "topic", str(path))
    return Repo(path)


async def take(
    work: Repo,
    folder: Path,
    reason: SnapshotReason = SnapshotReason.READY,
    at: float = AT,
    include: Sequence[str] = (),
    base: str | None = None,
    instruction: str | None = None,
) -> Snapshot:
    return await snapshots.take(
        str(work.path), SESSION, reason, folder, at, include, base=base, instruction=instruction
    )


def change_everything(work: Repo) -> None:
    work.write("edit.txt", "1\nstaged\n3\n")
    work("add", "edit.txt")
    work.write("edit.txt", "1\nstaged\nand more\n")
    (work.path / "gone.txt").unlink()
    work("mv", "old.txt", "new.txt")
    work.write("added.txt", "added\n")
    work("add", "added.txt")
    work.write("removed-again.txt", "x\n")
    work("add", "removed-again.txt")
    (work.path / "removed-again.txt").unlink()
    work.write("deep/er/untracked.txt", "no newline at the end")
    work.write("run.sh", "#!/bin/sh\n").chmod(0o755)
    work.write("binary", bytes(range(256)))
    work.write(b"caf\xe9\nwith a line break", "odd\n")
    os.symlink("keep.txt", work.path / "link")
    os.symlink("nowhere", work.path / "broken")


def again(repo: Repo, work: Repo) -> None:
    """The worktree is gone, and there is a new one with nothing in it."""
    repo("worktree", "remove", "--force", str(work.path))
    repo("worktree", "add", "--quiet", "--no-checkout", str(work.path), "topic")


async def test_all_comes_back(repo: Repo, work: Repo, folder: Path) -> None:
    change_everything(work)
    before = fingerprint(work)
    snapshot = await take(work, folder)
    again(repo, work)
    await snapshots.restore(str(work.path), snapshot, folder)
    assert fingerprint(work) == before


async def test_what_conversions_would_alter_comes_back(repo: Repo, work: Repo, folder: Path) -> None:
    work.write(".gitattributes", "* text=auto\n*.up filter=upper\n*.id ident\n")
    repo("config", "filter.upper.clean", "tr a-z A-Z")
    repo("config", "filter.upper.smudge", "tr A-Z a-z")
    work.write("crlf.txt", "one\r\ntwo\r\n")
    work.write("mixed.txt", "one\r\ntwo\n")
    work.write("a.up", "Mixed Case\n")
    work.write("b.id", "$Id$\n")
    work("add", "-A")
    work("commit", "--quiet", "-m", "conversions")
    work.write("crlf.txt", "one\r\ntwo\r\nthree\r\n")
    before = fingerprint(work)
    snapshot = await take(work, folder)
    again(repo, work)
    await snapshots.restore(str(work.path), snapshot, folder)
    assert fingerprint(work)["files"] == before["files"]


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


async def test_ignored_files_are_kept_where_the_user_wants_them(repo: Repo, work: Repo, folder: Path) -> None:
    work.write(".gitignore", "*.log\n.env\nbuild/\n")
    for name in (".env", "a.log", "build/out", "sub/.env"):
        work.write(name, name)
    plain = await take(work, folder)
    assert "build" not in repo("ls-tree", "-r", "--name-only", plain.tree)
    with_some = await take(work, folder, include=[".env", "**/.env"])
    names = repo("ls-tree", "-r", "--name-only", with_some.tree).split("\n")
    assert {".env", "sub/.env"} <= set(names)
    assert not {"a.log", "build/out"} & set(names)


async def test_a_tracked_file_is_kept_although_it_is_ignored(repo: Repo, work: Repo, folder: Path) -> None:
    work.write(".gitignore", "dist/\n")
    work.write("dist/built", "1")
    work.write("dist/not tracked", "1")
    work("add", "-f", "dist/built")
    work("commit", "--quiet", "-m", "forced")
    work.write("dist/built", "2")
    before = files_of(work)
    snapshot = await take(work, folder)
    assert "not tracked" not in repo("ls-tree", "-r", "--name-only", snapshot.tree)
    work("update-index", "--force-write-index", "--index-version=4")
    work.write("dist/more", "3")
    work("add", "-f", "dist/more")
    held_as_file = await take(work, folder)
    assert held_as_file.index_is_file
    assert "dist/more" in repo("ls-tree", "-r", "--name-only", held_as_file.tree)
    again(repo, work)
    await snapshots.restore(str(work.path), snapshot, folder)
    before.pop("dist/not tracked")
    assert files_of(work) == before


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


async def test_the_users_configuration_has_no_say(
    repo: Repo, work: Repo, folder: Path, git_config: Path, tmp_path: Path
) -> None:
    ran = tmp_path / "ran"
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for name in ("post-index-change", "reference-transaction", "post-checkout", "fsmonitor"):
        (hooks / name).write_text(f"#!/bin/sh\necho {name} $(tr '\\0' ' ' </proc/$PPID/cmdline) >>'{ran}'\n")
        (hooks / name).chmod(0o755)
    settings = f"hooksPath={hooks}\nautocrlf=input\nfileMode=false\nfsmonitor={hooks}/fsmonitor\n"
    git_config.write_text(f"{git_config.read_text()}[core]\n{settings}[submodule]\nrecurse=true\n")
    work.write("crlf.txt", "a\r\n")
    work.write("run.sh").chmod(0o755)
    first = await take(work, folder)
    assert work("ls-tree", first.tree, "run.sh").startswith("100755")
    work.write("crlf.txt", "b\r\n")
    await take(work, folder)
    await snapshots.put_back(str(work.path), first, folder)
    assert (work.path / "crlf.txt").read_bytes() == b"a\r\n"
    assert not ran.exists(), ran.read_text()


async def test_all_that_is_kept_for_a_session_goes(repo: Repo, work: Repo, folder: Path) -> None:
    await take(work, folder)
    work.write("new.txt")
    await take(work, folder)
    repo("update-ref", "refs/branchline/another/1", "HEAD")
    assert await refs.keep_tip(str(repo.path), SESSION, "topic") == work.head
    assert len(await refs.read_all(str(repo.path), SESSION)) == 2, "the tip is no snapshot"
    await refs.drop_all(str(repo.path), SESSION)
    assert repo("for-each-ref", "--format=%(refname)", "refs/branchline") == "refs/branchline/another/1"
    await refs.drop_all(str(repo.path), SESSION)


async def test_the_tip_of_a_deleted_branch_is_still_there(repo: Repo, work: Repo) -> None:
    tip = work.commit("on the branch", new__txt="x\n")
    assert await refs.keep_tip(str(repo.path), SESSION, "topic") == tip
    assert await refs.keep_tip(str(repo.path), SESSION, "none") is None
    repo("worktree", "remove", "--force", str(work.path))
    repo("branch", "-D", "topic")
    repo("reflog", "expire", "--expire=now", "--all")
    repo("gc", "--quiet", "--prune=now")
    assert repo("cat-file", "-t", tip) == "commit"


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


async def test_excludes_of_the_repository_and_the_user_hold(
    repo: Repo, work: Repo, folder: Path, tmp_path: Path
) -> None:
    (repo.path / ".git/info/exclude").write_text("mine\n")
    excludes = tmp_path / "excludes"
    excludes.write_text("theirs\n")
    repo("config", "core.excludesFile", str(excludes))
    for name in ("mine", "theirs", "others"):
        work.write(name)
    names = repo("ls-tree", "-r", "--name-only", (await take(work, folder)).tree).split("\n")
    assert "others" in names
    assert not {"mine", "theirs"} & set(names)


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


async def test_collection_of_garbage_leaves_it_alone(repo: Repo, work: Repo, folder: Path) -> None:
    change_everything(work)
    before = fingerprint(work)
    snapshot = await take(work, folder)
    again(repo, work)
    repo("gc", "--quiet", "--prune=now")
    await snapshots.restore(str(work.path), snapshot, folder)
    assert fingerprint(work) == before


async def test_collection_of_garbage_that_our_index_still_has(repo: Repo, work: Repo, folder: Path) -> None:
    """The files are not read again while their times are the same: but their contents are gone."""
    for number in range(3):
        work.write(f"deep/{number}", f"{number}\n")
    await take(work, folder)
    await refs.drop_all(str(repo.path), SESSION)
    repo("gc", "--quiet", "--prune=now")
    work.write("deep/new", "x\n")
    before = fingerprint(work)
    snapshot = await take(work, folder)
    again(repo, work)
    await snapshots.restore(str(work.path), snapshot, folder)
    assert fingerprint(work) == before
    assert "missing" not in repo("fsck", "--no-dangling")
