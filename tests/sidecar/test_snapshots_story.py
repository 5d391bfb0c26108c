"""The requests of a session's timeline: what they take and give on the wire."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from harness.sidecar import PATIENCE, Client, git

pytestmark = pytest.mark.shared_sidecar


async def rested(client: Client, repo: Path) -> tuple[str, Path]:
    """A session whose agent has started and rests, with its first snapshot."""
    made = await client.ask("session/create", repo=str(repo), agent="demo")
    await client.until(made["id"], "ready")
    for _ in range(int(PATIENCE / 0.05)):
        if told(client):
            return made["id"], Path(made["worktree"])
        await asyncio.sleep(0.05)
    pytest.fail("no snapshot came")


def told(client: Client) -> list[dict[str, Any]]:
    return [params for method, params in client.heard if method == "snapshot/didChange"]


async def test_taken_named_compared_restored_and_forked(client: Client, repo: Path) -> None:
    session_id, worktree = await rested(client, repo)
    (worktree / "new.txt").write_text("one\n")
    good = await client.ask("snapshot/create", id=session_id, name="  the   good one ")
    assert (good["name"], good["reason"], good["files"], good["missing"]) == ("the good one", "on demand", 1, [])
    listed = (await client.ask("snapshot/list", id=session_id))["snapshots"]
    assert [each["number"] for each in listed] == [1, 2]
    assert (listed[0]["reason"], listed[0]["instruction"]) == ("at the start", None)
    assert listed[-1] == good == told(client)[-1]

    (worktree / "new.txt").write_text("two\n")
    found = await client.ask("snapshot/compare", id=session_id, number=2, against="previous")
    assert [(each["path"], each["status"]) for each in found["files"]] == [("new.txt", "A")]
    assert (await file_at(client, session_id, found["left"]))["missing"]
    assert (await file_at(client, session_id, found["right"]))["text"] == "one\n"
    now = await client.ask("snapshot/compare", id=session_id, number=2, against="now")
    assert now["right"] is None

    before = await client.ask("snapshot/restore", id=session_id, number=2)
    assert before["reason"] in {"before restore", "on demand"}
    assert (worktree / "new.txt").read_text() == "one\n"
    named = await client.ask("snapshot/name", id=session_id, number=1, name="Before it all")
    assert named["name"] == "Before it all"
    forked = await client.ask("snapshot/fork", id=session_id, number=2, name="Another try")
    assert (forked["name"], forked["title"]) == ("another-try", "Another try")
    await client.until(forked["id"], "ready")
    assert (Path(forked["worktree"]) / "new.txt").read_text() == "one\n"
    assert f"refs/branchline/{session_id}/2" in git(repo, "for-each-ref", "--format=%(refname)")

    needed: dict[str, dict[str, Any]] = {
        "restore": {},
        "name": {"name": "x"},
        "compare": {"against": "base"},
        "fork": {},
    }
    for method, more in needed.items():
        _, message, data = await client.refused(f"snapshot/{method}", id=session_id, number=99, **more)
        assert (data["code"], bool(message)) == ("NO_SNAPSHOT", True), method


async def file_at(client: Client, session_id: str, at: str) -> dict[str, Any]:
    found: dict[str, Any] = await client.ask("session/readFile", id=session_id, path="new.txt", at=at)
    return found
