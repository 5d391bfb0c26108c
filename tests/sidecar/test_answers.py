"""`session/answer`, `session/send` and what goes with them, on the demo agent: what they take and give on the wire."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from harness.sidecar import Client, Connect

pytestmark = pytest.mark.shared_sidecar


async def next_prompt(client: Client, session_id: str, before: str) -> dict[str, Any]:
    for _ in range(1000):
        record = client.record(session_id)
        if record["prompt"] and record["prompt"]["id"] != before:
            return record
        await asyncio.sleep(0.02)
    raise AssertionError("no other prompt came")


async def test_a_prompt_is_answered_once_and_only_what_is_offered(connect: Connect, repo: Path) -> None:
    client = await connect(env={"DEMO_AGENT_SPEED": "8"})
    made = await client.ask("session/create", repo=str(repo), agent="demo", instruction="Add a greeting feature")
    session_id = made["id"]
    record = await client.until(session_id, "waiting")
    prompt = record["prompt"]
    assert record["reason"] == prompt["kind"] == "approval"
    assert (prompt["tool"], prompt["paths"], prompt["command"]) == ("Create", ["src/tally/greeting_feature.py"], None)
    assert [each["meaning"] for each in prompt["options"]] == ["accept", "acceptAlways", "reject"]
    assert set(prompt["options"][0]) == {"id", "label", "meaning"}, "keys are the sidecar's own affair"
    assert (prompt["selected"], prompt["takesText"]) == ("1", False)
    asked = {"id": session_id, "promptId": prompt["id"]}

    _, _, data = await client.refused("session/answer", **asked, choice="4")
    assert data["code"] == "NO_SUCH_OPTION"
    _, message, data = await client.refused("session/send", id=session_id, text="yes", submit=True)
    assert (data["code"], "asking" in message) == ("DIALOG_OPEN", True)
    queued = await client.ask("session/send", id=session_id, text="Write the docs", submit=True, queue=True)
    assert queued == {"queued": True}
    assert client.record(session_id)["prompt"] == prompt, "nothing was typed"

    assert await client.ask("session/answer", **asked, choice="1") == {"accepted": True, "joined": False}
    after = await next_prompt(client, session_id, prompt["id"])
    assert (Path(record["worktree"]) / prompt["paths"][0]).exists()
    code, message, data = await client.refused("session/answer", **asked, choice="1")
    assert (data["code"], "nothing was typed" in message) == ("STALE_PROMPT", True)
    assert code != -32602
    assert client.record(session_id)["prompt"] == after["prompt"]

    report = Path((await client.ask("session/report", id=session_id))["path"])
    assert report.stat().st_mode & 0o777 == 0o600
    interrupted = await client.ask("session/interrupt", id=session_id)
    assert interrupted["id"] == session_id
    asked_next = await next_prompt(client, session_id, after["prompt"]["id"])
    assert asked_next["prompt"]["paths"] == ["README.md"], "what was queued is typed when it is ready"
