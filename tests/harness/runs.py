"""What is run in sessions' worktrees."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from branchline.core.model.run import Run
from branchline.core.model.session import Session
from branchline.core.session.script_terminal import run_id
from harness.scripted_ptyhost import Program
from harness.service import InProcess

COMMAND = "make serve"


@contextlib.asynccontextmanager
async def listening() -> AsyncIterator[int]:
    """Something that takes connections on this machine: its port."""

    async def served(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    server = await asyncio.start_server(served, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


def run_of(service: InProcess, session: Session) -> Program:
    return service.program(run_id(session.id))


async def begun(service: InProcess, repo: Path, **fields: Any) -> tuple[Session, Program]:
    """A session in whose worktree the command runs."""
    made = await service.create(repo, **fields)
    assert await service.scripts.runs.run(made.id) == []
    return service.sessions.get(made.id), run_of(service, made)


async def has_ended(service: InProcess, session: Session) -> Run:
    found = await service.until(session.id, lambda now: not now.is_run)
    assert found.run is not None
    return found.run
