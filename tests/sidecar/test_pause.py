"""`session/pause` and `session/resume`, with the terminal host and its agents as they are."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from branchline.machine.paths import Paths
from harness.sidecar import Client, wait_for
from harness.terminal import list_held
from harness.worktree_files import disturb, said

pytestmark = pytest.mark.shared_sidecar


async def test_freed_and_back_to_the_very_state(client: Client, repo: Path, paths: Paths) -> None:
    made = await client.ask("session/create", repo=str(repo), agent="demo")
    session_id, worktree = made["id"], Path(made["worktree"])
    await client.until(session_id, "ready")
    before = disturb(worktree)
    paused = await client.ask("session/pause", id=session_id, freeDisk=True)
    assert (paused["status"], paused["reason"]) == ("paused", "paused")
    assert (paused["freed"], paused["worktree"]) == (True, str(worktree))
    assert not worktree.exists()
    assert await asyncio.to_thread(wait_for, lambda: session_id not in [each["session"] for each in list_held(paths)])
    _, message, data = await client.refused("session/pause", id=session_id)
    assert (data["code"], bool(message)) == ("INVALID_STATE", True)
    resumed = await client.ask("session/resume", id=session_id)
    assert resumed["id"] == session_id
    again = await client.until(session_id, "ready")
    assert (again["freed"], again["worktree"]) == (False, str(worktree))
    assert said(worktree) == before
    lines = (await client.ask("session/output", id=session_id, lines=200))["lines"]
    assert lines.count("Branchline demo agent") == 2, "the scrollback of before stands above"
