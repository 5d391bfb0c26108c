"""What real agents tell of what they run: subagents by their hooks, a server that is left running by its process."""

from __future__ import annotations

import pytest

from harness.proofs import times
from harness.sidecar import Client
from real_agents.conftest import Meet
from real_agents.told import SLOW, asked, soon, story

pytestmark = [pytest.mark.agents, pytest.mark.timeout(400)]

LEAVING = ["codex", "claude"][: times("agents that leave a server running", some=1, full=2)]


async def approve(client: Client, session_id: str) -> None:
    prompt = (await asked(client, session_id))["prompt"]
    (choice,) = [each["id"] for each in prompt["options"] if each["meaning"] == "accept"]
    await client.ask("session/answer", id=session_id, promptId=prompt["id"], choice=choice)


@pytest.mark.parametrize("name", LEAVING)
async def test_a_server_that_is_left_running_stands_below_a_session_that_is_ready(name: str, meet: Meet) -> None:
    client, repo = await meet(name)
    made = await client.ask("session/create", repo=str(repo), agent=name, instruction="please do scenario:serve")
    await approve(client, made["id"])
    await client.until(made["id"], "ready", patience=SLOW)
    await soon(client, made["id"], lambda record: [each["kind"] for each in record["background"]] == ["server"])
    record = client.record(made["id"])
    assert (record["status"], record["begun"]) == ("ready", True), await story(client, made["id"])
    (work,) = record["background"]
    assert "http.server" in work["label"] or work["label"] == "Serve the page"
    await client.ask("session/endProcess", id=made["id"], work=work["id"])
    await soon(client, made["id"], lambda record: not record["background"])


@pytest.mark.parametrize("name", ["claude", "codex"])
async def test_a_subagent_is_told_by_hooks(name: str, meet: Meet) -> None:
    client, repo = await meet(name)
    made = await client.ask("session/create", repo=str(repo), agent=name, instruction="please do scenario:delegate")
    await client.until(made["id"], "working", patience=SLOW)
    await soon(client, made["id"], lambda record: bool(record["background"]))
    (work,) = client.record(made["id"])["background"]
    assert work["kind"] == "subagent"
    await soon(client, made["id"], lambda record: not record["background"] and record["status"] == "ready")
    # What it used counts: 100 tokens of each answer by the stub model, two of its own and one of the subagent's.
    # When that is over, Claude Code goes on with another one of its own.
    answers = {"claude": 4, "codex": 3}[name]
    await soon(client, made["id"], lambda record: (record["usage"] or {}).get("input", 0) >= 100 * answers)
    assert client.record(made["id"])["usage"]["input"] == 100 * answers
