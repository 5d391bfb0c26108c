"""Parts of the service in this process. No process of Branchline's own is started."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from branchline.machine.paths import Paths
from harness.scripted_ptyhost import ScriptedPtyhost
from harness.service import Base, InProcess


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "data", tmp_path / "run", tmp_path / "logs")


@pytest.fixture
async def base(paths: Paths) -> AsyncIterator[Base]:
    """What every part rests on, without the parts."""
    base = Base.of(paths)
    yield base
    await base.close()


@pytest.fixture
def ptyhost() -> ScriptedPtyhost:
    return ScriptedPtyhost()


@pytest.fixture
async def service(paths: Paths, ptyhost: ScriptedPtyhost) -> AsyncIterator[InProcess]:
    """All of it, on terminals that the test scripts."""
    service = InProcess(paths, ptyhost)
    await service.start()
    yield service
    await service.close()
