"""Pause and resume: the agent ends, everything is kept, and it goes on where it was."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from branchline.machine.paths import Paths
from harness.sidecar import PATIENCE, Client, Connect, git, wait_for
from harness.terminal import list_held

pytestmark = [pytest.mark.timeout(120), pytest.mark.shared_sidecar]
ECHO = """
import sys
print("the first words" if len(sys.argv) < 2 else sys.argv[1])
while line := sys.stdin.readline(): print("got", line)
"""


def held(paths: Paths) -> list[str]:
    return [entry["session"] for entry in list_held(paths)]


async def started(client: Client, repo: Path, agent: str = "demo", **wanted: Any) -> tuple[str, Path]:
    made = await client.ask("session/create", repo=str(repo), agent=agent, **wanted)
    await client.until(made["id"], "ready")
    return made["id"], Path(made["worktree"])


def disturb(worktree: Path) -> tuple[str, str]:
    """Staged, partly staged, deleted, untracked; what git says of it."""
    (worktree / "staged.txt").write_text("staged\n")
    git(worktree, "add", "staged.txt")
    (worktree / "staged.txt").write_text("staged\nand more\n")
    (worktree / "README.md").unlink()
    (worktree / "loose file.txt").write_text("loose\n")
    (worktree / "link").symlink_to("loose file.txt")
    return said(worktree)


def said(worktree: Path) -> tuple[str, str]:
    return git(worktree, "status", "--porcelain=v2"), git(worktree, "ls-files", "--stage")


async def test_pause_ends_the_agent_and_keeps_the_worktree(client: Client, repo: Path, paths: Paths) -> None:
    session_id, worktree = await started(client, repo)
    before, head = disturb(worktree), git(worktree, "rev-parse", "HEAD")
    paused = await client.ask("session/pause", id=session_id)
    assert (paused["status"], paused["reason"], paused["freed"]) == ("paused", "paused", False)
    assert said(worktree) == before
    assert git(worktree, "rev-parse", "HEAD") == head, "the branch gets no commit of ours"
    last = (await client.ask("snapshot/list", id=session_id))["snapshots"][-1]
    assert git(repo, "show", f"{last['commit']}:loose file.txt") == "loose"
    assert await asyncio.to_thread(wait_for, lambda: session_id not in held(paths))
    await client.ask("session/resume", id=session_id)
    await client.until(session_id, "ready")
    assert said(worktree) == before


async def test_freed_and_back_to_the_very_state(client: Client, repo: Path) -> None:
    session_id, worktree = await started(client, repo)
    before = disturb(worktree)
    paused = await client.ask("session/pause", id=session_id, freeDisk=True)
    assert (paused["status"], paused["freed"], paused["worktree"]) == ("paused", True, str(worktree))
    assert not worktree.exists()
    assert await asyncio.to_thread(wait_for, lambda: not list(worktree.parent.glob(".branchline-removed-*")))
    assert str(worktree) not in git(repo, "worktree", "list")
    assert paused["branch"] in git(repo, "branch", "--list", "--format=%(refname:short)")
    await client.ask("session/resume", id=session_id)
    again = await client.until(session_id, "ready")
    assert (again["freed"], again["worktree"]) == (False, str(worktree))
    assert said(worktree) == before
    assert (worktree / "link").readlink() == Path("loose file.txt")


async def test_an_ended_session_is_freed_too_and_only_once(client: Client, repo: Path) -> None:
    session_id, worktree = await started(client, repo)
    await client.ask("session/stop", id=session_id)
    await client.until(session_id, "paused")
    assert (await client.ask("session/pause", id=session_id, freeDisk=True))["freed"]
    assert not worktree.exists()
    for free in (False, True):
        _, message, data = await client.refused("session/pause", id=session_id, freeDisk=free)
        assert data["code"] == "INVALID_STATE"
        assert message


async def test_what_no_snapshot_holds_keeps_the_worktree(client: Client, repo: Path) -> None:
    session_id, worktree = await started(client, repo)
    git(worktree, "init", "-q", "nested")
    (worktree / "nested" / "work.txt").write_text("not ours\n")
    git(worktree / "nested", "add", ".")
    git(worktree / "nested", "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "one")
    _, _message, data = await client.refused("session/pause", id=session_id, freeDisk=True)
    assert data["code"] == "NOT_KEPT"
    assert any("nested" in each for each in data["missing"])
    assert (worktree / "nested" / "work.txt").exists()
    assert (await client.until(session_id, "paused"))["freed"] is False


async def test_another_folder_in_its_place_is_left_alone(client: Client, repo: Path) -> None:
    session_id, worktree = await started(client, repo)
    before = disturb(worktree)
    await client.ask("session/pause", id=session_id, freeDisk=True)
    worktree.mkdir(parents=True)
    (worktree / "mine.txt").write_text("mine\n")
    await client.ask("session/resume", id=session_id)
    again = await client.until(session_id, "ready")
    assert again["worktree"] != str(worktree)
    assert said(Path(again["worktree"])) == before
    assert (worktree / "mine.txt").read_text() == "mine\n"


async def test_a_worktree_that_somebody_deleted_comes_back(client: Client, repo: Path) -> None:
    session_id, worktree = await started(client, repo)
    before = disturb(worktree)
    await client.ask("session/pause", id=session_id)
    os.rename(worktree, worktree.parent / "elsewhere")
    await client.ask("session/resume", id=session_id)
    await client.until(session_id, "ready")
    assert said(worktree) == before


async def test_an_agent_that_cannot_go_on_is_told_where_things_stand(connect: Connect, repo: Path) -> None:
    client = await connect(env={"DEMO_AGENT_SPEED": "20"})
    session_id, _ = await started(client, repo)
    await client.ask("session/send", id=session_id, text="Delete the old script", submit=True)
    await client.approve_all(session_id)
    await client.ask("session/pause", id=session_id)
    await client.ask("session/resume", id=session_id)
    await client.until(session_id, "starting")
    assert (await client.until(session_id, "working"))["handedOver"]
    lines = (await client.ask("session/output", id=session_id, lines=200))["lines"]
    assert any("cannot be resumed" in line for line in lines)
    assert any("The last instruction was: “Delete the old script”" in line for line in lines)


async def test_the_scrollback_of_before_stands_above(connect: Connect, repo: Path) -> None:
    settings = {"agents": {"echo": {"command": [sys.executable, "-c", ECHO]}}}
    client = await connect(settings=settings)
    session_id, _ = await started(client, repo, agent="echo")
    await client.ask("session/pause", id=session_id)
    await client.ask("session/resume", id=session_id)
    await client.until(session_id, "ready")
    for _ in range(int(PATIENCE / 0.05)):
        lines = (await client.ask("session/output", id=session_id, lines=100))["lines"]
        if lines.count("the first words") == 2:
            break
        await asyncio.sleep(0.05)
    else:
        pytest.fail(f"it is not there: {lines}")
    screen = await client.ask("session/screen", id=session_id)
    assert screen["lines"].count("the first words") == 1, "the screen itself is the new run's alone"


async def test_a_queued_session_is_paused_without_a_worktree(connect: Connect, repo: Path) -> None:
    client = await connect(settings={"maxSessions": 1})
    await started(client, repo)
    queued = await client.ask("session/create", repo=str(repo), agent="demo", name="Later")
    assert queued["status"] == "queued"
    paused = await client.ask("session/pause", id=queued["id"], freeDisk=True)
    assert (paused["status"], paused["worktree"], paused["freed"]) == ("paused", "", False)


async def test_another_branch_that_the_agent_checked_out_is_not_the_sessions(client: Client, repo: Path) -> None:
    session_id, worktree = await started(client, repo, name="Own")
    git(worktree, "checkout", "-q", "-b", "topic/other")
    (worktree / "loose.txt").write_text("loose\n")
    paused = await client.ask("session/pause", id=session_id, freeDisk=True)
    assert paused["branch"] == "branchline/own"
    await client.ask("session/resume", id=session_id)
    record = await client.until(session_id, "ready")
    assert (record["branch"], git(worktree, "branch", "--show-current")) == ("branchline/own", "topic/other")
    await client.ask("session/remove", id=session_id, force=True, keepBranch=False)
    branches = git(repo, "branch", "--format=%(refname:short)").splitlines()
    assert ("topic/other" in branches, "branchline/own" in branches) == (True, False)
    await client.ask("session/restore", id=session_id)
    assert git(worktree, "branch", "--show-current") == "topic/other"
    assert "branchline/own" in git(repo, "branch", "--format=%(refname:short)").splitlines()
    assert (worktree / "loose.txt").read_text() == "loose\n"


async def test_ignored_files_come_back_where_the_user_names_them(connect: Connect, repo: Path) -> None:
    client = await connect(settings={"snapshotInclude": [".env*"]})
    session_id, worktree = await started(client, repo)
    (worktree / ".gitignore").write_text(".env*\nbuild/\n")
    (worktree / ".env.local").write_text("KEY=1\n")
    (worktree / "build").mkdir()
    (worktree / "build" / "out.bin").write_text("made anew\n")
    await client.ask("session/pause", id=session_id, freeDisk=True)
    await client.ask("session/resume", id=session_id)
    await client.until(session_id, "ready")
    assert (worktree / ".env.local").read_text() == "KEY=1\n"
    assert not (worktree / "build").exists()
