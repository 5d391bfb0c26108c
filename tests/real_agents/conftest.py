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
