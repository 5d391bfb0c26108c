"""`session/remove`, `removed`, `restore` and `delete`, and a sidecar that is killed within."""

from __future__ import annotations

import asyncio
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from branchline.machine.paths import Paths
from harness.sidecar import Client, Connect, git, pids_of, wait_for

pytestmark = pytest.mark.timeout(120)


async def started(client: Client, repo: Path, **wanted: Any) -> tuple[str, Path]:
    made = await client.ask("session/create", repo=str(repo), agent="demo", **wanted)
    await client.until(made["id"], "ready")
    return made["id"], Path(made["worktree"])


def said(worktree: Path) -> tuple[str, str, str]:
    return (
        git(worktree, "status", "--porcelain=v2", "--branch"),
        git(worktree, "ls-files", "--stage"),
        git(worktree, "log", "--format=%H"),
    )


def work_in(worktree: Path) -> tuple[str, str, str]:
    """A commit of its own, something staged, something loose."""
    (worktree / "committed.txt").write_text("committed\n")
    git(worktree, "add", ".")
    git(worktree, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "work")
    (worktree / "staged.txt").write_text("staged\n")
    git(worktree, "add", "staged.txt")
    (worktree / "loose.txt").write_text("loose\n")
    return said(worktree)


async def removed(client: Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await client.ask("session/removed"))["sessions"]
    return found


@pytest.mark.shared_sidecar
async def test_removed_restored_and_deleted(client: Client, repo: Path, paths: Paths) -> None:
    session_id, worktree = await started(client, repo, name="Precious", task="web-1", autoYes="safe")
    await client.ask("session/update", id=session_id, pinned=True)
    before = work_in(worktree)
    _, _, data = await client.refused("session/remove", id=session_id, force=False, keepBranch=False)
    told = {name: data[name] for name in ("code", "files", "commits", "ignored", "missing", "live")}
    assert told == {"code": "DIRTY", "files": 2, "commits": 1, "ignored": 0, "missing": [], "live": True}
    assert await removed(client) == []
    gone = await client.ask("session/remove", id=session_id, force=True, keepBranch=False)
    assert not worktree.exists()
    branch = "branchline/precious"
    assert branch not in git(repo, "branch", "--list", "--format=%(refname:short)").splitlines()
    (entry,) = await removed(client)
    named = (entry["id"], entry["name"], entry["agent"], entry["task"], entry["branch"], entry["snapshot"])
    assert named == (session_id, "Precious", "demo", "web-1", branch, gone["snapshot"])
    restored = await client.ask("session/restore", id=session_id)
    kept = (restored["name"], restored["task"], restored["autoYes"], restored["pinned"], restored["branch"])
    assert kept == ("Precious", "web-1", "safe", True, branch)
    assert (restored["status"], restored["reason"], restored["freed"]) == ("paused", "restored", False)
    assert said(worktree) == before
    assert await removed(client) == []
    await client.ask("session/remove", id=session_id, force=True, keepBranch=False)
    await client.ask("session/delete", id=session_id)
    assert await removed(client) == []
    assert git(repo, "for-each-ref", "refs/branchline/") == ""
    assert not paths.session_folder(session_id).exists()
    _, _, data = await client.refused("session/restore", id=session_id)
    assert data["code"] == "NO_SESSION"


@pytest.mark.parametrize("place", ["before", "after"])
async def test_a_deletion_that_is_cut_off_at_its_refs_is_not_offered_and_goes_on(
    connect: Connect, repo: Path, home: Path, paths: Paths, tmp_path: Path, place: str
) -> None:
    """The sidecar is killed by the git that it starts, right before or after that has deleted the snapshots."""
    folder, armed = tmp_path / "deadly", tmp_path / "armed"
    folder.mkdir()
    program = folder / "git"
    act = {"before": "kill -9 $PPID; exit 1", "after": f'"{shutil.which("git")}" "$@"; kill -9 $PPID; exit 1'}[place]
    lines = ["#!/bin/sh", f'[ -e "{armed}" ] && case " $* " in *" update-ref "*) {act};; esac']
    program.write_text("\n".join([*lines, f'exec "{shutil.which("git")}" "$@"\n']))
    program.chmod(0o755)
    client = await connect(env={"PATH": f"{folder}:{os.environ['PATH']}"})
    session_id, worktree = await started(client, repo)
    work_in(worktree)
    await client.ask("session/remove", id=session_id, force=True, keepBranch=False)
    (killed,) = pids_of(home, "serve")
    armed.touch()
    deletion = asyncio.ensure_future(client.ask("session/delete", id=session_id))
    assert await asyncio.to_thread(wait_for, lambda: killed not in pids_of(home, "serve"))
    deletion.cancel()
    armed.unlink()
    assert (git(repo, "for-each-ref", "refs/branchline/") != "") == (place == "before")
    again = await connect()
    assert await removed(again) == []
    _, _, data = await again.refused("session/restore", id=session_id)
    assert data["code"] == "NO_SESSION"
    assert await asyncio.to_thread(wait_for, lambda: not paths.session_folder(session_id).exists())
    assert git(repo, "for-each-ref", "refs/branchline/") == ""
