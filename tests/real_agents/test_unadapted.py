"""An agent that nobody adapted to, Continue's `cn`, as a user-defined one: from the session to the answers."""

from __future__ import annotations

import asyncio
import uuid
from pathlib import Path
from typing import Any

import pytest
from pygls.exceptions import JsonRpcException

from branchline.demo import sample
from harness.sidecar import Client, Connect, plain
from harness.terminal import type_into
from real_agents.environment import programs, real_agent_environment
from real_agents.told import SLOW, asked, soon, statuses, story
from stub_model.server import StubModel

pytestmark = [pytest.mark.agents, pytest.mark.timeout(240)]

MEANINGS = {"accept": True, "reject": False}


async def test_an_agent_that_nobody_adapted_to_is_told_and_answered(
    connect: Connect, home: Path, tmp_path: Path, stub_model: StubModel
) -> None:
    if not (programs() / "cn").exists():
        pytest.skip("there is no cn for this machine")
    repo = sample.create(tmp_path / "sample")
    user = tmp_path / "user"
    agents = {"cn": {"command": ["cn", "--config", str(user / "cn.yaml")], "title": "Continue"}}
    environment = real_agent_environment("cn", user, stub_model.url, [repo])
    client = await connect(env=environment, settings={"agents": agents, "autoYes": {"preset": "worktree"}})
    made = await client.ask("session/create", repo=str(repo), agent="cn", name="Unknown", autoYes="worktree")
    session_id, worktree = made["id"], Path(made["worktree"])
    await until_its_input_is_told(client, session_id)

    for meaning, runs in MEANINGS.items():
        name = f"{meaning}-{uuid.uuid4().hex[:8]}.txt"  # which no rule can know
        count = len(client.heard)
        type_into(home, session_id, f"please do scenario:touch file={name}".encode())
        await shows(client, session_id, name)
        type_into(home, session_id, b"\r")
        record = await asked(client, session_id)
        assert record["reason"] == "approval", await story(client, session_id)
        assert record["evidence"]["rule"] == "no rule knows it, but it is a dialog: a list with a pointer"
        assert name in record["prompt"]["text"]
        assert not (worktree / name).exists(), "auto-yes answers nothing that nobody knows"
        await answer(client, session_id, meaning)
        await client.until(session_id, "ready", patience=SLOW)
        assert (worktree / name).exists() is runs, await story(client, session_id)
        assert "waiting" in statuses(client, session_id, count)


async def answer(client: Client, session_id: str, meaning: str) -> None:
    """As a user does who is refused while the dialog is still being drawn, or while the agent is too busy to move its
    selection. A spinner turns beside it, so that it never stands still as a whole."""
    while True:
        prompt = (await asked(client, session_id))["prompt"]
        choice = next(each["id"] for each in prompt["options"] if each["meaning"] == meaning)
        try:
            await client.ask("session/answer", id=session_id, promptId=prompt["id"], choice=choice)
        except JsonRpcException as error:
            if (plain(error.data) or {}).get("code") not in {"STALE_PROMPT", "NOT_ANSWERED"}:
                raise
            await asyncio.sleep(0.1)
        else:
            return


async def until_its_input_is_told(client: Client, session_id: str) -> None:
    def is_told(record: dict[str, Any]) -> bool:
        return bool(record["status"] == "ready" and "input" in record["evidence"]["rule"])

    await client.until(session_id, "ready", patience=SLOW)
    await soon(client, session_id, is_told)


async def shows(client: Client, session_id: str, text: str) -> None:
    """Until the screen shows it. Waits for the next line of output, not for a time."""
    await client.ask("session/screen", id=session_id)
    for _ in range(200):
        screen = await client.ask("session/screen", id=session_id)
        if text in "\n".join(screen["lines"]):
            return
    pytest.fail(await story(client, session_id))
