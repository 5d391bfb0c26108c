from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from branchline.demo import sample
from harness.sidecar import Client, Connect
from real_agents.environment import programs, real_agent_environment
from real_agents.isolation import without_outside
from stub_model.server import StubModel, serving

Meet = Callable[[str], Awaitable[tuple[Client, Path]]]


@pytest.fixture(scope="session")
def stub_model() -> Iterator[StubModel]:
    """The scripted model, and from here on a network that holds nothing else where the system allows it."""
    with without_outside(), serving() as model:
        yield model


@pytest.fixture(autouse=True)
def as_at_a_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where `CI` is set, Gemini CLI and Copilot CLI take it that nobody is there, and do not draw their screens."""
    for name in ("CI", "CONTINUOUS_INTEGRATION"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def meet(connect: Connect, tmp_path: Path, stub_model: StubModel) -> Meet:
    """`await meet("codex")` gives the client of a user who has that agent, and a repository that it is trusted in."""

    async def meet(name: str) -> tuple[Client, Path]:
        if not (programs() / name).exists():
            pytest.skip(f"there is no {name} for this machine")
        repo = sample.create(tmp_path / "sample")
        return await connect(env=real_agent_environment(name, tmp_path / "user", stub_model.url, [repo])), repo

    return meet
