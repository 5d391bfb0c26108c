"""`session/locate` and `session/forget`, what `repo/find` and `session/list` find, of repositories that were moved."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from harness.sidecar import Client, git

pytestmark = [pytest.mark.timeout(120), pytest.mark.shared_sidecar]


async def test_located_and_removed(client: Client, repo: Path) -> None:
    made = await client.ask("session/create", repo=str(repo), agent="demo", name="Precious")
    await client.until(made["id"], "ready")
    moved = repo.rename(repo.parent / "two")
    _, message, data = await client.refused("session/remove", id=made["id"], force=True, keepBranch=False)
    assert (data["code"], data["repo"], str(repo) in message) == ("REPO_GONE", str(repo), True)
    assert os.path.isdir(made["worktree"])
    _, _, data = await client.refused("session/locate", id=made["id"], path=made["worktree"])
    assert data["code"] == "NOT_A_REPO", "its link leads to where the repository was"
    assert await client.ask("session/locate", id=made["id"], path=str(moved)) == {"repo": str(moved)}
    (record,) = (await client.ask("session/list"))["sessions"]
    assert (record["repo"], record["worktree"]) == (str(moved), made["worktree"])
    await client.ask("session/remove", id=made["id"], force=True, keepBranch=False)
    assert not os.path.exists(made["worktree"])
    assert "branchline/precious" not in git(moved, "branch", "--list")
    await client.ask("session/delete", id=made["id"])


async def test_resumed_when_it_is_located(client: Client, repo: Path) -> None:
    made = await client.ask("session/create", repo=str(repo), agent="demo", name="Precious")
    await client.until(made["id"], "ready")
    await client.ask("session/stop", id=made["id"])
    await client.until(made["id"], "paused")
    moved = repo.rename(repo.parent / "two")
    _, _, data = await client.refused("session/resume", id=made["id"])
    assert data["code"] == "REPO_GONE"
    (record,) = (await client.ask("session/list"))["sessions"]
    assert record["status"] == "paused", "it did not fail: it was not tried"
    await client.ask("session/locate", id=made["id"], path=str(moved))
    await client.ask("session/resume", id=made["id"])
    await client.until(made["id"], "ready")
    await client.ask("session/remove", id=made["id"], force=True, keepBranch=False)
    await client.ask("session/delete", id=made["id"])


async def test_a_window_that_opens_it_is_enough(client: Client, repo: Path) -> None:
    made = await client.ask("session/create", repo=str(repo), agent="demo", name="Precious")
    await client.until(made["id"], "ready")
    moved = repo.rename(repo.parent / "two")
    await client.ask("repo/find", folders=[str(moved)])
    (record,) = (await client.ask("session/list"))["sessions"]
    assert record["repo"] == str(moved)
    await client.ask("session/remove", id=made["id"], force=True, keepBranch=False)
    assert not os.path.exists(made["worktree"])
    await client.ask("session/delete", id=made["id"])


async def test_forgotten(client: Client, repo: Path) -> None:
    made = await client.ask("session/create", repo=str(repo), agent="demo", name="Precious")
    await client.until(made["id"], "ready")
    moved = repo.rename(repo.parent / "two")
    assert await client.ask("session/forget", id=made["id"]) == {"worktree": made["worktree"]}
    assert (await client.ask("session/list"))["sessions"] == []
    (entry,) = (await client.ask("session/removed"))["sessions"]
    assert (entry["id"], entry["snapshot"]) == (made["id"], None)
    await client.ask("session/locate", id=made["id"], path=str(moved))
    assert (await client.ask("session/restore", id=made["id"]))["repo"] == str(moved)
    await client.ask("session/remove", id=made["id"], force=True, keepBranch=False)
    await client.ask("session/delete", id=made["id"])


async def test_a_branch_that_was_renamed_is_told_by_its_name(client: Client, repo: Path) -> None:
    made = await client.ask("session/create", repo=str(repo), agent="demo", name="Precious")
    await client.until(made["id"], "ready")
    git(made["worktree"], "branch", "-m", "other/name")
    (record,) = (await client.ask("session/list"))["sessions"]
    assert record["branch"] == "other/name"
    await client.ask("session/remove", id=made["id"], force=True, keepBranch=False)
    assert "other/name" not in git(repo, "branch", "--list")
    assert (await client.ask("session/restore", id=made["id"]))["branch"] == "other/name"
    await client.ask("session/remove", id=made["id"], force=True, keepBranch=False)
    await client.ask("session/delete", id=made["id"])
