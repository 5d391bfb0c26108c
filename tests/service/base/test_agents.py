"""Which agents there are, and where their programs are, by the settings as they are now."""

from __future__ import annotations

from pathlib import Path

import pytest

from branchline.core.errors import BranchlineError
from harness.base import Base


@pytest.fixture
def own(base: Base, tmp_path: Path) -> Path:
    """The program of `own`, an agent of the user's."""
    program = tmp_path / "own-agent"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    base.settings.configure({"agents": {"own": {"command": [str(program), "--fast"]}}})
    return program


async def test_an_agent_of_the_users_is_found_and_its_program(base: Base, own: Path) -> None:
    agent = base.agents.find("own")
    assert base.agents.program(agent) == str(own)
    assert ("own", str(own)) in [(each.name, program) for each, program in base.agents.all()]


async def test_a_program_that_is_gone_is_said_with_how_to_install_it(base: Base, own: Path) -> None:
    own.unlink()
    agent = base.agents.find("own")
    with pytest.raises(BranchlineError) as caught:
        base.agents.program(agent)
    assert caught.value.code == "AGENT_NOT_FOUND"
    assert str(caught.value.data["install"]) in caught.value.message
    assert ("own", None) in [(each.name, program) for each, program in base.agents.all()]


async def test_one_whose_definition_is_gone_is_watched_like_any_program(
    base: Base, own: Path, caplog: pytest.LogCaptureFixture
) -> None:
    base.settings.configure({})
    with pytest.raises(BranchlineError) as caught:
        base.agents.find("own")
    assert caught.value.code == "AGENT_UNKNOWN"
    agent = base.agents.running("own")
    assert (agent.name, agent.takes_instructions) == ("own", False)
    assert "There is no agent" in caplog.text


async def test_a_path_of_the_users_goes_before_the_search(base: Base, own: Path) -> None:
    base.settings.configure({"agentPaths": {"claude": str(own)}})
    assert base.agents.program(base.agents.find("claude")) == str(own)
    base.settings.configure({"agentPaths": {"claude": "/nowhere/claude"}})
    with pytest.raises(BranchlineError) as caught:
        base.agents.program(base.agents.find("claude"))
    assert "/nowhere/claude" in caught.value.message


async def test_the_first_that_is_installed_is_the_default(
    base: Base, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert base.agents.default() == "demo"
    base.settings.configure({"agentPaths": {"codex": str(own), "aider": str(own)}})
    assert base.agents.default() == "codex"
