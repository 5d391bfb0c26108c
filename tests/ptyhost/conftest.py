"""A ptyhost for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from harness.ptyhost import PtyHost, running_ptyhost


@pytest.fixture
def ptyhost() -> Iterator[PtyHost]:
    with running_ptyhost() as ptyhost:
        yield ptyhost
