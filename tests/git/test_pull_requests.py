"""Pull requests are fetched into a ref of ours; nothing of the user's moves."""

from __future__ import annotations

from pathlib import Path

import pytest

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.git.pull_requests import fetch_pull_request, forge_of, remotes_of
from branchline.git.repository import git_of
from harness.repositories import MakeRepo, Repo


@pytest.fixture
def origin(make_repo: MakeRepo, repo: Repo) -> Repo:
    """What `repo` was cloned from, with pull request 7."""
    origin = make_repo("origin")
    repo("remote", "add", "origin", str(origin.path))
    return origin


def pull_request(origin: Repo, ref: str = "refs/pull/7/head") -> str:
    origin.commit("proposed", c__txt="c\n")
    proposed = origin("rev-parse", "HEAD").strip()
    origin("update-ref", ref, proposed)
    origin("reset", "--quiet", "--hard", "HEAD~1")
    return proposed


def standing(repo: Repo) -> tuple[str, ...]:
    refs = ("refs/heads", "refs/remotes", "refs/tags")
    return repo("for-each-ref", *refs), repo("rev-parse", "HEAD"), repo("status", "--porcelain", "--branch")


@pytest.mark.parametrize("ref", ["refs/pull/7/head", "refs/merge-requests/7/head"])
async def test_it_is_fetched_and_nothing_of_the_users_moves(repo: Repo, origin: Repo, ref: str) -> None:
    proposed = pull_request(origin, ref)
    origin("tag", "v1")
    before = standing(repo)
    assert await fetch_pull_request(str(repo.path), 7) == proposed
    assert standing(repo) == before
    assert not (repo.path / ".git" / "FETCH_HEAD").exists()
    assert repo("for-each-ref", "--format=%(refname)", "refs/branchline/").split() == ["refs/branchline/pull/7"]


async def test_one_that_was_pushed_anew_is_fetched_anew(repo: Repo, origin: Repo) -> None:
    pull_request(origin)
    await fetch_pull_request(str(repo.path), 7)
    origin.commit("other", d__txt="d\n")
    again = pull_request(origin)
    assert await fetch_pull_request(str(repo.path), 7) == again


async def test_what_the_repository_has_is_not_fetched_again(repo: Repo, origin: Repo) -> None:
    for number in range(30):
        origin.commit(f"old {number}", **{f"f{number}__txt": "x" * 2000})
    repo("fetch", "--quiet", "origin")
    before = {each.name for each in (repo.path / ".git" / "objects").rglob("*") if each.is_file()}
    pull_request(origin)
    await fetch_pull_request(str(repo.path), 7)
    after = {each.name for each in (repo.path / ".git" / "objects").rglob("*") if each.is_file()}
    assert 0 < len(after - before) <= 3, "a commit, a tree and a file, or the pack with them"


@pytest.mark.parametrize("address", ["{origin}", "ext::sh -c {bait}", "ssh://localhost/x", "git://127.0.0.1:1/x"])
async def test_no_setting_of_the_repository_runs_a_program(
    repo: Repo, origin: Repo, tmp_path: Path, address: str
) -> None:
    pull_request(origin)
    ran = tmp_path / "ran"
    bait = tmp_path / "bait"
    bait.write_text(f"#!/bin/sh\necho \"$0\" >> '{ran}'\nexit 1\n")
    bait.chmod(0o755)
    names = ("core.sshCommand", "core.gitProxy", "credential.helper", "core.askPass", "core.fsmonitor")
    for setting in (*names, "remote.origin.uploadpack", "uploadpack.packObjectsHook", "credential.https://x.helper"):
        repo("config", setting, str(bait))
    repo("config", "protocol.ext.allow", "always")
    repo("remote", "set-url", "origin", address.format(origin=origin.path, bait=bait))
    if address == "{origin}":
        await fetch_pull_request(str(repo.path), 7)
    else:
        with pytest.raises(BranchlineError, match="could not be fetched"):
            await fetch_pull_request(str(repo.path), 7)
    assert not ran.exists()


async def test_one_that_no_remote_has_is_refused(repo: Repo, origin: Repo) -> None:
    with pytest.raises(BranchlineError) as caught:
        await fetch_pull_request(str(repo.path), 8)
    assert caught.value.code is ErrorCode.PULL_REQUEST_NOT_FOUND
    assert "8" in caught.value.message
    assert repo("for-each-ref", "refs/branchline/") == ""


async def test_the_remote_that_it_is_probably_at_comes_first(repo: Repo) -> None:
    for name in ("aaa", "origin", "upstream"):
        repo("remote", "add", name, f"git@github.com:{name}/tools.git")
    assert await remotes_of(git_of(str(repo.path))) == ["upstream", "origin", "aaa"]
    assert await forge_of(str(repo.path)) == "github.com/upstream/tools"


async def test_a_repository_without_a_forge_has_none(repo: Repo, origin: Repo) -> None:
    assert await forge_of(str(repo.path)) is None
