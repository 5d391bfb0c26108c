"""Only what Branchline made is taken away."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

from branchline.core.model.session import Ownership
from branchline.git.branches import delete_branch
from branchline.git.worktrees.removal import remove
from branchline.git.worktrees.worktrees import create
from harness.refusals import refused
from harness.repositories import MakeRepo, Repo


async def test_a_worktree_and_its_branch_go_without_a_trace(repo: Repo) -> None:
    before = repo.state()
    made = await create(str(repo.path), "x")
    worktree = Repo(Path(made.worktree))
    worktree.write("read-only/deep/file").parent.chmod(0o500)
    (worktree.path / "link").symlink_to(repo.path)
    await remove(made.worktree, str(repo.path), made.owns)
    await delete_branch(str(repo.path), made.branch, made.base)
    assert repo.state() == before
    assert (repo.path / "a.txt").exists()


async def test_other_worktrees_and_their_entries_stay(repo: Repo) -> None:
    made = await create(str(repo.path), "x")
    other = await create(str(repo.path), "y")
    repo("worktree", "add", "--quiet", "../gone", "-b", "gone")
    shutil.rmtree(repo.path.parent / "gone")
    await remove(made.worktree, str(repo.path), made.owns)
    listing = repo("worktree", "list", "--porcelain")
    assert "/gone" in listing
    assert other.worktree in listing
    assert made.worktree not in listing
    assert (Path(other.worktree) / "a.txt").exists()


async def test_what_is_not_ours_is_not_deleted(repo: Repo, make_repo: MakeRepo, tmp_path: Path) -> None:
    ours = Ownership(worktree=True, branch=True)
    made = await create(str(repo.path), "x")
    repo("worktree", "add", "--quiet", "../theirs", "-b", "theirs")
    (tmp_path / "plain").mkdir()
    (tmp_path / "link").symlink_to(made.worktree)
    stranger = make_repo("stranger")
    replaced = await create(str(repo.path), "replaced")
    (Path(replaced.worktree) / ".git").unlink()
    Repo(Path(replaced.worktree))("init", "--quiet")
    copied = tmp_path / "copied"
    shutil.copytree(made.worktree, copied)
    linked = await create(str(repo.path), "linked")
    (Path(linked.worktree) / ".git").rename(tmp_path / "moved.git")
    (Path(linked.worktree) / ".git").symlink_to(repo.path / ".git")
    cases = {
        made.worktree: Ownership(worktree=False),
        str(tmp_path / "theirs"): Ownership(worktree=False),
        str(repo.path): ours,
        str(repo.path / ".git"): ours,
        str(tmp_path / "plain"): ours,
        str(tmp_path / "link"): ours,
        str(stranger.path): ours,
        str(tmp_path): ours,
        "/": ours,
        ".": ours,
        "": ours,
        replaced.worktree: ours,
        linked.worktree: ours,
        str(copied): ours,
        f"{made.worktree}/../../project": ours,
    }
    before = sorted(str(path) for path in tmp_path.rglob("*") if ".git/" not in str(path))
    for path, owns in cases.items():
        await refused("WORKTREE_NOT_OURS", remove(path, str(repo.path), owns))
    assert sorted(str(path) for path in tmp_path.rglob("*") if ".git/" not in str(path)) == before


async def test_a_locked_worktree_is_not_deleted(repo: Repo) -> None:
    made = await create(str(repo.path), "x")
    repo("worktree", "lock", made.worktree)
    await refused("WORKTREE_LOCKED", remove(made.worktree, str(repo.path), made.owns))
    assert (Path(made.worktree) / "a.txt").exists()
    repo("worktree", "unlock", made.worktree)
    await remove(made.worktree, str(repo.path), made.owns)
    assert not Path(made.worktree).exists()


async def test_a_worktree_that_somebody_deleted_is_forgotten(repo: Repo) -> None:
    before = repo.state()
    made = await create(str(repo.path), "x")
    shutil.rmtree(Path(made.worktree).parent)
    await refused("BRANCH_CHECKED_OUT", delete_branch(str(repo.path), made.branch))
    await remove(made.worktree, str(repo.path), made.owns)
    await delete_branch(str(repo.path), made.branch)
    assert repo.state() == before
    await remove(made.worktree, str(repo.path), made.owns)  # Twice is once.


async def test_what_a_killed_removal_left_goes_with_the_next(repo: Repo) -> None:
    made = await create(str(repo.path), "x")
    left = Path(made.worktree).with_name(".branchline-removed-0123abcd")
    (left / "node_modules").mkdir(parents=True)
    await remove(made.worktree, str(repo.path), made.owns)
    assert not left.parent.exists()


async def test_several_at_once_come_and_go(repo: Repo) -> None:
    before = repo.state()

    async def one() -> None:
        made = await create(str(repo.path), "same")
        await remove(made.worktree, str(repo.path), made.owns)
        await delete_branch(str(repo.path), made.branch, made.base)

    await asyncio.gather(*(one() for _ in range(6)))
    assert repo.state() == before


async def test_a_branch_is_deleted_only_where_it_was_seen(repo: Repo) -> None:
    seen = repo.head
    repo("branch", "moved")
    later = repo.commit("later")
    repo("branch", "-f", "moved", later)
    await refused("BRANCH_MOVED", delete_branch(str(repo.path), "moved", seen))
    assert repo("rev-parse", "moved") == later
    await refused("BRANCH_CHECKED_OUT", delete_branch(str(repo.path), "main", later))
    await delete_branch(str(repo.path), "moved", later)
    assert repo("branch", "--list", "moved") == ""
    await delete_branch(str(repo.path), "moved", later)
    await delete_branch(str(repo.path), "\0")
