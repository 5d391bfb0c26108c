"""Real agent programs in a PTY, as Branchline starts them: their first dialog, and a conversation gone on with."""

from __future__ import annotations

import re
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from branchline.agents.base import LaunchRequest
from branchline.agents.registry import BUILT_IN
from branchline.core.model import Status
from branchline.demo import sample
from harness.pty_program import PtyProgram
from real_agents.environment import NAMES, programs, real_agent_environment
from stub_model.server import StubModel

pytestmark = [pytest.mark.agents, pytest.mark.timeout(180)]


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


LEAVE = {"claude": "/exit", "codex": "/quit", "opencode": "/exit"}
RESUME = re.compile(r"(?:--resume|codex resume|opencode -s) (\S+)")


@pytest.mark.parametrize("name", NAMES)
def test_a_conversation_goes_on_after_the_program_ended(name: str, tmp_path: Path, stub_model: StubModel) -> None:
    agent = BUILT_IN[name]
    with running(name, tmp_path, stub_model) as (program, worktree):
        program.until_status(agent, Status.READY, takes_text=True)
        program.type("please do scenario:plain", agent.typing)
        program.until_text("This is plain text.")
        program.until_status(agent, Status.READY, takes_text=True)
        program.type(LEAVE[name], agent.typing)
        assert program.until_exit() == 0
        conversation = RESUME.search(program.text())
        assert conversation is not None, program.text()
    environment = real_agent_environment(name, tmp_path / "home", stub_model.url, [tmp_path / "sample"])
    request = LaunchRequest(str(programs() / name), str(uuid.uuid4()), str(worktree), resume=conversation[1])
    launch = agent.launch(request)
    assert launch.agent_session == conversation[1]
    with PtyProgram(launch.argv, worktree, {**environment, **launch.env}) as program:
        program.until_status(agent, Status.READY, takes_text=True)
        program.until_text("This is plain text.")  # opencode shows its input before the conversation.
