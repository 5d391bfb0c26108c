"""Clients of a sidecar, and the processes of a BRANCHLINE_HOME."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
from pygls.exceptions import JsonRpcException
from pytest_lsp import LanguageClient

SEAL = "5ea1" * 16
"""The key of all clients of tests, as the windows of one editor have the same."""
PATIENCE = 20.0
"""Seconds: far more than anything takes, for a machine that is busy with other things."""


def processes_of(home: Path) -> list[tuple[int, str]]:
    """(pid, command line) of every process that was started with this BRANCHLINE_HOME and still runs."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            environment = (entry / "environ").read_bytes()
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue  # It ended meanwhile, or belongs to the system.
        if f"BRANCHLINE_HOME={home}".encode() in environment.split(b"\0") and command:
            found.append((int(entry.name), command))
    return found


def pids_of(home: Path, command: str) -> list[int]:
    """Of our own processes: `serve`, `ptyhost`, `stdio`. A child of one looks like it until it runs its own program."""
    found = {
        pid
        for pid, line in processes_of(home)
        if line.rstrip().endswith(f"launch.py {command}") or f" {command} " in line
    }
    return sorted(pid for pid in found if _parent(pid) not in {None, *found})


def _parent(pid: int) -> int | None:
    """None: it ended meanwhile."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return None


def kill(pid: int) -> None:
    """It may have ended just before."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def wait_for(condition: Callable[[], bool], patience: float = PATIENCE) -> bool:
    deadline = time.monotonic() + patience
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def logs_of(home: Path) -> str:
    return "".join(path.read_text(errors="replace")[-4000:] for path in home.rglob("*.log"))


@attrs.define
class Client:
    """A connected editor. `heard` holds every notification of ours, in order."""

    lsp: LanguageClient
    heard: list[tuple[str, Any]] = attrs.field(factory=list)
    has_left: bool = False

    async def ask(self, method: str, **params: Any) -> Any:
        """The result as plain data. Raises JsonRpcException."""
        return await self.send(method, params)

    async def refused(self, method: str, **params: Any) -> tuple[int, str, dict[str, Any]]:
        """The error that comes: code, sentence, data."""
        with pytest.raises(JsonRpcException) as caught:
            await self.ask(method, **params)
        return caught.value.code, caught.value.message, plain(caught.value.data) or {}

    async def send(self, method: str, params: Any) -> Any:
        """As `ask`, for params of any shape."""
        request = self.lsp.protocol.send_request_async(method, params)  # type: ignore[no-untyped-call]  # pytest-lsp
        return plain(await request)

    async def leave(self) -> None:
        """Close stdin, as an editor does whose window is closed; the relay then ends by itself."""
        self.has_left = True
        if self.lsp.protocol.writer is not None:
            self.lsp.protocol.writer.close()
        stopped = self.lsp.stop()  # type: ignore[no-untyped-call]  # pytest-lsp
        await asyncio.wait_for(stopped, PATIENCE)

    async def delete_all(self) -> None:
        """Every session, for good, and its worktree with it."""
        for session in (await self.ask("session/list"))["sessions"]:
            await self.ask("session/remove", id=session["id"], force=True, keepBranch=False)
        for session in (await self.ask("session/removed"))["sessions"]:
            await self.ask("session/delete", id=session["id"])

    def record(self, session_id: str) -> dict[str, Any]:
        """The newest record of a session that is there."""
        found = self.session(session_id)
        assert found is not None, "the session was removed"
        return found

    def session(self, session_id: str) -> dict[str, Any] | None:
        """The newest record heard of it; None once it was removed."""
        for method, params in reversed(self.heard):
            if method == "session/didRemove" and params["id"] == session_id:
                return None
            if method == "session/didChange" and params["session"]["id"] == session_id:
                return dict(params["session"])
            if method == "session/didSync":
                return next((dict(s) for s in params["sessions"] if s["id"] == session_id), None)
        return None

    async def until(self, session_id: str, *statuses: str, patience: float = PATIENCE) -> dict[str, Any]:
        """The session's record as soon as it is in one of these statuses."""
        deadline = time.monotonic() + patience
        while True:
            record = self.session(session_id)
            if record is not None and record["status"] in statuses:
                return record
            if time.monotonic() > deadline:
                pytest.fail(await self._standstill(session_id))
            await asyncio.sleep(0.02)

    async def _standstill(self, session_id: str) -> str:
        """What it is instead, and the screen as it is now."""
        record = self.session(session_id)
        if record is None:
            return "the session is not there"
        try:
            screen = await self.ask("session/screen", id=session_id)
        except JsonRpcException as error:
            screen = {"lines": [error.message]}
        return "\n".join([f"still {record['status']}, {record['reason']}, {record['evidence']}", *screen["lines"]])

    async def approve_all(self, session_id: str) -> dict[str, Any]:
        """Say yes to whatever the agent asks until it is ready; the record then."""
        await self.until(session_id, "waiting")
        while (record := await self.until(session_id, "waiting", "ready"))["status"] == "waiting":
            prompt = record["prompt"]
            choices = [option["id"] for option in prompt["options"] if option["meaning"] == "accept"]
            await self.ask("session/answer", id=session_id, promptId=prompt["id"], choice=choices[0])
            for _ in range(int(PATIENCE / 0.02)):
                if self.record(session_id)["prompt"] != prompt:
                    break
                await asyncio.sleep(0.02)
        return record

    async def hears(self, method: str, patience: float = PATIENCE) -> Any:
        """The params of the next notification of this kind that has not been waited for."""
        seen = len(self.heard)
        deadline = time.monotonic() + patience
        while True:
            for name, params in self.heard[seen:]:
                if name == method:
                    return params
            assert time.monotonic() < deadline, f"no {method} came"
            await asyncio.sleep(0.02)


def plain(value: Any) -> Any:
    """pygls gives named tuples for objects; plain data is easier to compare."""
    if hasattr(value, "_asdict"):
        return {key: plain(item) for key, item in value._asdict().items()}
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


Connect = Callable[..., Awaitable[Client]]


def git(repo: Path | str, *args: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(repo), "-c", "user.name=t", "-c", "user.email=t@example.com", *args],
        check=True,
        capture_output=True,
        text=True,
        errors="surrogateescape",
    )
    return done.stdout.strip()
