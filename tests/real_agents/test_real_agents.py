"""Real agent programs in a PTY, as Branchline starts them: their first dialog."""

from __future__ import annotations

import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from branchline.agents.registry import BUILT_IN
from branchline.agents.shared.agent import LaunchRequest
from branchline.core.model.status import Status
from branchline.demo import sample
from harness.pty_program import PtyProgram
from real_agents.environment import programs, real_agent_environment
from stub_model.server import StubModel

pytestmark = [pytest.mark.agents, pytest.mark.timeout(400)]


@contextmanager
def running(name: str, tmp_path: Path, model: StubModel, trust: bool = True) -> Iterator[tuple[PtyProgram, Path]]:
    """The agent in a worktree of the sample repository."""
    repo = sample.create(tmp_path / "sample")
    worktree = tmp_path / "sample.worktrees" / "one"
    subprocess.run(["git", "-C", str(repo), "worktree", "add", "-q", "-b", "branchline/one", str(worktree)], check=True)
    environment = real_agent_environment(name, tmp_path / "home", model.url, [repo] if trust else [])
    agent = BUILT_IN[name]
    launch = agent.launch(
        LaunchRequest(program=str(programs() / name), session_id=str(uuid.uuid4()), worktree=str(worktree))
    )
    with PtyProgram(launch.argv, worktree, {**environment, **launch.env}) as program:
        yield program, worktree


@pytest.mark.parametrize("name", ["claude", "codex"])
def test_a_repository_that_is_not_trusted_is_asked_about(name: str, tmp_path: Path, stub_model: StubModel) -> None:
    with running(name, tmp_path, stub_model, trust=False) as (program, _):
        assert program.until_status(BUILT_IN[name], Status.WAITING).reason == "trust"
