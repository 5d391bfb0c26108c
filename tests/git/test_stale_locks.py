"""A git that is killed leaves its locks; ours do not stand in anybody's way after that."""

from __future__ import annotations

import os
import shutil
from functools import partial
from pathlib import Path

import pytest

from branchline.core.errors import BranchlineError
from branchline.core.reasons import SnapshotReason
from branchline.core.session.snapshot import Snapshot
from branchline.git.branches import LOCAL, delete_branch
from branchline.git.snapshots import refs, snapshots
from branchline.git.stale_locks import past_stale_locks
from branchline.git.worktrees import worktrees
from harness.repositories import Repo

SESSION = "0a1b2c3d-0000-4000-8000-000000000001"
REF = f"refs/branchline/{SESSION}"


@pytest.fixture
def deadly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A git that is killed once the file that is given exists and holds a word of its arguments: right after its work,
    with the locks that this takes still there. Killed once."""
    folder, real, when = tmp_path / "bin", shutil.which("git"), tmp_path / "deadly"
    folder.mkdir()
    script = f"""#!/bin/sh
if [ -e "{when}" ] && case " $* " in *" $(cat "{when}") "*) true;; *) false;; esac; then
    {real} "$@"
    for ref in $(cat "{when}.locks"); do mkdir -p "$(dirname "$ref")"; : > "$ref.lock"; done
    rm "{when}"
    kill -9 $$
fi
exec {real} "$@"
"""
    (folder / "git").write_text(script)
    (folder / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    (tmp_path / "deadly.locks").write_text("")
    return when


def locks(repo: Repo) -> list[Path]:
    return list((repo.path / ".git").rglob("*.lock"))


async def take(repo: Repo, folder: Path) -> Snapshot:
    return await snapshots.take(str(repo.path), SESSION, SnapshotReason.ON_DEMAND, folder, 1.0)


@pytest.mark.parametrize("name", ["index.lock", "user-index.lock", "HEAD.lock"])
async def test_locks_in_the_folder_for_snapshots(repo: Repo, tmp_path: Path, name: str) -> None:
    first = await take(repo, tmp_path / "ours")
    (tmp_path / "ours" / name).touch()
    repo.write("new.txt")
    second = await take(repo, tmp_path / "ours")
    assert second.number == 2
    (tmp_path / "ours" / name).touch()
    await snapshots.put_back(str(repo.path), first, tmp_path / "ours")
    assert not (repo.path / "new.txt").exists()


async def test_a_lock_on_a_ref_of_ours(repo: Repo, tmp_path: Path) -> None:
    lock = repo.path / ".git" / REF / "1.lock"
    lock.parent.mkdir(parents=True)
    lock.touch()
    assert (await take(repo, tmp_path / "ours")).ref == f"{REF}/1"
    assert locks(repo) == []


async def test_a_snapshot_whose_ref_was_made_right_before_git_was_killed(
    repo: Repo, tmp_path: Path, deadly: Path
) -> None:
    Path(f"{deadly}.locks").write_text(f"{repo.path}/.git/{REF}/1")
    deadly.write_text("update-ref")
    taken = await take(repo, tmp_path / "ours")
    assert not deadly.exists()
    assert repo("rev-parse", f"{REF}/1") == taken.commit
    assert locks(repo) == []


async def test_the_locks_of_a_deletion_that_was_killed(repo: Repo, tmp_path: Path, deadly: Path) -> None:
    for name in ("a", "b"):
        repo.write(name)
        await take(repo, tmp_path / "ours")
    git_dir = repo.path / ".git"
    Path(f"{deadly}.locks").write_text(f"{git_dir}/packed-refs {git_dir}/{REF}/1 {git_dir}/{REF}/2")
    deadly.write_text("update-ref")
    await refs.drop_all(str(repo.path), SESSION)
    assert not deadly.exists()
    assert (repo("for-each-ref", "refs/branchline"), locks(repo)) == ("", [])


async def test_a_branch_whose_deletion_was_killed(repo: Repo, deadly: Path) -> None:
    repo("branch", "gone")
    git_dir = repo.path / ".git"
    Path(f"{deadly}.locks").write_text(f"{git_dir}/packed-refs {git_dir}/refs/heads/gone")
    deadly.write_text("update-ref")
    await past_stale_locks(partial(delete_branch, str(repo.path), "gone"), str(repo.path), f"{LOCAL}gone")
    assert not deadly.exists()
    assert (repo("branch", "--list", "gone"), locks(repo)) == ("", [])


async def test_a_branch_that_was_made_right_before_git_was_killed(repo: Repo, deadly: Path) -> None:
    Path(f"{deadly}.locks").write_text(f"{repo.path}/.git/refs/heads/branchline/new")
    deadly.write_text("branch")
    made = await worktrees.create(str(repo.path), "new")
    assert not deadly.exists()
    assert (made.branch, locks(repo)) == ("branchline/new", [])
    assert repo("rev-parse", "branchline/new") == repo.head


async def test_the_users_locks_stay(repo: Repo) -> None:
    repo("branch", "mine")
    lock = repo.path / ".git" / "refs" / "heads" / "mine.lock"
    lock.touch()
    with pytest.raises(BranchlineError) as caught:
        await past_stale_locks(partial(delete_branch, str(repo.path), "mine"), str(repo.path), f"{LOCAL}mine")
    assert caught.value.code == "GIT_FAILED"
    assert lock.exists()


async def test_a_killed_git_says_nothing_about_the_commit(repo: Repo, tmp_path: Path, deadly: Path) -> None:
    deadly.write_text("HEAD^{commit}")
    with pytest.raises(BranchlineError) as caught:
        await take(repo, tmp_path / "ours")
    assert caught.value.data["status"] == -9
    assert (await take(repo, tmp_path / "ours")).head == repo.head
