"""Whoever descends from an agent is not the user: it steers nothing, reads nothing, starts nothing."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest

from branchline import __version__
from branchline.machine.paths import Paths, self_command
from harness import intruder
from harness.sidecar import Connect, logs_of, pids_of, wait_for

pytestmark = [pytest.mark.timeout(180), pytest.mark.shared_sidecar]
SETTINGS = {"autoYes": {"allow": ["Bash(ls)"]}}
CAT = ["sh", "-c", "echo begun; cat"]


@pytest.mark.parametrize(
    ("way", "keeps"), [*((way, "unmarked") for way in intruder.WAYS), ("direct", "marked"), ("left_behind", "marked")]
)
async def test_whatever_way_it_goes_an_agent_is_refused(
    connect: Connect, paths: Paths, home: Path, repo: Path, tmp_path: Path, way: str, keeps: str
) -> None:
    out = tmp_path / "out.json"
    client = await connect(settings={**SETTINGS, "agents": {"cat": {"command": CAT}}})
    logged_before = len((paths.log_dir / "sidecar.log").read_text())
    target = (await client.ask("session/create", repo=str(repo), agent="cat", name="Target"))["id"]
    await client.until(target, "ready", "working")
    words = [sys.executable, intruder.__file__, way, target, str(home), str(out), keeps]
    agents = {"cat": {"command": CAT}, "intruder": {"command": words}}
    client = await connect(settings={**SETTINGS, "agents": agents})
    sidecars, hosts = pids_of(home, "serve"), pids_of(home, "ptyhost")
    made = await client.ask("session/create", repo=str(repo), agent="intruder", name="Intruder")
    assert await asyncio.to_thread(wait_for, out.exists, 120.0), logs_of(home)
    result = json.loads(out.read_text())
    for name in ("sessions", "shutdown"):
        status, printed, said = result["commands"][name]
        assert (status, printed) == (1, "")
        assert "An agent started this" in said
    assert result["commands"]["attach"][0] != 0
    assert "An agent started this" in result["commands"]["attach"][2]
    greeting, _, rest = result["client"].partition("\n")
    assert "An agent started this" in json.loads(greeting)["refused"]
    assert rest == ""
    assert [said.count("\n") for said in result["ending"]] == [1, 1], "nothing but the greeting"
    assert result["ptyhost"] == ["NOT_ALLOWED"] * 6
    assert result["hook"] == ""
    assert result["own_sidecar"] == 1

    # Nothing came of any of it.
    assert (pids_of(home, "serve"), pids_of(home, "ptyhost")) == (sidecars, hosts)
    record = client.record(target)
    assert (record["autoYes"], record["prompt"], record["status"] in {"ready", "working"}) == ("off", None, True)
    screen = await client.ask("session/screen", id=target)
    assert intruder.TYPED.decode() not in "\n".join(screen["lines"])
    ids = {each["id"] for each in (await client.ask("session/list"))["sessions"]}
    assert ids == {target, made["id"]}
    logged = (paths.log_dir / "sidecar.log").read_text()[logged_before:]
    assert "is refused as client" in logged
    if way in {"direct", "setsid", "nohup"}:  # Of the others nobody knows any more whose they were.
        assert f"of session {made['id'][:8]} is refused as client" in logged


async def test_its_own_hook_is_let_in_and_anothers_is_not(
    connect: Connect, paths: Paths, repo: Path, tmp_path: Path
) -> None:
    """Claude Code's stand-in calls the hook that it was given, once as itself and once as its neighbour."""
    event = {"hook_event_name": "PermissionRequest", "tool_name": "Bash", "tool_input": {"command": "make it"}}
    (tmp_path / "event.json").write_text(json.dumps(event))
    program = tmp_path / "claude"
    python, socket = " ".join(self_command("hook", "claude")), paths.sidecar_socket
    program.write_text(
        f"#!/bin/sh\nuntil [ -e {tmp_path}/go ]; do sleep 0.05; done\n"
        f"for each in $(cat {tmp_path}/go); do {python} $each {socket} < {tmp_path}/event.json; done\nexec sleep 600\n"
    )
    program.chmod(0o755)
    client = await connect(settings={"agentPaths": {"claude": str(program)}, "agents": {"cat": {"command": CAT}}})
    neighbour = (await client.ask("session/create", repo=str(repo), agent="cat", name="Neighbour"))["id"]
    own = (await client.ask("session/create", repo=str(repo), agent="claude", name="Own"))["id"]
    (tmp_path / "going").write_text(f"{neighbour} {own}\n")
    (tmp_path / "going").rename(tmp_path / "go")
    record = await client.until(own, "waiting")
    assert record["prompt"]["command"] == "make it"
    assert client.record(neighbour)["prompt"] is None


