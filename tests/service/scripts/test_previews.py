"""Where what the user runs listens, as its row says."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from branchline.core.model.run import Run, RunStatus
from harness.runs import COMMAND, begun, has_ended, listening, run_of
from harness.service import InProcess

R = RunStatus


@pytest.fixture(autouse=True)
def command(service: InProcess) -> None:
    service.configure(runCommand=COMMAND)


async def test_an_address_that_it_prints_is_on_the_row_while_it_runs(service: InProcess, repo: Path) -> None:
    made, program = await begun(service, repo)
    async with listening() as port:
        url = f"http://localhost:{port}/shop/"
        program.prints(f"  Network: http://192.168.0.7:{port}/\r\n  Local: {url}\r\n")
        found = await service.until(made.id, lambda now: now.run is not None and now.run.url is not None)
        assert found.run is not None
        assert (found.run.port, found.run.url) == (port, url)
        program.exits(0)
        assert await has_ended(service, made) == Run(R.ENDED, 0)


async def test_a_port_of_the_sessions_own_is_found_by_itself(service: InProcess, repo: Path) -> None:
    made = await service.create(repo)
    await service.scripts.runs.run(made.id)
    port = service.sessions.get(made.id).port + 3
    server = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", port)
    async with server:
        run_of(service, made).prints("compiled\r\n")
        found = await service.until(made.id, lambda now: now.run is not None and now.run.port is not None)
    assert found.run is not None
    assert (found.run.port, found.run.url) == (port, f"http://localhost:{port}")


async def test_what_listened_before_is_not_its(service: InProcess, repo: Path) -> None:
    made = await service.create(repo)
    port = service.scripts.ports.of(made.id)
    server = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", port)
    async with server, listening() as other:  # The agent's own server, say.
        await service.scripts.runs.run(made.id)
        run_of(service, made).prints(f"http://localhost:{other}/\r\n")
        found = await service.until(made.id, lambda now: now.run is not None and now.run.port is not None)
    assert found.run is not None
    assert found.run.port == other


async def test_an_address_that_nobody_answers_at_is_not_told(service: InProcess, repo: Path) -> None:
    made, program = await begun(service, repo)
    async with listening() as gone:
        pass
    async with listening() as port:
        program.prints(f"Open http://localhost:{gone}/\r\nor http://localhost:{port}/\r\n")
        found = await service.until(made.id, lambda now: now.run is not None and now.run.port is not None)
    assert found.run is not None
    assert found.run.port == port
