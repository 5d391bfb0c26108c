"""A terminal on a session that is being made: how far it is, then its agent, in the same view."""

from __future__ import annotations

import asyncio
import os
import sys
import uuid
from pathlib import Path
from typing import Any

import pytest

from branchline.machine.paths import self_command
from harness.pty_program import PtyProgram
from harness.sidecar import Client, Connect
from harness.slow_files import SlowFiles
from harness.waiting import until

pytestmark = pytest.mark.timeout(180)
AGENT = {"agents": {"own": {"command": [sys.executable, "-c", "print('here I am'); input()"]}}, "spareWorktrees": 0}


async def preparing(client: Client, slow: SlowFiles) -> tuple[str, asyncio.Task[Any]]:
    """With an id that the client chose."""
    wanted = str(uuid.uuid4())
    params = {"repo": str(slow.repo), "agent": "own", "name": "s", "id": wanted}
    creating = asyncio.ensure_future(client.ask("session/create", **params))
    await until(slow.begun.exists)
    return wanted, creating


def look(home: Path, session_id: str) -> PtyProgram:
    return PtyProgram(self_command("attach", session_id), home, {**os.environ, "BRANCHLINE_HOME": str(home)})


async def shows(program: PtyProgram, text: str) -> None:
    await asyncio.to_thread(program.until_text, text)


async def test_the_view_goes_from_the_files_to_the_agent(connect: Connect, repo: Path, home: Path) -> None:
    client, slow = await connect(settings=AGENT), SlowFiles(repo)
    wanted, creating = await preparing(client, slow)
    (record,) = (await client.ask("session/list"))["sessions"]
    assert (record["id"], record["status"], record["worktree"] != "") == (wanted, "starting", True)
    with look(home, wanted) as program:
        await shows(program, "Preparing the worktree")
        slow.go()
        await shows(program, "here I am")
        program.send(b"\r")
        await shows(program, "[session ended: exit code 0]")
    assert (await creating)["id"] == wanted


async def test_a_stop_ends_the_view_and_takes_all_back(connect: Connect, repo: Path, home: Path) -> None:
    client, slow = await connect(settings=AGENT), SlowFiles(repo)
    wanted, creating = await preparing(client, slow)
    with look(home, wanted) as program:
        await shows(program, "Preparing the worktree")
        await client.ask("session/stop", id=wanted)
        await shows(program, "[The session was stopped before its agent started]")
    made = await creating
    assert (made["status"], made["worktree"]) == ("paused", "")
    await until(lambda: slow.state() == slow.before)


async def test_leaving_leaves_it_alone(connect: Connect, repo: Path, home: Path) -> None:
    client, slow = await connect(settings=AGENT), SlowFiles(repo)
    wanted, creating = await preparing(client, slow)
    with look(home, wanted) as program:
        await shows(program, "Preparing the worktree")
        program.send(b"\x1d")
        await shows(program, "[left; the session goes on]")
    slow.go()
    assert (await creating)["status"] == "starting"


@pytest.mark.parametrize("bad", ["x", "", "5D0C0000-0000-4000-8000-000000000000"])
async def test_an_id_that_cannot_be(connect: Connect, repo: Path, bad: str) -> None:
    client = await connect(settings=AGENT)
    _, _, data = await client.refused("session/create", repo=str(repo), agent="own", id=bad)
    assert data["code"] == "BAD_ID"


async def test_an_id_that_is_taken_by_a_session_or_a_removed_one(connect: Connect, repo: Path) -> None:
    client = await connect(settings=AGENT)
    params: dict[str, Any] = {"repo": str(repo), "agent": "own"}
    made = await client.ask("session/create", **params)
    for step in ("lives", "removed"):
        for more in ({}, {"withChanges": True}):
            _, _, data = await client.refused("session/create", **params, **more, id=made["id"])
            assert data["code"] == "BAD_ID", step
        if step == "lives":
            await client.ask("session/remove", id=made["id"], force=True, keepBranch=False)