async def test_the_users_own_command_is_the_users(connect: Connect, paths: Paths, repo: Path, tmp_path: Path) -> None:
    """`branchline.onWaiting` runs below the sidecar, and may ask what the user may ask."""
    new, listed = tmp_path / "new", tmp_path / "listed"
    command = ["sh", "-c", f"{' '.join(self_command('sessions'))} > {new} && mv {new} {listed}"]
    client = await connect(settings={"onWaiting": command})
    made = await client.ask("session/create", repo=str(repo), agent="demo", instruction="Add a feature")
    await client.until(made["id"], "waiting")
    assert await asyncio.to_thread(wait_for, listed.exists), logs_of(paths.data.parent)
    assert made["id"][:8] in listed.read_text()


async def test_a_hook_of_the_repository_is_not_the_user(
    connect: Connect, home: Path, repo: Path, tmp_path: Path
) -> None:
    """An agent may have written it, and the sidecar's git runs it."""
    hook = repo / ".git" / "hooks" / "post-checkout"
    hook.parent.mkdir(exist_ok=True)
    asks = f"BRANCHLINE_HOME={home} {' '.join(self_command('sessions'))} > {tmp_path}/said 2>&1"
    hook.write_text(f"#!/bin/sh\n{asks}\nexit 0\n")
    hook.chmod(0o755)
    client = await connect()
    await client.ask("session/create", repo=str(repo), agent="demo")
    assert "An agent started this" in (tmp_path / "said").read_text()


IMPOSTOR = """
import contextlib, os, socket, sys
path, heard, version = sys.argv[1:]
os.unlink(path)
link = socket.socket(socket.AF_UNIX)
link.bind(path)
link.listen()
open(heard, "w").close()
while True:
    peer, _ = link.accept()
    with contextlib.suppress(OSError), peer:
        peer.sendall(b'{"branchline": "%s", "wire": 1, "pid": 1}\\n' % version.encode())
        open(heard, "ab").write(peer.recv(65536))
"""


@pytest.mark.shared_sidecar(False)
async def test_what_stands_in_the_sidecars_place_is_not_spoken_to(
    connect: Connect, home: Path, repo: Path, paths: Paths, tmp_path: Path
) -> None:
    """An agent puts a socket of its own where the sidecar's was."""
    heard = tmp_path / "heard"
    words = [sys.executable, "-c", IMPOSTOR, str(paths.sidecar_socket), str(heard), __version__]
    client = await connect(settings={"agents": {"impostor": {"command": words}}})
    made = await client.ask("session/create", repo=str(repo), agent="impostor")
    assert await asyncio.to_thread(wait_for, heard.exists)
    ended = await asyncio.to_thread(
        subprocess.run,
        self_command("sessions"),
        env={"BRANCHLINE_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 1
    assert "in the place of Branchline's sidecar" in ended.stderr
    assert heard.read_bytes() == b"", "not even who is there was said to it"
    await client.ask("session/remove", id=made["id"], force=True, keepBranch=False)
    # What “Restart Sidecar” does.
    again = await connect(command=self_command("stdio", "--replace"))
    assert (await again.ask("session/list"))["sessions"] == []
