"""A real server runs in a session's worktree: its port is told, it outlives the sidecar, and ends with the session."""

from __future__ import annotations

import asyncio
import shlex
import socket
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from branchline.core.session.script_terminal import run_id
from branchline.machine.environment import AGENT_OF, AGENT_SESSION
from branchline.machine.paths import Paths, self_command
from harness.left_running import pids, until_ended
from harness.shell import branchline
from harness.sidecar import Client, Connect, kill, pids_of, wait_for

pytestmark = [pytest.mark.timeout(180)]

SERVER = f'{shlex.quote(sys.executable)} -m http.server --bind 127.0.0.1 "$BRANCHLINE_PORT"'


def settings(command: str, **more: Any) -> dict[str, Any]:
    return {"runCommand": command, "agents": {"cat": {"command": ["/bin/cat"]}}, **more}


async def until_run(client: Client, session_id: str, status: str, *, listens: bool = False) -> dict[str, Any]:
    """What is told of its run once that is so."""
    for _ in range(2000):
        run = (client.session(session_id) or {}).get("run") or {}
        if run.get("status") == status and (not listens or run["port"]):
            return dict(run)
        await asyncio.sleep(0.01)
    raise AssertionError(f"its run is {run}")


def read(url: str) -> str:
    with urllib.request.urlopen(url, timeout=20) as answer:  # noqa: S310  it is of http alone
        return str(answer.read().decode())


def is_closed(port: int) -> bool:
    with socket.socket() as link:
        return link.connect_ex(("127.0.0.1", port)) != 0


def marked(home: Path, session_id: str) -> list[int]:
    """Whatever the session's run started and still runs."""
    runtime = Paths.from_environment({"BRANCHLINE_HOME": str(home)}).runtime
    marks = {f"{AGENT_OF}={runtime}".encode(), f"{AGENT_SESSION}={run_id(session_id)}".encode()}
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            environment = set((entry / "environ").read_bytes().split(b"\0"))
        except OSError:
            continue
        found += [int(entry.name)] if marks <= environment else []
    return found


async def test_a_server_is_shown_survives_the_sidecar_and_goes_with_the_session(
    connect: Connect, home: Path, repo: Path, tmp_path: Path
) -> None:
    left = tmp_path / "left"
    left.mkdir()
    away = f"setsid sh -c 'echo $$ > {left}/away; exec sleep 600' >/dev/null 2>&1 &"
    client = await connect(settings=settings(f"{away} exec {SERVER}"))
    made = await client.ask("session/create", repo=str(repo), agent="cat", name="served")
    said = await branchline(home, "run", "served")
    assert (said.returncode, said.stderr) == (0, "")
    assert run_id(made["id"]) in said.stdout
    run = await until_run(client, made["id"], "running", listens=True)
    port, url = run["port"], run["url"]
    assert url.startswith((f"http://localhost:{port}", f"http://127.0.0.1:{port}"))
    worktree = Path(client.record(made["id"])["worktree"])
    (worktree / "page.txt").write_text("of this worktree")
    assert read(f"{url.rstrip('/')}/page.txt") == "of this worktree"

    kill(pids_of(home, "serve")[0])
    client = await connect()
    again = await until_run(client, made["id"], "running")
    assert (again["port"], again["url"]) == (port, url)
    assert read(f"{url.rstrip('/')}/page.txt") == "of this worktree"
    lines = (await client.ask("session/runOutput", id=made["id"]))["lines"]
    assert any("/page.txt" in each for each in lines)

    # The agent's end is none of the run's.
    await client.ask("session/stop", id=made["id"])
    await client.until(made["id"], "paused")
    assert read(f"{url.rstrip('/')}/page.txt") == "of this worktree"
    assert (await client.ask("session/processes", id=made["id"]))["processes"] == [], "it is not what the agent left"

    assert marked(home, made["id"])
    await client.ask("session/remove", id=made["id"], force=True, keepBranch=False)
    assert is_closed(port)
    assert marked(home, made["id"]) == []
    await until_ended(pids(left))
    assert not worktree.exists()


async def test_it_is_ended_in_a_shell_and_gives_way_to_another_session(
    connect: Connect, home: Path, repo: Path
) -> None:
    client = await connect(settings=settings(SERVER, runOneAtATime=True))
    one, two = [await client.ask("session/create", repo=str(repo), agent="cat", name=name) for name in ("one", "two")]
    assert (await client.ask("session/run", id=one["id"])) == {"ended": []}
    first = await until_run(client, one["id"], "running", listens=True)
    said = await branchline(home, "run", "two")
    assert "The run of one was ended: only one can run at a time." in said.stdout
    second = await until_run(client, two["id"], "running", listens=True)
    assert client.record(one["id"])["run"]["status"] == "ended"
    assert is_closed(first["port"])
    said = await branchline(home, "end-run", "two")
    assert (said.returncode, said.stdout) == (0, "It has ended.\n")
    assert is_closed(second["port"])
    assert marked(home, two["id"]) == []
    said = await branchline(home, "end-run", "two")
    assert said.returncode == 1
    assert "Nothing runs" in said.stderr


async def test_neither_an_agent_nor_what_is_run_can_run_or_end_anything(
    connect: Connect, home: Path, repo: Path, tmp_path: Path
) -> None:
    def tries(name: str) -> str:
        """A script that tries both, says how that ended, and stays."""
        out = tmp_path / name
        words = [" ".join(map(shlex.quote, self_command(each, "quiet"))) for each in ("run", "end-run")]
        told = "; ".join(f"{each} 2>> {out}.said; echo $? >> {out}.code" for each in words)
        return f"export BRANCHLINE_HOME={home}; {told}; touch {out}.done; exec sleep 600"

    agents = {"tries": {"command": ["/bin/sh", "-c", tries("agent")]}, "cat": {"command": ["/bin/cat"]}}
    client = await connect(settings={"agents": agents, "runCommand": {str(repo): tries("run")}})
    quiet = await client.ask("session/create", repo=str(repo), agent="cat", name="quiet")
    await client.ask("session/create", repo=str(repo), agent="tries", name="tries")
    await client.ask("session/run", id=quiet["id"])
    for name in ("agent", "run"):
        assert await asyncio.to_thread(wait_for, (tmp_path / f"{name}.done").exists, 60.0)
        assert (tmp_path / f"{name}.code").read_text().split() == ["1", "1"]
        assert (
            "An agent" in (tmp_path / f"{name}.said").read_text() or "agent" in (tmp_path / f"{name}.said").read_text()
        )
    assert client.record(quiet["id"])["run"]["status"] == "running"


async def test_a_command_that_fails_says_so_and_keeps_what_it_printed(connect: Connect, repo: Path) -> None:
    client = await connect(settings=settings("echo cannot do that; exit 3"))
    made = await client.ask("session/create", repo=str(repo), agent="cat", name="fails")
    await client.ask("session/run", id=made["id"])
    run = await until_run(client, made["id"], "failed")
    assert run["exitCode"] == 3
    assert (await client.ask("session/runOutput", id=made["id"]))["lines"] == ["cannot do that"]
    _, _, data = await client.refused("session/attachRun", id=made["id"])
    assert data["code"] == "NOT_RUNNING"
