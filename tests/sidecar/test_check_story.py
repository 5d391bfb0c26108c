"""Sessions' work is checked by a client and in a shell; what that runs is not the user, and ends with the sidecar."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from pathlib import Path

import pytest
from pygls.exceptions import JsonRpcException

from branchline.machine.processes import start_time
from harness import intruder
from harness.shell import branchline
from harness.sidecar import Connect, git, logs_of, pids_of, plain, wait_for

pytestmark = [pytest.mark.timeout(180), pytest.mark.shared_sidecar]


def check(repo: Path, *command: str) -> dict[str, object]:
    return {"check": {str(repo): {"command": [*command]}}}


async def test_checked_by_a_client_and_in_a_shell(connect: Connect, repo: Path, home: Path) -> None:
    client = await connect(settings=check(repo, "sh", "-c", "[ ! -e one ] || [ ! -e two ]"))
    made = []
    for name in ("one", "two", "three"):
        made.append(await client.ask("session/create", repo=str(repo), agent="demo", name=name))
        await client.until(made[-1]["id"], "ready")
        Path(client.record(made[-1]["id"])["worktree"], name).write_text("new\n")
    one, two, three = (each["id"] for each in made)
    before = git(repo, "worktree", "list"), git(repo, "for-each-ref", "refs/heads")
    heard = asyncio.ensure_future(client.hears("check/didTry"))
    found = await client.ask("check/run", ids=[one, two, three])
    assert (found["ending"], found["culprits"], found["green"]) == ("culprits", [{"ids": [one, two]}], [one, three])
    record = client.record(two)
    assert record["checked"]["state"] == "failed"
    assert record["checked"]["tree"] == record["changes"]["tree"]
    assert client.record(three)["checked"]["state"] == "passed"
    tried = await heard
    assert (tried["of"], tried["ids"], tried["run"]) == ([one, two, three], [one, two, three], 1)
    said = await branchline(home, "check", "one", "two")
    assert said.returncode == 1
    assert "two: fails only together with one\none: passed without\nIts output: " in said.stdout
    said = await branchline(home, "check", "one", "three", "--json")
    assert said.returncode == 0, said.stderr
    assert json.loads(said.stdout)["green"] == [one, three]
    assert (git(repo, "worktree", "list"), git(repo, "for-each-ref", "refs/heads")) == before
    client = await connect(settings={})
    with pytest.raises(JsonRpcException) as caught:
        await client.ask("check/run", ids=[one])
    assert plain(caught.value.data)["code"] == "NO_CHECK"


@pytest.mark.parametrize(("way", "keeps"), [("direct", "marked"), ("direct", "unmarked"), ("double_fork", "unmarked")])
async def test_what_a_check_runs_is_not_the_user(
    connect: Connect, home: Path, repo: Path, tmp_path: Path, way: str, keeps: str
) -> None:
    """It runs what an agent wrote."""
    client = await connect()
    target = (await client.ask("session/create", repo=str(repo), agent="demo", name="Target"))["id"]
    await client.until(target, "ready")
    out = tmp_path / "out.json"
    client = await connect(
        settings=check(repo, sys.executable, intruder.__file__, way, target, str(home), str(out), keeps)
    )
    running = asyncio.ensure_future(client.ask("check/run", ids=[target]))
    assert await asyncio.to_thread(wait_for, out.exists, 120.0), logs_of(home)
    await client.ask("check/cancel", id=target)
    assert (await running)["ending"] == "cancelled"
    result = json.loads(out.read_text())
    assert "An agent started this" in result["commands"]["sessions"][2]
    greeting, _, rest = result["client"].partition("\n")
    assert "An agent started this" in json.loads(greeting)["refused"]
    assert rest == ""
    assert result["ptyhost"] == ["NOT_ALLOWED"] * 6
    assert result["hook"] == ""
    assert client.record(target)["checked"]["state"] == "cancelled"
    screen = await client.ask("session/screen", id=target)
    assert intruder.TYPED.decode() not in "\n".join(screen["lines"])


@pytest.mark.shared_sidecar(False)
async def test_a_check_ends_with_a_sidecar_that_is_killed(
    connect: Connect, home: Path, repo: Path, tmp_path: Path
) -> None:
    pid_file = tmp_path / "pid"
    left = f"trap '' TERM; echo \\$\\$ > {pid_file}.new; mv {pid_file}.new {pid_file}; sleep 600"
    client = await connect(settings=check(repo, "sh", "-c", f'setsid sh -c "{left}" & sleep 600'))
    made = (await client.ask("session/create", repo=str(repo), agent="demo"))["id"]
    await client.until(made, "ready")
    running = asyncio.ensure_future(client.ask("check/run", ids=[made]))
    assert await asyncio.to_thread(wait_for, pid_file.exists), logs_of(home)
    pid = int(pid_file.read_text())
    [sidecar] = pids_of(home, "serve")
    os.kill(sidecar, signal.SIGKILL)
    assert await asyncio.to_thread(wait_for, lambda: start_time(pid) is None)
    running.cancel()
    again = await connect()
    records = (await again.ask("session/list"))["sessions"]
    assert [each["checked"]["state"] for each in records] == ["cancelled"]
    checks = home / "data" / "checks"
    assert await asyncio.to_thread(wait_for, lambda: not [each for each in checks.iterdir() if each.is_dir()])
