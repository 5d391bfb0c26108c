"""A sidecar of its own for each test, or one that tests share, reached as VS Code reaches it: through the relay, on
stdio."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pytest_lsp import make_test_lsp_client

from branchline.machine.paths import Paths, self_command
from branchline.rpc.messages.methods import NOTIFICATIONS
from harness.proofs import TOLD
from harness.sidecar import PATIENCE, SEAL, Client, Connect, logs_of, plain, processes_of, wait_for


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """scripts/check.py prints these lines."""
    for line in TOLD:
        terminalreporter.write_line(f"proof: {line}")


@pytest.fixture
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """A BRANCHLINE_HOME of the test's own; or, where it shares a sidecar, of all that do."""
    if _shares(request):
        yield request.getfixturevalue("shared_home")
    else:
        with _ended(tmp_path / "home") as home:
            yield home


@pytest.fixture(scope="session")
def shared_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with _ended(tmp_path_factory.mktemp("shared") / "home") as home:
        yield home


def _shares(request: pytest.FixtureRequest) -> bool:
    """Marked so, alone or with its module; `shared_sidecar(False)` marks the exception in such a module."""
    mark = request.node.get_closest_marker("shared_sidecar")
    return mark is not None and mark.args != (False,)


@contextlib.contextmanager
def _ended(home: Path) -> Iterator[Path]:
    """Whatever was started in this new home is ended, and must then be gone."""
    home.mkdir(mode=0o700)
    yield home
    if processes_of(home):
        environment = {**os.environ, "BRANCHLINE_HOME": str(home)}
        ended = subprocess.run(
            self_command("shutdown"), env=environment, capture_output=True, text=True, timeout=40, check=False
        )
        assert ended.returncode == 0, ended.stderr + logs_of(home)
    assert wait_for(lambda: not processes_of(home)), f"left behind: {processes_of(home)}"


@pytest.fixture
async def connect(request: pytest.FixtureRequest, home: Path) -> AsyncIterator[Connect]:
    """`await connect(settings={…})` gives one more client, initialised."""
    clients: list[Client] = []

    async def connect(
        settings: dict[str, Any] | None = None,
        env: dict[str, str] | None = None,
        command: list[str] | None = None,
        folders: Sequence[Path] = (),
        seal: str | None = SEAL,
        sealed: int = 0,
    ) -> Client:
        client = Client(make_test_lsp_client())
        for method in NOTIFICATIONS:
            client.lsp.feature(method)(_listener(client, method))
        # A user who has configured nothing, not even a name for commits.
        nothing = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "EMAIL": ""}
        environment = {**os.environ, **nothing, "BRANCHLINE_HOME": str(home), **(env or {})}
        await client.lsp.start_io(*(command or self_command("stdio")), env=environment)
        clients.append(client)
        given = {"spareWorktrees": 0, "lowDiskGigabytes": 0, **(settings or {})}  # Those that are about them have some.
        await client.lsp.initialize_session(
            types.InitializeParams(
                capabilities=types.ClientCapabilities(),
                initialization_options={"settings": given, "seal": seal, "sealed": sealed},
                workspace_folders=[types.WorkspaceFolder(each.as_uri(), each.name) for each in folders],
            )
        )
        deadline = time.monotonic() + PATIENCE
        while not any(method == "session/didSync" for method, _ in client.heard):
            assert time.monotonic() < deadline, "no session/didSync after initialized"
            await asyncio.sleep(0.02)
        return client

    yield connect
    if _shares(request):
        await (next((each for each in reversed(clients) if not each.has_left), None) or await connect()).delete_all()
    for client in clients:
        await client.leave()


def _listener(client: Client, method: str) -> Callable[[Any], None]:
    def heard(params: Any) -> None:
        client.heard.append((method, plain(params)))

    return heard


@pytest.fixture
async def client(connect: Connect) -> Client:
    connected: Client = await connect()
    return connected


@pytest.fixture
def paths(home: Path) -> Paths:
    return Paths.from_environment({**os.environ, "BRANCHLINE_HOME": str(home)})


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "sample"
    subprocess.run([*self_command("demo-sample"), str(path)], check=True, capture_output=True)
    return path


@pytest.fixture
def repo(sample: Path, tmp_path: Path) -> Path:
    """The sample repository: a few files, several commits, a second branch."""
    return Path(shutil.copytree(sample, tmp_path / "sample", symlinks=True))
