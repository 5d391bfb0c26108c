from __future__ import annotations

from collections.abc import Iterator

import pytest

from real_agents.isolation import without_outside
from stub_model.server import StubModel, serving


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
