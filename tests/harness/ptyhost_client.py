"""The sidecar's connection to a real ptyhost, and what it is told."""

from __future__ import annotations

import asyncio
import os
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from branchline.machine.paths import Paths, self_command
from branchline.ptyhost.client import PtyhostConnection, Started
from branchline.ptyhost.connecting import connect_or_start

PATIENCE = 20.0


class Listener:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.output: dict[str, bytes] = {}
        self.sizes: list[tuple[int, int, int]] = []
        self.exits: dict[str, tuple[int, int]] = {}
        self.lagged: list[int] = []
        self.lost = 0
        self.raises = False

    def on_output(self, session_id: str, offset: int, data: bytes) -> None:
        if self.raises:
            raise RuntimeError("this listener has a mistake")
        self.output[session_id] = self.output.get(session_id, b"") + data

    def on_resized(self, session_id: str, offset: int, cols: int, rows: int) -> None:
        self.sizes.append((offset, cols, rows))

    def on_exit(self, session_id: str, exit_code: int, end: int) -> None:
        self.exits[session_id] = (exit_code, end)

    def on_lagged(self, session_id: str, offset: int) -> None:
        self.lagged.append(offset)

    def on_ptyhost_lost(self) -> None:
        self.lost += 1


class Home:
    def __init__(self, folder: Path) -> None:
        self.paths = Paths.from_environment({"BRANCHLINE_HOME": str(folder)})
        self.starts = 0
        self._ends = folder / "ends"
        self.listener = Listener()
        self.connections: list[PtyhostConnection] = []

    def command(self, *arguments: str) -> list[str]:
        """Our own command, counted when it ends: one that came second may still be on its way when a test is over."""
        self.starts += 1
        return ["/bin/sh", "-c", f'"$@"; echo >> {self._ends}', "sh", *self_command(*arguments)]

    def all_ended(self) -> bool:
        return (self._ends.read_text().count("\n") if self._ends.exists() else 0) == self.starts

    async def connect(self, listener: Listener | None = None) -> PtyhostConnection:
        connection = await connect_or_start(self.paths, listener or self.listener)
        self.connections.append(connection)
        return connection


async def spawn(ptyhost: PtyhostConnection, home: Home, script: str, **more: int) -> tuple[str, Started]:
    session = str(uuid.uuid4())
    folder = home.paths.session_folder(session)
    folder.mkdir(parents=True)
    size = {"cols": 80, "rows": 24, "ring_size": 1024 * 1024, **more}
    ring = str(folder / "ring")
    process = await ptyhost.spawn(
        session, ["sh", "-c", script], cwd="/", env={"PATH": os.environ["PATH"]}, ring=ring, **size
    )
    return session, process


async def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it did not come"
        await asyncio.sleep(0.01)


async def until_entry(ptyhost: PtyhostConnection, condition: Callable[[dict[str, Any]], bool]) -> None:
    """Of the only session."""
    deadline = time.monotonic() + PATIENCE
    while True:
        (entry,) = await ptyhost.held()
        if condition(entry):
            return
        assert time.monotonic() < deadline, "it did not come"
        await asyncio.sleep(0.01)


async def until_ended(ptyhost: PtyhostConnection) -> None:
    await until_entry(ptyhost, lambda entry: not entry["alive"])
