"""Gemini CLI with its hooks, which it takes only from a folder that nobody else can write above: not from /tmp."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from branchline.demo import sample
from branchline.service.sessions.launch_files import is_safe
from harness.sidecar import Connect, wait_for
from real_agents.environment import ROOT, real_agent_environment
from real_agents.told import SLOW, decided, soon, statuses, story
from stub_model.server import StubModel

pytestmark = [pytest.mark.agents, pytest.mark.timeout(400)]


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    places = (Path.home() / ".cache", ROOT, Path("/"))
    place = next((each for each in places if os.access(each, os.W_OK) and is_safe(each / "ours")), None)
    if place is None:
        pytest.skip(f"others can write above each of {', '.join(map(str, places))}")
    folder = Path(tempfile.mkdtemp(prefix="bl-", dir=place))
    yield folder
    # The agent may write its last lines yet.
    assert wait_for(lambda: _delete(folder))


def _delete(folder: Path) -> bool:
    shutil.rmtree(folder, ignore_errors=True)
    return not folder.exists()


async def test_a_command_is_answered_where_it_would_run(
    connect: Connect, tmp_path: Path, stub_model: StubModel
) -> None:
    """Its dialog hides the folder; its hook tells it, and that is the worktree."""
    repo = sample.create(tmp_path / "sample")
    client = await connect(env=real_agent_environment("gemini", tmp_path / "user", stub_model.url, [repo]))
    file = f"wanted-{uuid.uuid4().hex[:8]}.txt"
    instruction = f"please do scenario:touch file={file} think=0.7"
    made = await client.ask("session/create", repo=str(repo), agent="gemini", instruction=instruction, autoYes="safe")
    await client.until(made["id"], "working", patience=SLOW)
    await soon(client, made["id"], lambda _: (Path(made["worktree"]) / file).exists())
    entry = await decided(client, made["id"])
    assert (entry["command"], entry["decision"], entry["outcome"]) == (f"touch {file}", "allow", "answered")
    assert (entry["via"], entry["rule"]) == ("keys", "preset safe"), await story(client, made["id"])


async def test_what_a_rule_forbids_is_refused_before_it_is_asked(
    connect: Connect, tmp_path: Path, stub_model: StubModel
) -> None:
    repo = sample.create(tmp_path / "sample")
    environment = real_agent_environment("gemini", tmp_path / "user", stub_model.url, [repo])
    client = await connect(settings={"autoYes": {"deny": ["Bash(touch:*)"]}}, env=environment)
    instruction = "please do scenario:touch file=forbidden.txt think=0.7"
    made = await client.ask("session/create", repo=str(repo), agent="gemini", instruction=instruction, autoYes="safe")
    await client.until(made["id"], "working", patience=SLOW)
    await client.until(made["id"], "ready", patience=SLOW)
    entry = await decided(client, made["id"])
    assert (entry["decision"], entry["via"], entry["outcome"]) == ("deny", "hook", "refused")
    assert not (Path(made["worktree"]) / "forbidden.txt").exists()
    assert "waiting" not in statuses(client, made["id"]), "it never asked"
