"""What is kept of a session stays until it is dropped, and goes without a trace."""

from __future__ import annotations

from pathlib import Path

from branchline.git.snapshots import refs, snapshots
from harness.repositories import Repo
from harness.snapshots import SESSION, again, change_everything, take
from harness.worktree_state import fingerprint


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


async def test_what_is_no_commit_is_none_of_them(repo: Repo, work: Repo, folder: Path) -> None:
    first = await take(work, folder)
    repo("tag", "-a", "-m", "x", "x")
    for number, what in enumerate(("x", "HEAD^{tree}", "HEAD:a.txt", "HEAD"), 7):
        repo("update-ref", f"refs/branchline/{SESSION}/{number}", repo("rev-parse", what))
    assert await refs.read_all(str(repo.path), SESSION) == [first]
