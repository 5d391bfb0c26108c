"""Processes are killed; agents, their output and the sessions' records are not lost."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from branchline.machine.paths import Paths, self_command
from branchline.ptyhost.ring import RingReader
from harness.sidecar import Client, Connect, git, kill, pids_of, wait_for
from harness.terminal import list_held, type_into

pytestmark = pytest.mark.timeout(180)

COUNTER = """
import sys, time
for i in range(int(sys.argv[1])):
    print(f"line {i:06d}", flush=True)
    time.sleep(0.002)
input()
"""
PRINTERS: dict[str, Any] = {"agents": {"printer": {"command": ["python3", "-c", COUNTER, "4000"]}}}


def ring_text(paths: Paths, session_id: str) -> bytes:
    with RingReader(paths.session_folder(session_id) / "ring") as ring:
        return ring.read(ring.start, ring.end - ring.start)


async def test_the_sidecar_is_killed_while_three_agents_print(
    connect: Connect, repo: Path, home: Path, paths: Paths
) -> None:
    client = await connect(settings=PRINTERS)
    ids = [
        (await client.ask("session/create", repo=str(repo), agent="printer", name=f"printer {n}"))["id"]
        for n in range(3)
    ]
    agents = agent_pids(paths)
    assert len(agents) == 3
    for session_id in ids:
        assert await asyncio.to_thread(wait_for, lambda: b"line 000100" in ring_text(paths, session_id))  # noqa: B023
    (sidecar,) = pids_of(home, "serve")
    kill(sidecar)
    await asyncio.to_thread(wait_for, lambda: pids_of(home, "serve") not in ([], [sidecar]))
    again = await connect(settings=PRINTERS)
    assert agent_pids(paths) == agents, "the same agents run on"
    for session_id in ids:
        record = await again.until(session_id, "ready", "working")
        assert record["agent"] == "printer"
    expected = b"".join(b"line %06d\r\n" % n for n in range(4000))
    for session_id in ids:
        await asyncio.to_thread(wait_for, lambda: len(ring_text(paths, session_id)) >= len(expected))  # noqa: B023
        assert ring_text(paths, session_id) == expected, "not one byte is missing"
        await again.until(session_id, "ready")
        screen = await again.ask("session/screen", id=session_id)
        shown = [line for line in screen["lines"] if line]
        assert shown == [f"line {n:06d}" for n in range(4000 - len(shown), 4000)], "the screen is whole"


async def test_the_host_is_killed(client: Client, repo: Path, home: Path, paths: Paths) -> None:
    created = await client.ask("session/create", repo=str(repo), agent="demo")
    await client.until(created["id"], "ready")
    before = agent_pids(paths)
    assert before
    for pid in pids_of(home, "ptyhost"):
        kill(pid)
    lost = await client.until(created["id"], "paused")
    assert lost["reason"] == "interrupted"
    assert Path(created["worktree"]).is_dir()
    assert created["branch"] in git(repo, "branch", "--list")
    assert await asyncio.to_thread(wait_for, lambda: not any(Path(f"/proc/{pid}").exists() for pid in before))
    await client.ask("session/resume", id=created["id"])
    again = await client.until(created["id"], "ready")
    assert again["worktree"] == created["worktree"]


async def test_the_relay_is_killed(connect: Connect, repo: Path, home: Path) -> None:
    client = await connect()
    created = await client.ask("session/create", repo=str(repo), agent="demo")
    await client.until(created["id"], "ready")
    (relay,) = pids_of(home, "stdio")
    kill(relay)
    again = await connect()
    assert (await again.until(created["id"], "ready"))["id"] == created["id"]


async def test_a_host_and_sidecar_killed_together(connect: Connect, repo: Path, home: Path, paths: Paths) -> None:
    client = await connect()
    created = await client.ask("session/create", repo=str(repo), agent="demo")
    await client.until(created["id"], "ready")
    for pid in pids_of(home, "serve") + pids_of(home, "ptyhost"):
        kill(pid)
    again = await connect()
    lost = await again.until(created["id"], "paused")
    assert lost["reason"] == "interrupted"
    await again.ask("session/resume", id=created["id"])
    await again.until(created["id"], "ready")


async def test_an_older_sidecar_is_replaced_and_agents_run_on(
    connect: Connect, repo: Path, home: Path, paths: Paths, tmp_path: Path
) -> None:
    client = await connect()
    created = await client.ask("session/create", repo=str(repo), agent="demo")
    await client.until(created["id"], "ready")
    agents, (old,) = agent_pids(paths), pids_of(home, "serve")
    python, *flags, launch, _ = self_command("stdio")
    newer = tmp_path / "newer"
    shutil.copytree(Path(launch).parent, newer)
    (newer / "branchline" / "__init__.py").write_text('__version__ = "999.0.0"\n')

    again = await connect(command=[python, *flags, str(newer / "launch.py"), "stdio"])
    await again.until(created["id"], "ready")
    assert agent_pids(paths) == agents, "the same agents run on"
    assert await asyncio.to_thread(wait_for, lambda: old not in pids_of(home, "serve"))
    refused = await asyncio.to_thread(
        subprocess.run,
        self_command("stdio"),
        env={**os.environ, "BRANCHLINE_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert refused.returncode == 2
    assert "newer Branchline (999.0.0)" in refused.stderr
    await again.ask("session/remove", id=created["id"], force=True, keepBranch=False)
    (replaced,) = pids_of(home, "serve")
    os.kill(replaced, signal.SIGTERM)
    assert await asyncio.to_thread(wait_for, lambda: pids_of(home, "serve") == [])


async def test_an_unattended_sidecar_comes_back(connect: Connect, repo: Path, home: Path, paths: Paths) -> None:
    """No client is left when it is killed: the ptyhost starts it again, and a dialog is still seen."""
    client = await connect()
    created = await client.ask("session/create", repo=str(repo), agent="demo")
    await client.until(created["id"], "ready")
    await client.leave()
    (old,) = pids_of(home, "serve")
    kill(old)
    assert await asyncio.to_thread(wait_for, lambda: pids_of(home, "serve") not in ([], [old]))
    type_into(home, created["id"], b"Fix the tests")
    again = await connect()
    await again.until(created["id"], "ready")


def agent_pids(paths: Paths) -> set[int]:
    """The children of the ptyhost."""
    return {entry["pid"] for entry in list_held(paths) if entry["alive"]}
