"""Some of a session's files are brought into the main checkout, and nothing else there is touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from branchline.core.model.landing import Landing
from branchline.core.session.landing_events import LandingSaid
from harness.killed_service import killed
from harness.landing import at_work, everything
from harness.service import InProcess, refused
from harness.sidecar import git


async def test_chosen_files_alone(service: InProcess, repo: Path) -> None:
    session_id, worktree = await at_work(service, repo)
    (worktree / "data.bin").write_bytes(bytes(range(256)))
    (worktree / "tool.sh").write_text("#!/bin/sh\n")
    (worktree / "tool.sh").chmod(0o755)
    gone = git(repo, "ls-files").splitlines()[-1]
    (worktree / gone).unlink()
    (repo / "own.txt").write_text("the user's own\n")
    before = everything(repo, worktree)
    apply = service.landings.applying.apply
    files = ["data.bin", "deep/new.txt", gone, "tool.sh"]
    told = await apply(session_id, files, dry_run=True)
    assert everything(repo, worktree) == before
    assert told.files == sorted(files)
    assert told.folder == str(repo)
    assert "apply --3way" in told.commands[0]
    assert await apply(session_id, files) == told
    changed = git(repo, "status", "--porcelain", "--untracked-files=all").splitlines()
    assert {line.split()[-1] for line in changed} == {*files, "own.txt"}
    assert git(repo, "diff", "--cached", "--name-only") == "", "nothing is staged"
    assert (repo / "data.bin").read_bytes() == bytes(range(256))
    assert (repo / "tool.sh").stat().st_mode & 0o111
    assert not (repo / gone).exists()
    assert everything(repo, worktree)["worktree"] == before["worktree"]


async def test_what_both_changed_is_merged(service: InProcess, repo: Path) -> None:
    session_id, _ = await at_work(service, repo)
    text = (repo / "README.md").read_text()
    (repo / "README.md").write_text("above\n" + text)
    git(repo, "commit", "--quiet", "--all", "--message", "meanwhile")
    await service.landings.applying.apply(session_id, ["README.md"])
    assert (repo / "README.md").read_text() == "above\n" + text + "\nmore\n"


async def test_what_cannot_be_brought_is_refused(service: InProcess, repo: Path) -> None:
    session_id, worktree = await at_work(service, repo)
    apply = service.landings.applying.apply
    assert (await refused("BAD_PATH", apply(session_id, ["LICENSE", "first.txt"]))).data["path"] == "LICENSE"
    (repo / "first.txt").write_text("the user's own\n")
    error = await refused("CHECKOUT_DIRTY", apply(session_id, ["first.txt", "deep/new.txt"]))
    assert error.data["files"] == ["first.txt"]
    (repo / "README.md").write_text("something else\n")
    before = everything(repo, worktree)
    await refused("CHECKOUT_DIRTY", apply(session_id, ["README.md"]))
    assert everything(repo, worktree) == before
    git(repo, "commit", "--quiet", "--all", "--message", "meanwhile")
    before = everything(repo, worktree)
    assert (await refused("LAND_CONFLICT", apply(session_id, ["README.md"]))).data["files"] == ["README.md"]
    assert everything(repo, worktree) == before
    assert not (repo / "deep").exists()
    await service.pausing.pause(session_id, free_disk=True)
    await refused("NO_WORKTREE", apply(session_id, ["README.md"]))


@pytest.mark.parametrize("half", ["none", "one", "part"])
async def test_one_that_was_cut_off_is_finished(half: str, service: InProcess, repo: Path) -> None:
    session_id, worktree = await at_work(service, repo)
    git(worktree, "add", "--all")
    before, after = git(repo, "rev-parse", "HEAD^{tree}"), git(worktree, "write-tree")
    service.sessions.happened(session_id, LandingSaid(Landing(None, "", before, "", "", str(repo), "", after)))
    if half != "none":
        (repo / "first.txt").write_text("committed\n" if half == "one" else "com")
    await killed(service)
    next_one = await service.successor()
    try:
        session = next_one.sessions.get(session_id)
        assert (session.under_way, session.landing, session.landed) == (None, None, None)
        assert (repo / "first.txt").read_text() == "committed\n"
        assert (repo / "deep" / "new.txt").read_text() == "new\n"
        assert git(repo, "diff", "--cached", "--name-only") == ""
    finally:
        await next_one.close()
