"""A session's branch goes to a remote, and a pull request is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from branchline.machine.user_environment import Environment
from harness.landing import at_work, everything
from harness.service import InProcess, refused
from harness.sidecar import git


@pytest.fixture
def remote(repo: Path) -> Path:
    bare = repo.parent / "remote.git"
    git(repo, "clone", "--quiet", "--bare", ".", str(bare))
    git(repo, "remote", "add", "origin", str(bare))
    return bare


async def test_a_branch_is_pushed(service: InProcess, repo: Path, remote: Path) -> None:
    session_id, worktree = await at_work(service, repo, name="Login")
    before = everything(repo, worktree)
    told = await service.landings.publishing.push(session_id, dry_run=True)
    assert (told.remote, told.address, told.branch) == ("origin", str(remote), "branchline/login")
    assert told.commands == [f"git -C {worktree} push --set-upstream origin branchline/login"]
    assert everything(repo, worktree) == before
    await service.landings.publishing.push(session_id)
    assert git(remote, "rev-parse", "branchline/login") == git(worktree, "rev-parse", "HEAD")
    assert git(worktree, "rev-parse", "--abbrev-ref", "@{upstream}") == "origin/branchline/login"


async def test_a_remote_that_refuses(service: InProcess, repo: Path, remote: Path) -> None:
    session_id, worktree = await at_work(service, repo)
    hook = remote / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'protected branch hook declined' >&2\nexit 1\n")
    hook.chmod(0o755)
    before = everything(repo, worktree)
    error = await refused("NOT_PUSHED", service.landings.publishing.push(session_id))
    assert "protected branch hook declined" in error.message
    assert error.data["commands"] == (await service.landings.publishing.push(session_id, dry_run=True)).commands
    assert everything(repo, worktree) == before


async def test_what_is_there_is_never_overwritten(service: InProcess, repo: Path, remote: Path) -> None:
    session_id, worktree = await at_work(service, repo)
    await service.landings.publishing.push(session_id)
    git(worktree, "commit", "--quiet", "--amend", "--message", "another")
    was = git(remote, "for-each-ref")
    error = await refused("NOT_PUSHED", service.landings.publishing.push(session_id))
    assert "rejected" in error.message
    assert git(remote, "for-each-ref") == was


async def test_where_there_is_nothing_to_push_to(service: InProcess, repo: Path) -> None:
    session_id, worktree = await at_work(service, repo)
    await refused("NOT_PUSHED", service.landings.publishing.push(session_id))
    git(repo, "remote", "add", "other", "ext::sh -c touch% /tmp/never")
    assert "ext" in (await refused("NOT_PUSHED", service.landings.publishing.push(session_id))).message
    git(worktree, "checkout", "--quiet", "--detach")
    await refused("INVALID_STATE", service.landings.publishing.push(session_id))


def with_program(tmp_path: Path, name: str, script: str) -> Environment:
    """A user who has this program, beside git."""
    program = tmp_path / "programs" / name
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return {"PATH": f"{program.parent}:/usr/bin:/bin", "HOME": str(tmp_path)}


async def test_a_pull_request_is_asked_for(service: InProcess, repo: Path, remote: Path, tmp_path: Path) -> None:
    """At an address that git is told to find on this disk."""
    session_id, worktree = await at_work(service, repo, name="Login")
    git(repo, "remote", "set-url", "origin", "https://github.com/team/app.git")
    git(repo, "config", f"url.{remote}.pushInsteadOf", "https://github.com/team/app.git")
    request = service.landings.publishing.request
    nobody = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    told = await request(session_id, "A title", "Its text", dry_run=True, environment=nobody)
    assert told.commands[1].startswith("gh pr create --repo github.com/team/app --head branchline/login --base main")
    assert (told.url, told.asks) == ("https://github.com/team/app/compare/main...branchline/login?expand=1", True)
    asked = await request(session_id, "A title", "Its text", environment=nobody)
    assert (asked.url, asked.asks) == (told.url, True)
    assert git(remote, "rev-parse", "branchline/login") == git(worktree, "rev-parse", "HEAD")
    said = "printf '%s\\n' \"$@\" > $HOME/said; echo https://github.com/team/app/pull/7"
    made = await request(session_id, "A title", "Its text", environment=with_program(tmp_path, "gh", said))
    assert (made.url, made.asks, made.said) == ("https://github.com/team/app/pull/7", False, "")
    words = (tmp_path / "said").read_text().splitlines()
    assert words[-4:] == ["--title", "A title", "--body", "Its text"]


async def test_a_program_that_cannot_ask(service: InProcess, repo: Path, remote: Path, tmp_path: Path) -> None:
    session_id, _ = await at_work(service, repo)
    git(repo, "remote", "set-url", "origin", "https://gitlab.com/team/app.git")
    git(repo, "config", f"url.{remote}.pushInsteadOf", "https://gitlab.com/team/app.git")
    theirs = with_program(tmp_path, "glab", "echo 'not logged in' >&2; exit 4")
    told = await service.landings.publishing.request(session_id, "T", "", environment=theirs)
    assert told.said == "glab: not logged in"
    assert told.asks
    assert str(told.url).startswith("https://gitlab.com/team/app/-/merge_requests/new?")
