"""Parts of the service in this process. No process of Branchline's own is started."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from branchline.demo import sample
from branchline.machine.paths import Paths
from harness.base import Base
from harness.demo_program import begin_demo
from harness.scripted_ptyhost import ScriptedPtyhost
from harness.service import InProcess


@pytest.fixture(autouse=True)
def unconfigured(monkeypatch: pytest.MonkeyPatch) -> None:
    """A user who has configured nothing, not even a name for commits."""
    for name, value in {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "EMAIL": ""}.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(scope="session")
def sample_repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample.create(tmp_path_factory.mktemp("sample") / "sample")


@pytest.fixture
def repo(sample_repository: Path, tmp_path: Path) -> Path:
    """The sample repository: a few files, several commits, a second branch."""
    return Path(shutil.copytree(sample_repository, tmp_path / "sample", symlinks=True))


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
def ptyhost() -> Iterator[ScriptedPtyhost]:
    """Sessions with the demo agent have it; whatever else starts keeps silent until the test has it print."""
    host = ScriptedPtyhost()
    host.begins = begin_demo
    yield host
    host.close()


@pytest.fixture
async def service(paths: Paths, ptyhost: ScriptedPtyhost) -> AsyncIterator[InProcess]:
    """All of it, on terminals that the test scripts."""
    service = InProcess(paths, ptyhost)
    await service.start()
    yield service
    await service.close()
