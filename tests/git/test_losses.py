"""What a removal would lose is counted before anything is removed."""

from __future__ import annotations

from branchline.git.losses import Loss, loss
from harness.repositories import MakeRepo, Repo


async def test_nothing_to_lose(repo: Repo) -> None:
    assert await loss(str(repo.path)) == Loss(0, 1), "the only branch"
    repo("branch", "other")
    assert await loss(str(repo.path)) == Loss(0, 0)


async def test_every_file_and_commit_that_is_nowhere_else_counts(make_repo: MakeRepo) -> None:
    upstream = make_repo("upstream")
    upstream("clone", "--quiet", ".", "../clone")
    repo = Repo(upstream.path.parent / "clone")
    repo("checkout", "-q", "-b", "mine")
    repo.commit("pushed")
    repo("push", "-q", "origin", "mine")
    repo.commit("tagged")
    repo("tag", "keep")
    repo.commit("on another branch")
    repo("branch", "other")
    assert await loss(str(repo.path)) == Loss(0, 0)
    repo.commit("lost 1", __gitignore="*.log\n")
    repo.commit("lost 2")
    repo.write("a.txt", "changed\n")
    repo.write("staged\nodd", "x")
    repo("add", "staged\nodd")
    (repo.path / "b.txt").unlink()
    repo.write("new/deep/one")
    repo.write("new/deep/two")
    repo.write("x.log")
    before = repo.state()
    assert await loss(str(repo.path)) == Loss(5, 2, ignored=1)
    assert repo.state() == before


async def test_a_detached_head_and_the_sessions_branch_both_count(repo: Repo) -> None:
    repo("checkout", "-q", "-b", "mine")
    repo.commit("on the branch")
    repo("checkout", "-q", "--detach", "main")
    repo.commit("beside it")
    assert await loss(str(repo.path)) == Loss(0, 1)
    assert await loss(str(repo.path), "mine") == Loss(0, 2)
    assert await loss(str(repo.path), "gone") == Loss(0, 1)


async def test_a_tag_of_the_branchs_name_does_not_confuse(repo: Repo) -> None:
    repo("checkout", "-q", "-b", "same")
    repo("tag", "same", "main")
    repo.commit("lost")
    assert await loss(str(repo.path)) == Loss(0, 1)


async def test_commits_in_a_worktrees_own_submodule_count(make_repo: MakeRepo) -> None:
    library = make_repo("library")
    repo = make_repo()
    repo("submodule", "--quiet", "add", str(library.path), "sub")
    repo.commit("with a submodule")
    repo("worktree", "add", "-q", "-b", "mine", "../linked")
    linked = Repo(repo.path.parent / "linked")
    linked("submodule", "--quiet", "update", "--init")
    assert await loss(str(linked.path)) == Loss(0, 0)
    Repo(linked.path / "sub").commit("inside")
    linked.commit("points to it")
    assert await loss(str(linked.path)) == Loss(0, 2)


async def test_ignored_files_count_where_no_snapshot_keeps_them(repo: Repo) -> None:
    repo.commit("ignores", __gitignore="*.log\n.env\nbuild/\ncache/\n")
    repo("branch", "other")
    for name in ("a.log", ".env", "sub/.env", "build/1", "build/deep/2", "cache/.env", "cache/.env.d/.env"):
        repo.write(name)
    assert await loss(str(repo.path)) == Loss(0, 0, ignored=5)
    assert await loss(str(repo.path), include=["*.env"]) == Loss(0, 0, ignored=2), "cache has nothing else"
    repo.write("cache/more")
    assert await loss(str(repo.path), include=["*.env"]) == Loss(0, 0, ignored=3)
    assert await loss(str(repo.path), include=["*"]) == Loss(0, 0)
