"""A worktree that was made without Branchline is taken up with the conversation that a real agent had there."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.proofs import times
from harness.sidecar import git
from real_agents.conftest import Meet
from real_agents.told import SLOW, shown, story

pytestmark = [pytest.mark.agents, pytest.mark.timeout(400)]

TOLD = ["claude", "codex", "opencode"]
"""Agents whose conversations are found by their folder."""


@pytest.mark.parametrize("name", TOLD[: times("agents whose conversations are taken up", some=2, full=len(TOLD))])
async def test_a_conversation_that_branchline_did_not_begin_goes_on(name: str, meet: Meet) -> None:
    client, repo = await meet(name)
    made = await client.ask("session/create", repo=str(repo), agent=name, instruction="please do scenario:plain")
    await client.until(made["id"], "working", patience=SLOW)
    await shown(client, made["id"], "This is plain text.")
    await client.until(made["id"], "ready", patience=SLOW)
    await client.ask("session/stop", id=made["id"])
    await client.ask("session/forget", id=made["id"])
    worktree = Path(made["worktree"])
    # As if somebody had made it by hand, and begun the agent there.
    (Path(git(worktree, "rev-parse", "--absolute-git-dir")) / "branchline.json").unlink()
    (found,) = (await client.ask("worktree/foreign", repo=str(repo)))["worktrees"]
    assert (found["path"], found["agent"]) == (str(worktree), name)
    assert name == "opencode" or "scenario:plain" in found["words"], "it is titled by a model"
    adopted = await client.ask("worktree/adoptForeign", path=found["path"], repo=found["repo"])
    assert (adopted["agent"], adopted["status"], adopted["worktree"]) == (name, "paused", str(worktree))
    client.heard.clear()
    await client.ask("session/resume", id=adopted["id"])
    record = await client.until(adopted["id"], "ready", patience=SLOW)
    assert not record["handedOver"], await story(client, adopted["id"])
    await shown(client, adopted["id"], "This is plain text.", on_screen=True)
