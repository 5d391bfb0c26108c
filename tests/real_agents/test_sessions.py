"""The same real programs as sessions: made by `session/create`, told what to do, approved in their terminal."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest

from branchline.demo import sample
from harness.proofs import times
from harness.sidecar import PATIENCE, Client, Connect, git
from harness.terminal import type_into
from real_agents.environment import LIGHT_FIRST, real_agent_environment
from real_agents.told import SLOW, asked
from stub_model.script import README_LINE
from stub_model.server import StubModel

pytestmark = [pytest.mark.agents, pytest.mark.timeout(400)]

YES = {"claude": b"\r", "codex": b"y", "opencode": b"\r"}
EDITORS = [name for name in LIGHT_FIRST if name in YES][
    : times("agents that edit a file at their first instruction", some=2, full=len(YES))
]

TRUSTING = ["claude", "codex"][: times("agents whose question about trust is not typed over", some=1, full=2)]


@pytest.mark.parametrize("name", EDITORS)
async def test_a_session_takes_its_first_instruction_and_edits_a_file(
    name: str, connect: Connect, home: Path, tmp_path: Path, stub_model: StubModel
) -> None:
    repo = sample.create(tmp_path / "sample")
    environment = real_agent_environment(name, tmp_path / "user", stub_model.url, [repo])
    client = await connect(env=environment)
    made = await client.ask("session/create", repo=str(repo), agent=name, instruction="please do scenario:edit")
    readme = Path(made["worktree"]) / "README.md"

    await client.until(made["id"], "working", patience=SLOW)
    asking = await asked(client, made["id"])
    assert asking["reason"] == "approval"
    assert README_LINE in readme.read_text(), "nothing is changed before the answer"
    _, _, data = await client.refused("session/send", id=made["id"], text="fix the tests", submit=True)
    assert data["code"] == "DIALOG_OPEN"
    assert README_LINE in readme.read_text()

    type_into(home, made["id"], YES[name])
    await client.until(made["id"], "ready", patience=SLOW)
    assert "Adds up all that you spend." in readme.read_text()
    counted = await counts(client, made["id"])
    assert [counted[each] for each in ("files", "added", "removed")] == [1, 1, 1]
    assert git(repo, "status", "--porcelain") == ""
    await client.ask("session/stop", id=made["id"])
    stopped = await client.until(made["id"], "paused")
    assert stopped["reason"] == "stopped"


@pytest.mark.parametrize("name", TRUSTING)
async def test_a_trust_dialog_is_shown_and_not_typed_over(
    name: str, connect: Connect, home: Path, tmp_path: Path, stub_model: StubModel
) -> None:
    repo = sample.create(tmp_path / "sample")
    client = await connect(env=real_agent_environment(name, tmp_path / "user", stub_model.url, []))
    made = await client.ask("session/create", repo=str(repo), agent=name, instruction="please do scenario:plain")
    asking = await asked(client, made["id"])
    assert asking["reason"] == "trust"
    await asyncio.sleep(1)
    screen = await client.ask("session/screen", id=made["id"])
    assert not any("scenario:plain" in line for line in screen["lines"])
    assert client.record(made["id"])["status"] == "waiting"


async def counts(client: Client, session_id: str) -> Any:
    """The record's counts, once there are any."""
    deadline = time.monotonic() + PATIENCE
    while not client.record(session_id)["changes"]["files"]:
        assert time.monotonic() < deadline, "no changes were counted"
        await asyncio.sleep(0.05)
    return client.record(session_id)["changes"]
