"""Terminals for viewers to be attached to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from harness.viewers import Held, held_terminals


@pytest.fixture
def held() -> Iterator[Held]:
    with held_terminals() as held:
        yield held
