"""Paused, its worktree freed, and resumed: each agent goes on with its conversation, or is told where things stand.

`make test` has two agents do so, one of them without its conversation, `make test-all` every one.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.proofs import times
from harness.sidecar import git
from real_agents.conftest import Meet
from real_agents.environment import LIGHT_FIRST
from real_agents.told import SLOW, shown, story

pytestmark = [pytest.mark.agents, pytest.mark.timeout(400)]

HANDED_OVER = frozenset({"aider"})
"""Agents that cannot resume a conversation."""
RESUMED = sorted(LIGHT_FIRST, key=lambda name: name not in HANDED_OVER)[
    : times("agents that are paused and resumed", some=2, full=len(LIGHT_FIRST))
]


@pytest.mark.parametrize("name", RESUMED)
async def test_a_conversation_outlives_a_pause(name: str, meet: Meet) -> None:
    client, repo = await meet(name)
    made = await client.ask("session/create", repo=str(repo), agent=name, instruction="please do scenario:plain")
    worktree = Path(made["worktree"])
    await client.until(made["id"], "working", patience=SLOW)
    await shown(client, made["id"], "This is plain text.")
    await client.until(made["id"], "ready", patience=SLOW)
    (worktree / "half done.txt").write_text("half done\n")
    before = git(worktree, "status", "--porcelain=v2")
    paused = await client.ask("session/pause", id=made["id"], freeDisk=True)
    assert (paused["freed"], worktree.exists()) == (True, False)
    client.heard.clear()
    await client.ask("session/resume", id=made["id"])
    record = await client.until(made["id"], "ready", patience=SLOW)
    assert git(worktree, "status", "--porcelain=v2") == before
    if name in HANDED_OVER:
        await shown(client, made["id"], "cannot be resumed")
    else:
        assert not record["handedOver"], await story(client, made["id"])
        await shown(client, made["id"], "This is plain text.", on_screen=True)
