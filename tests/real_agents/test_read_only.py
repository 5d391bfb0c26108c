"""The real programs as reviewers: none changes a file unasked, and what Claude Code finds becomes a note."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from harness.sidecar import Client
from real_agents.conftest import Meet
from real_agents.environment import ALL_NAMES
from real_agents.told import SLOW, soon
from stub_model.script import README_LINE

pytestmark = [pytest.mark.agents, pytest.mark.timeout(400)]


def rests(record: dict[str, Any]) -> bool:
    """It is done with what it was told, or asks."""
    return record["status"] in {"ready", "waiting"} and not record["pending"]


async def until_rests(client: Client, session_id: str) -> dict[str, Any]:
    await client.until(session_id, "working", patience=SLOW)
    await client.until(session_id, "ready", "waiting", patience=SLOW)
    await soon(client, session_id, rests)
    return client.record(session_id)


@pytest.mark.parametrize("name", ALL_NAMES)
async def test_a_reviewers_edit_is_not_made(name: str, meet: Meet) -> None:
    client, repo = await meet(name)
    told = "please do scenario:edit"
    made = await client.ask("session/create", repo=str(repo), agent=name, persona="reviewer", instruction=told)
    assert made["autoYes"] == "read-only"
    await until_rests(client, made["id"])
    assert README_LINE in (Path(made["worktree"]) / "README.md").read_text()


async def test_a_reviewers_command_that_writes_is_asked_about_or_refused(meet: Meet) -> None:
    client, repo = await meet("claude")
    told = "please do scenario:touch"
    made = await client.ask("session/create", repo=str(repo), agent="claude", persona="reviewer", instruction=told)
    await until_rests(client, made["id"])
    assert not (Path(made["worktree"]) / "hello.txt").exists()


async def test_what_claude_code_finds_becomes_a_note(meet: Meet) -> None:
    client, repo = await meet("claude")
    made = await client.ask("session/create", repo=str(repo), agent="claude")
    await client.until(made["id"], "ready", patience=SLOW)
    (Path(made["worktree"]) / "loose.py").write_text("loose = True\n")
    told = "please do scenario:plain"
    asked = await client.ask("session/secondOpinion", id=made["id"], instruction=told)
    assert (asked["persona"], asked["agent"], asked["reviews"]) == ("reviewer", "claude", made["id"])
    assert (Path(asked["worktree"]) / "loose.py").exists()
    await client.until(asked["id"], "working", patience=SLOW)
    await client.until(asked["id"], "ready", patience=SLOW)
    await soon(client, made["id"], lambda record: record["notes"] == 1)
    [note] = (await client.ask("session/notes", id=made["id"]))["notes"]
    assert (note["session"], note["text"]) == (asked["id"], "Hello. This is plain text.")
