"""A worktree of ours is known by its marker, whoever has forgotten it."""

from __future__ import annotations

import shutil
from pathlib import Path

from branchline.git.worktrees.orphans import Orphan, fork_point, of_session, orphans
from branchline.git.worktrees.worktrees import create
from harness.repositories import Repo


async def test_only_ours_that_nobody_knows(repo: Repo) -> None:
    first = await create(str(repo.path), "first", session_id="s1")
    second = await create(str(repo.path), "second", session_id="s2")
    gone = await create(str(repo.path), "gone", session_id="s3")
    await create(str(repo.path), "without a session")
    repo("worktree", "add", "--quiet", "-b", "users", "../users")
    shutil.rmtree(gone.worktree)
    found = [
        Orphan(first.worktree, str(repo.path), "branchline/first", "s1"),
        Orphan(second.worktree, str(repo.path), "branchline/second", "s2"),
    ]
    assert await orphans(str(repo.path), ()) == found
    assert await orphans(second.worktree, {second.worktree}) == found[:1]
    assert await of_session(str(repo.path), "s2") == found[1:]
    assert await of_session(str(repo.path), "s3") == []


async def test_a_damaged_marker_and_a_detached_head(repo: Repo) -> None:
    made = await create(str(repo.path), "w", session_id="s")
    Repo(Path(made.worktree))("checkout", "--quiet", "--detach")
    (repo.path / ".git/worktrees/w/branchline.json").write_text("[")
    assert await orphans(str(repo.path), ()) == [Orphan(made.worktree, str(repo.path), None, None)]


async def test_a_marker_goes_where_git_moves_it(repo: Repo) -> None:
    made = await create(str(repo.path), "w", session_id="s")
    repo("worktree", "move", made.worktree, "../elsewhere")
    repo("worktree", "repair")
    moved = str(repo.path.parent / "elsewhere")
    assert [each.path for each in await orphans(str(repo.path), {made.worktree})] == [moved]


async def test_where_its_branch_left_the_default_one(repo: Repo) -> None:
    base = repo.head
    made = await create(str(repo.path), "w", session_id="s")
    repo.commit("later on main")
    work = Repo(Path(made.worktree))
    work.commit("its own")
    (orphan,) = await orphans(str(repo.path), ())
    assert await fork_point(orphan) == base
    work("checkout", "--quiet", "--detach")
    (orphan,) = await orphans(str(repo.path), ())
    assert await fork_point(orphan) == base
