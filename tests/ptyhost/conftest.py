"""A ptyhost for each test, or a home in which none runs yet."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from harness.ptyhost import PtyHost, running_ptyhost
from harness.ptyhost_client import Home, until


@pytest.fixture
def ptyhost() -> Iterator[PtyHost]:
    with running_ptyhost() as ptyhost:
        yield ptyhost


@pytest.fixture
async def home(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Home]:
    """A BRANCHLINE_HOME in which nothing runs yet; afterwards nothing does any more."""
    folder = Path(tempfile.mkdtemp(prefix="bl-", dir="/tmp"))
    monkeypatch.setenv("BRANCHLINE_HOME", str(folder))
    home = Home(folder)
    monkeypatch.setattr("branchline.ptyhost.connecting.self_command", home.command)
    yield home
    if home.paths.ptyhost_socket.exists():
        await (await home.connect()).shutdown()
    for connection in home.connections:
        await connection.close()
    await until(home.all_ended)
    assert "unexpected" not in (home.paths.log_dir / "ptyhost.log").read_text()
    shutil.rmtree(folder)
