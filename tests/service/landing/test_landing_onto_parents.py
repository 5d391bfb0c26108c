"""A session's work comes into its parent branch, committed or not."""

from __future__ import annotations

from pathlib import Path

import pytest

from branchline.core.model.landing import How
from harness.landing import HOWS, at_work, elsewhere, everything, land, left_over, log_of
from harness.service import InProcess, refused
from harness.sidecar import git


@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize("checked_out", [True, False], ids=["checked out", "by its ref"])
async def test_all_of_it_lands(how: How, checked_out: bool, service: InProcess, repo: Path) -> None:
    session_id, worktree = await at_work(service, repo, name="Login")
    if not checked_out:
        elsewhere(repo)
    (repo / "untracked.txt").write_text("the user's own\n")
    before = log_of(repo)
    told = await land(service, session_id, how, onto="main", message="Mend the login\n\nWith a body.")
    landed = told.landed
    assert landed is not None
    assert (landed.how, landed.onto, landed.commit) == (how, "main", git(repo, "rev-parse", "main"))
    assert service.sessions.get(session_id).landed == landed
    new = log_of(repo)[: -len(before)]
    assert (
        new
        == {
            How.MERGE: ["Merge branchline/login"],
            How.SQUASH: ["Mend the login"],
            How.REBASE: ["Mend the login", "first"],
        }[how]
    )
    assert git(repo, "show", "main:deep/new.txt") == git(worktree, "show", "HEAD:deep/new.txt") == "new"
    assert git(worktree, "status", "--porcelain") == ""
    assert git(worktree, "log", "--format=%s", "-2").splitlines() == ["Mend the login", "first"]
    if checked_out:
        assert (repo / "deep" / "new.txt").read_text() == "new\n"
    assert git(repo, "status", "--porcelain") == "?? untracked.txt"
    assert left_over(service, session_id) == []
    assert git(repo, "worktree", "list").count("\n") == 1
    snapshot = (await service.timeline.all(session_id))[-1]
    assert git(repo, "rev-parse", f"{snapshot.commit}^") != git(worktree, "rev-parse", "HEAD"), "taken before"
    assert git(repo, "show", f"{snapshot.tree}:deep/new.txt") == "new"
    losses = await service.removal.losses(session_id)
    assert (losses.files, losses.commits) == (0, 0)
    if how is How.MERGE:
        await refused("NOTHING_TO_LAND", land(service, session_id, How.MERGE, onto="main"))


@pytest.mark.parametrize("how", HOWS)
async def test_what_will_run_is_told_and_nothing_is_done(how: How, service: InProcess, repo: Path) -> None:
    session_id, worktree = await at_work(service, repo, title="Say hello")
    before = everything(repo, worktree)
    told = await land(service, session_id, how, dry_run=True)
    assert everything(repo, worktree) == before
    assert (told.landed, told.onto) == (None, "main")
    assert told.message == "Say hello"
    said = "\n".join(told.commands)
    assert {"merge": "--no-ff", "squash": "--squash", "rebase": "rebase main"}[how.value] in said
    assert told.commands[0] == f"git -C {worktree} add --all"
    assert f"git -C {repo} merge --ff-only NEW" in told.commands


async def test_later_work_is_a_loss_again(service: InProcess, repo: Path) -> None:
    session_id, worktree = await at_work(service, repo)
    await land(service, session_id, How.SQUASH)
    git(worktree, "commit", "--quiet", "--allow-empty", "--message", "more")
    assert (await service.removal.losses(session_id)).commits == 1
    git(worktree, "reset", "--quiet", "--hard", "HEAD^")
    git(repo, "reset", "--quiet", "--hard", "HEAD^")
    assert (await service.removal.losses(session_id)).commits == 2, "the branch has it no more"


async def test_of_a_detached_head(service: InProcess, repo: Path) -> None:
    session_id, worktree = await at_work(service, repo)
    git(worktree, "checkout", "--quiet", "--detach")
    told = await land(service, session_id, How.SQUASH, message="All")
    assert told.landed is not None
    assert log_of(repo)[0] == "All"
    assert git(worktree, "status", "--porcelain") == ""


async def test_a_branch_that_moved_on_is_merged_with(service: InProcess, repo: Path) -> None:
    session_id, _ = await at_work(service, repo)
    git(repo, "commit", "--quiet", "--allow-empty", "--message", "meanwhile")
    for how in HOWS:
        told = await land(service, session_id, how, onto="main")
        assert told.landed is not None
        assert git(repo, "status", "--porcelain") == ""
        git(repo, "reset", "--quiet", "--hard", "HEAD@{1}")


async def test_hooks_find_what_is_installed(service: InProcess, repo: Path) -> None:
    """Ignored folders are there where the squashed commit is made."""
    session_id, worktree = await at_work(service, repo)
    (worktree / ".gitignore").write_text("node_modules/\n")
    (worktree / "node_modules").mkdir()
    (worktree / "node_modules" / "tool").write_text("installed\n")
    hook = repo / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\ncat node_modules/tool\n")
    hook.chmod(0o755)
    told = await land(service, session_id, How.SQUASH)
    assert told.landed is not None
    assert git(repo, "ls-tree", "-r", "--name-only", "main").count("node_modules") == 0
    assert (worktree / "node_modules" / "tool").read_text() == "installed\n"
