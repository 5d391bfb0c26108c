"""A spare becomes a worktree like one that is made anew."""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path

import pytest

from branchline.git.worktrees import spare
from branchline.git.worktrees.foreign import foreign
from branchline.git.worktrees.making import Created
from branchline.git.worktrees.orphans import orphans
from branchline.git.worktrees.worktrees import create
from harness.repositories import MakeRepo, Repo
from harness.spares import entry_of, made, spare_of, taken
from harness.worktree_state import files_of


@pytest.fixture
def repo(make_repo: MakeRepo) -> Repo:
    found = make_repo("project")
    found.commit("more", **{"deep/in/a folder__txt": "deep\n", "tool__sh": "#!/bin/sh\n"})
    return found


async def test_a_session_finds_what_it_would_find_in_a_new_one(repo: Repo) -> None:
    new = await create(str(repo.path), "new", session_id="n")
    made_of_spare = await taken(repo, await made(repo))
    there, other = Repo(Path(made_of_spare.worktree)), Repo(Path(new.worktree))
    assert made_of_spare == Created(
        f"{repo.path}.worktrees/w", "branchline/w", repo.head, repo.head, made_of_spare.owns
    )
    assert there("symbolic-ref", "HEAD") == "refs/heads/branchline/w"
    assert there("status", "--porcelain") == ""
    assert files_of(there) == files_of(other)
    entry = entry_of(made_of_spare.worktree)
    assert {*os.listdir(entry)} == {*os.listdir(entry_of(new.worktree))} - {"ORIG_HEAD"}, "which git's checkout leaves"
    assert json.loads((entry / "branchline.json").read_text()) == {"session": "s"}
    assert "locked" not in repo("worktree", "list", "--porcelain")
    assert not Path(spare_of(repo)).parent.exists()


async def test_its_index_says_without_a_look_that_no_file_changed(repo: Repo) -> None:
    path = await made(repo)
    await asyncio.sleep(spare.RACY)
    await spare.settle(path, str(repo.path / ".git"))
    found = await taken(repo, path)
    there = Repo(Path(found.worktree))
    before = (entry_of(found.worktree) / "index").read_bytes()
    there("update-index", "--refresh")
    assert (entry_of(found.worktree) / "index").read_bytes() == before
    newest = max(each.stat().st_mtime for each in there.path.rglob("*.txt"))
    assert int((entry_of(found.worktree) / "index").stat().st_mtime) > int(newest), "none is racy"


async def test_the_difference_to_another_base_is_checked_out(repo: Repo) -> None:
    path = await made(repo)
    first = repo("rev-parse", "HEAD~1")
    found = await taken(repo, path, base=first)
    there = Repo(Path(found.worktree))
    assert (found.base, there.head, there("status", "--porcelain")) == (first, first, "")
    assert not (there.path / "deep").exists()


async def test_an_existing_branch_can_have_it(repo: Repo) -> None:
    path = await made(repo)
    repo("branch", "users", "HEAD~1")
    found = await taken(repo, path, branch="users")
    assert Repo(Path(found.worktree))("symbolic-ref", "--short", "HEAD") == "users"
    assert not found.owns.branch


async def test_links_that_are_relative_stay_so(repo: Repo) -> None:
    path = await made(repo)
    entry = entry_of(path)
    Path(path, ".git").write_text(f"gitdir: {os.path.relpath(entry, path)}\n")
    (entry / "gitdir").write_text(f"{os.path.relpath(path, entry)}/.git\n")
    found = await taken(repo, path)
    link = Path(found.worktree, ".git").read_text().removeprefix("gitdir: ").strip()
    assert link == os.path.relpath(entry, found.worktree)
    assert (entry / "gitdir").read_text().strip() == os.path.relpath(f"{found.worktree}/.git", entry)
    assert Repo(Path(found.worktree))("status", "--porcelain") == ""


async def test_it_is_refreshed_to_another_commit(repo: Repo) -> None:
    path = await made(repo)
    tip = repo.commit("next", new__txt="new\n")
    found = spare.find(path, str(repo.path / ".git"))
    assert found
    assert await spare.refresh(found, tip)
    assert (Repo(Path(path)).head, Repo(Path(path))("diff-files")) == (tip, "")
    got = await taken(repo, path)
    assert (Path(got.worktree) / "new.txt").read_text() == "new\n"


async def test_the_post_checkout_hook_of_the_user_runs_when_it_is_taken_and_not_before(repo: Repo) -> None:
    repo.hook("post-checkout", 'echo "$PWD $1 $2 $3" >> "$(git rev-parse --git-common-dir)/ran"')
    path = await made(repo)
    assert not (repo.path / ".git/ran").exists()
    found = await taken(repo, path)
    assert (repo.path / ".git/ran").read_text() == f"{found.worktree} {'0' * 40} {repo.head} 1\n"


async def test_a_hook_that_fails_is_told_as_ever_over_a_worktree_that_is_whole(repo: Repo) -> None:
    path = await made(repo)
    repo.hook("post-checkout", "echo no >&2; exit 1")
    found = await create(str(repo.path), "w", session_id="s", spares=[path])
    assert found.hook_failed == "The repository's post-checkout hook failed: no"
    assert Repo(Path(found.worktree))("status", "--porcelain") == ""
    assert repo("fsck", "--no-dangling") == ""


async def test_a_section_for_a_branch_does_not_make_it_stale(repo: Repo) -> None:
    path = await made(repo)
    repo("config", "branch.main.remote", "origin")
    repo("config", "branch.main.merge", "refs/heads/main")
    assert spare.find(path, str(repo.path / ".git"))


async def test_it_is_nobodys_worktree(repo: Repo) -> None:
    await made(repo)
    assert await orphans(str(repo.path), known=()) == []
    assert await foreign(str(repo.path), known=()) == []
    assert "locked branchline: spare" in repo("worktree", "list", "--porcelain")
    repo("worktree", "prune", "--expire", "now")
    assert spare.find(spare_of(repo), str(repo.path / ".git"))


async def test_where_filters_make_files_there_is_none(repo: Repo, tmp_path: Path) -> None:
    repo("config", "filter.x.smudge", f"touch {tmp_path}/ran; cat")
    repo("config", "filter.x.clean", "cat")
    repo.commit("filtered", __gitattributes="*.txt filter=x\n")
    (tmp_path / "ran").unlink(missing_ok=True)
    before = repo.state()
    assert not await spare.make(str(repo.path), spare_of(repo), repo.head)
    assert not (tmp_path / "ran").exists()
    assert repo.state() == before


async def test_attributes_that_differ_make_it_anew(repo: Repo) -> None:
    path = await made(repo)
    tip = repo.commit("attributes", __gitattributes="*.txt eol=crlf\n")
    found = await create(str(repo.path), "w", session_id="s", spares=[path])
    assert (found.tip, os.path.lexists(path)) == (tip, True)
    assert (Path(found.worktree) / "b.txt").read_bytes() == b"b\r\n"
