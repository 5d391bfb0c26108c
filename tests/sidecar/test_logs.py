"""What a window's log level reaches while all of it runs, and that no secret gets into a log by it."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from branchline.machine.paths import Paths, self_command
from branchline.rpc.protocol import INVALID_PARAMS
from harness.sidecar import Client, Connect, kill, pids_of, wait_for

pytestmark = pytest.mark.timeout(120)

SECRETS = {
    "argument": "ghp" + "_16C7e42F292c6912E7710c838347Ae178B4a",
    "environment": "sk" + "-ant-a1B2c3D4e5F6g7H8i9J0",
    "instruction": "correct-horse-battery-staple",
    "typed": "glpat" + "-Zx81yW72vU63tS54",
    "error": "AKIA" + "IOSFODNN7EXAMPLE",
    "parameter": "xoxb" + "-123456789012-abcdefghij",
}
LINE = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} (TRACE|DEBUG|INFO|WARNING|ERROR) \d+ branchline[\w.]*: ")


def told(paths: Paths, name: str) -> str:
    path = paths.log_dir / name
    return path.read_text() if path.exists() else ""


async def until(condition: Any) -> None:
    assert await asyncio.to_thread(wait_for, condition), "it did not come"


async def works(client: Client, repo: Path, **more: Any) -> str:
    made = await client.ask("session/create", repo=str(repo), agent="demo", **more)
    await client.until(made["id"], "ready", "waiting")
    return str(made["id"])


async def test_a_level_reaches_all_that_run(client: Client, connect: Connect, repo: Path, paths: Paths) -> None:
    session_id = await works(client, repo)
    assert " DEBUG " not in told(paths, "sidecar.log") + told(paths, "ptyhost.log") + told(paths, "relay.log")
    await client.ask("log/setLevel", level="debug")
    await client.ask("session/send", id=session_id, text="Delete the old script", submit=True)
    await client.until(session_id, "waiting")
    assert re.search(
        rf"DEBUG \d+ branchline.rpc.protocol: request \S+ session/send id={session_id} text=<21 ch",
        told(paths, "sidecar.log"),
    )
    assert f"{session_id[:8]}: Observed" in told(paths, "sidecar.log")
    await client.ask("session/stop", id=session_id)
    await client.until(session_id, "paused")
    assert f"op=kill session={session_id}" in told(paths, "ptyhost.log")
    await connect()
    await until(lambda: "DEBUG" in told(paths, "relay.log"))
    for name in ("sidecar.log", "ptyhost.log", "relay.log"):
        assert all(LINE.match(line) for line in told(paths, name).splitlines()), told(paths, name)


async def test_the_most_talkative_window_decides_while_it_is_there(connect: Connect, paths: Paths) -> None:
    quiet, talkative = await connect(), await connect()
    await quiet.ask("log/setLevel", level="error")
    assert paths.log_level.read_text() == "error"
    await talkative.ask("log/setLevel", level="trace")
    await quiet.ask("log/setLevel", level="warning")
    assert paths.log_level.read_text() == "trace"
    await connect()
    assert " TRACE " in told(paths, "sidecar.log")
    await talkative.leave()
    await until(lambda: paths.log_level.read_text() == "warning")
    before = told(paths, "sidecar.log")
    await quiet.ask("session/list")
    assert told(paths, "sidecar.log") == before
    await quiet.ask("log/setLevel", level="off")
    assert paths.log_level.read_text() == "off"


async def test_a_terminal_host_that_comes_later_has_the_level_too(client: Client, repo: Path, paths: Paths) -> None:
    await client.ask("log/setLevel", level="debug")
    assert not paths.ptyhost_socket.exists()
    await works(client, repo)
    assert "op=spawn" in told(paths, "ptyhost.log")


async def test_a_sidecar_begins_at_the_usual_level(connect: Connect, home: Path, paths: Paths) -> None:
    first = await connect()
    await first.ask("log/setLevel", level="trace")
    for pid in pids_of(home, "serve"):  # A second one may just be finding out that it is not needed.
        kill(pid)
    await until(lambda: not pids_of(home, "serve"))
    await connect()
    assert paths.log_level.read_text() == "info"


async def test_a_bad_level_is_refused_and_changes_nothing(client: Client, paths: Paths) -> None:
    code, sentence, _ = await client.refused("log/setLevel", level="loud")
    assert code == INVALID_PARAMS
    assert "trace, debug, info" in sentence
    assert paths.log_level.read_text() == "info"


async def test_no_secret_stands_in_a_log_at_the_most_talkative_level(connect: Connect, repo: Path, home: Path) -> None:
    program = "import os; print('begun', flush=True); print(os.environ['SOME_API_KEY'], input(), input())"
    agents = {
        "leaky": {"command": ["python3", "-c", program, f"--token={SECRETS['argument']}"]},
        "gone": {"command": [f"/nowhere/{SECRETS['error']}"]},
    }
    client = await connect(settings={"agents": agents}, env={"SOME_API_KEY": SECRETS["environment"]})
    await client.ask("log/setLevel", level="trace")
    made = await client.ask(
        "session/create", repo=str(repo), agent="leaky", instruction=f"My password is {SECRETS['instruction']}"
    )
    await client.until(made["id"], "ready", "working", "waiting")
    await client.ask("session/send", id=made["id"], text=f"use {SECRETS['typed']}", submit=True, queue=True)
    await client.refused("session/create", repo=str(repo), agent="gone")
    await client.refused("session/create", repo=f"/nowhere/{SECRETS['parameter']}", agent="demo")
    logs = {path: path.read_text() for path in (home / "logs").iterdir()}
    everything = "".join(logs.values())
    # What passes through is told of, so it was not a matter of saying nothing.
    assert "session/send" in everything
    assert "op=spawn" in everything
    assert "/nowhere/[hidden]" in everything
    for kind, secret in SECRETS.items():
        assert secret not in everything, kind


def test_what_ends_a_sidecar_is_in_its_log_where_secrets_are_taken_out(home: Path, paths: Paths) -> None:
    paths.sidecar_socket.mkdir()
    environment = {**os.environ, "BRANCHLINE_HOME": str(home)}
    done = subprocess.run(
        self_command("serve"), env=environment, capture_output=True, text=True, timeout=30, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
    assert "ended by a mistake\nTraceback" in told(paths, "sidecar.log")
    assert str(paths.sidecar_socket) in told(paths, "sidecar.log")
    paths.sidecar_socket.rmdir()
