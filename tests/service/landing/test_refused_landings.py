"""A landing that is refused says why, and leaves everything as it was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from branchline.core.errors import BranchlineError
from branchline.core.model.landing import How
from harness.landing import HOWS, at_work, elsewhere, everything, land, left_over
from harness.service import InProcess, refused
from harness.sidecar import git


def hook(repo: Path, name: str, script: str) -> None:
    path = repo / ".git" / "hooks" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


async def refused_whole(
    code: str, service: InProcess, repo: Path, found: tuple[str, Path], how: How = How.SQUASH, **more: Any
) -> BranchlineError:
    before = everything(repo, found[1])
    error = await refused(code, land(service, found[0], how, **more))
    assert everything(repo, found[1]) == before
    assert left_over(service, found[0]) == []
    session = service.sessions.get(found[0])
    assert (session.under_way, session.landing, session.landed) == (None, None, None)
    return error


@pytest.mark.parametrize("how", HOWS)
async def test_a_hook_that_rejects_what_is_committed(how: How, service: InProcess, repo: Path) -> None:
    found = await at_work(service, repo)
    hook(repo, "pre-commit", "echo 'no tests' >&2; exit 1")
    error = await refused_whole("COMMIT_REFUSED", service, repo, found, how)
    assert error.data["said"] == "no tests"
    assert error.data["signing"] is False
    assert "no tests" in error.message
    assert str(error.data["commands"]).count("git") > 2


@pytest.mark.parametrize("how", [How.MERGE, How.SQUASH])
async def test_a_hook_that_rejects_the_message(how: How, service: InProcess, repo: Path) -> None:
    """It lets the session's own commit pass, and is asked again where the merge is made."""
    found = await at_work(service, repo)
    script = f"case $PWD in */landing/*) echo 'bad message' >&2; exit 1;; esac; cat $1 >> {repo}/../told"
    hook(repo, "commit-msg", script)
    error = await refused_whole("COMMIT_REFUSED", service, repo, found, how, message="wip")
    assert str(error.data["said"]).startswith("bad message")
    assert (repo.parent / "told").read_text() == "wip\n"


async def test_a_hook_that_protects_the_branch(service: InProcess, repo: Path) -> None:
    found = await at_work(service, repo)
    elsewhere(repo)
    hook(repo, "reference-transaction", '[ "$1" = prepared ] && grep -q "refs/heads/main$" && exit 1; exit 0')
    await refused_whole("COMMIT_REFUSED", service, repo, found, onto="main")


@pytest.mark.parametrize("how", HOWS)
async def test_a_conflict(how: How, service: InProcess, repo: Path) -> None:
    found = await at_work(service, repo)
    (repo / "README.md").write_text("something else\n")
    git(repo, "commit", "--quiet", "--all", "--message", "meanwhile")
    error = await refused_whole("LAND_CONFLICT", service, repo, found, how)
    assert (error.data["files"], error.data["onto"]) == (["README.md"], "main")


@pytest.mark.parametrize("how", HOWS)
async def test_a_checkout_with_changes_of_its_own(how: How, service: InProcess, repo: Path) -> None:
    found = await at_work(service, repo)
    (repo / "README.md").write_text("the user's own\n")
    error = await refused_whole("CHECKOUT_DIRTY", service, repo, found, how)
    assert (error.data["files"], error.data["path"]) == (["README.md"], str(repo))
    git(repo, "add", "README.md")
    await refused_whole("CHECKOUT_DIRTY", service, repo, found, how)


async def test_an_untracked_file_that_is_in_the_way(service: InProcess, repo: Path) -> None:
    found = await at_work(service, repo)
    (repo / "first.txt").write_text("the user's own\n")
    error = await refused_whole("CHECKOUT_DIRTY", service, repo, found)
    assert error.data["files"] == ["first.txt"]
    assert (repo / "first.txt").read_text() == "the user's own\n"


@pytest.mark.parametrize("program", ["/bin/false", "/nowhere/gpg"])
@pytest.mark.parametrize("how", HOWS)
async def test_a_commit_that_cannot_be_signed(program: str, how: How, service: InProcess, repo: Path) -> None:
    found = await at_work(service, repo)
    git(repo, "config", "commit.gpgSign", "true")
    git(repo, "config", "gpg.program", program)
    error = await refused_whole("COMMIT_REFUSED", service, repo, found, how)
    assert error.data["signing"] is True


async def test_nobody_is_asked_for_a_passphrase(service: InProcess, repo: Path, tmp_path: Path) -> None:
    """A program that signs has no terminal, and is told of none."""
    asks = tmp_path / "asks"
    asks.write_text(f'#!/bin/sh\n(cat < /dev/tty) 2> {tmp_path}/said\necho "$GPG_TTY" >> {tmp_path}/said\nexit 1\n')
    asks.chmod(0o755)
    found = await at_work(service, repo)
    git(repo, "config", "commit.gpgSign", "true")
    git(repo, "config", "gpg.program", str(asks))
    await refused_whole("COMMIT_REFUSED", service, repo, found)
    first, second = (tmp_path / "said").read_text().splitlines()
    assert "/dev/tty" in first
    assert second == ""


async def test_nobody_said_who_commits(service: InProcess, repo: Path) -> None:
    found = await at_work(service, repo)
    git(repo, "config", "--unset", "user.email")
    git(repo, "config", "user.useConfigOnly", "true")
    assert "email" in (await refused_whole("COMMIT_REFUSED", service, repo, found)).message


async def test_what_does_not_fit_now(service: InProcess, repo: Path) -> None:
    found = await at_work(service, repo)
    session_id, worktree = found
    await refused_whole("BRANCH_NOT_FOUND", service, repo, found, onto="no-such")
    await refused_whole("INVALID_STATE", service, repo, found, onto=service.sessions.get(session_id).branch)
    git(repo, "branch", "held")
    held = repo.parent / "held"
    git(repo, "worktree", "add", "--quiet", str(held), "held")
    (held / "README.md").write_text("changed\n")
    await refused_whole("CHECKOUT_DIRTY", service, repo, found, onto="held")
    entry = Path((worktree / ".git").read_text().removeprefix("gitdir: ").strip())
    (entry / "MERGE_HEAD").write_text(git(repo, "rev-parse", "main") + "\n")
    assert "merge" in (await refused_whole("INVALID_STATE", service, repo, found)).message
    (entry / "MERGE_HEAD").unlink()
    rebase = repo / ".git" / "rebase-merge"
    rebase.mkdir()
    (rebase / "head-name").write_text("refs/heads/main\n")
    await refused_whole("BRANCH_CHECKED_OUT", service, repo, found)


async def test_while_its_agent_is_at_work(service: InProcess, repo: Path) -> None:
    made = await service.create(repo)
    await service.until_started(made.id)
    await refused("AGENT_WORKS", land(service, made.id, How.MERGE))
    await refused("AGENT_WORKS", land(service, made.id, How.MERGE, committed=True))
