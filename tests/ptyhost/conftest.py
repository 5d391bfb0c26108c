"""A ptyhost for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from harness.ptyhost import PtyHost, running_host


@pytest.fixture
def host() -> Iterator[PtyHost]:
    with running_host() as host:
        yield host
