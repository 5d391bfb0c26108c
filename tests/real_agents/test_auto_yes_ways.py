"""How auto-yes answers each agent: at its hook where that takes answers, else by keys; or not at all."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest

from harness.proofs import times
from real_agents.conftest import Meet
from real_agents.told import SLOW, decided, soon, story

pytestmark = [pytest.mark.agents, pytest.mark.timeout(400)]

WAYS = {"copilot": "hook", "aider": "keys", "qwen": "hook"}
"""Claude Code and Codex: see test_auto_yes.py."""
ANSWERED = list(WAYS)[: times("agents that auto-yes answers in their own way", some=2, full=len(WAYS))]
HIDING = ["gemini", "opencode"][: times("agents whose dialogs hide the folder", some=1, full=2)]


@pytest.mark.parametrize("name", ANSWERED)
async def test_a_safe_command_is_answered_in_the_agents_own_way(name: str, meet: Meet) -> None:
    client, repo = await meet(name)
    file = f"wanted-{uuid.uuid4().hex[:8]}.txt"
    instruction = f"please do scenario:touch file={file} think=0.7"
    made = await client.ask("session/create", repo=str(repo), agent=name, instruction=instruction, autoYes="safe")
    await client.until(made["id"], "working", patience=SLOW)
    await soon(client, made["id"], lambda _: (Path(made["worktree"]) / file).exists())
    entry = await decided(client, made["id"])
    assert (entry["command"], entry["decision"], entry["outcome"]) == (f"touch {file}", "allow", "answered")
    assert (entry["via"], entry["rule"]) == (WAYS[name], "preset safe"), await story(client, made["id"])


@pytest.mark.parametrize("name", HIDING)
async def test_a_command_whose_folder_is_hidden_is_asked(name: str, meet: Meet) -> None:
    """Their tools take a folder, and their dialogs do not show it."""
    client, repo = await meet(name)
    instruction = "please do scenario:touch file=hidden.txt think=0.7"
    made = await client.ask("session/create", repo=str(repo), agent=name, instruction=instruction, autoYes="worktree")
    await client.until(made["id"], "waiting", patience=SLOW)
    await soon(client, made["id"], lambda record: bool(record["asked"]))
    assert client.record(made["id"])["asked"]["rule"] == "folder"
    assert not (Path(made["worktree"]) / "hidden.txt").exists()
