"""The store is edited while no sidecar runs: what became wider by that waits for the user, or for the user's key."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from branchline.machine.paths import Paths
from harness.sidecar import PATIENCE, SEAL, Client, Connect, kill, pids_of, processes_of, wait_for

pytestmark = pytest.mark.timeout(120)

FAST = {"DEMO_AGENT_SPEED": "8"}
HELD = {"code": "unconfirmed", "count": 0, "seconds": 0, "detail": ""}


async def waiting(client: Client, repo: Path, preset: str) -> str:
    made = await client.ask(
        "session/create", repo=str(repo), agent="demo", instruction="Delete the old script", autoYes=preset
    )
    await client.until(made["id"], "waiting")
    return str(made["id"])


def edit(paths: Paths, session_id: str, **fields: Any) -> None:
    content = json.loads(paths.store.read_text())
    for record in content["tables"]["sessions"].values():
        if record["id"] == session_id:
            record.update(fields)
    paths.store.write_text(json.dumps(content))


async def until(client: Client, session_id: str, condition: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    deadline = time.monotonic() + PATIENCE
    while not condition(record := client.record(session_id)):
        assert time.monotonic() < deadline, record
        await asyncio.sleep(0.02)
    return record


def ended(home: Path) -> None:
    """The sidecar is killed, and nothing brings it back: no agent lives."""
    for pid in pids_of(home, "serve"):
        kill(pid)
    assert wait_for(lambda: not pids_of(home, "serve"))


async def stopped(client: Client, session_id: str) -> None:
    await client.ask("session/stop", id=session_id)
    await client.until(session_id, "paused")


def saved(paths: Paths, session_id: str, **fields: Any) -> None:
    """Returns when the store has them."""

    def found() -> bool:
        records = json.loads(paths.store.read_text())["tables"]["sessions"].values()
        return any(each["id"] == session_id and fields.items() <= each.items() for each in records)

    assert wait_for(found)


async def test_what_became_wider_is_held_until_the_user_chooses_it(
    connect: Connect, home: Path, repo: Path, paths: Paths
) -> None:
    client = await connect(env=FAST)
    wider, narrower = await waiting(client, repo, "off"), await waiting(client, repo, "worktree")
    for each in (wider, narrower):
        await stopped(client, each)
        saved(paths, each, status="paused")
    await client.leave()
    ended(home)
    edit(paths, wider, auto_yes="worktree")
    edit(paths, narrower, auto_yes="safe")
    again = await connect(env=FAST)
    assert (again.record(wider)["autoYes"], again.record(wider)["autoYesPaused"]) == ("worktree", HELD)
    assert (again.record(narrower)["autoYes"], again.record(narrower)["autoYesPaused"]) == ("safe", None)
    await again.ask("session/update", id=wider, autoYes="worktree")
    saved(paths, wider, auto_yes_paused=None)
    await again.leave()
    ended(home)
    third = await connect(env=FAST)
    assert third.record(wider)["autoYesPaused"] is None, "the user chose it"


async def test_an_agent_that_kills_the_sidecar_and_edits_its_store_gains_nothing(
    connect: Connect, home: Path, repo: Path, paths: Paths
) -> None:
    client = await connect(env=FAST)
    session_id = await waiting(client, repo, "off")
    saved(paths, session_id, status="waiting")
    await client.leave()
    (sidecar,), (ptyhost,) = pids_of(home, "serve"), pids_of(home, "ptyhost")
    os.kill(ptyhost, signal.SIGSTOP)  # It starts the next one before a test could edit.
    kill(sidecar)
    assert wait_for(lambda: not pids_of(home, "serve"))
    edit(paths, session_id, auto_yes="worktree")
    os.kill(ptyhost, signal.SIGCONT)
    assert wait_for(lambda: pids_of(home, "serve") not in ([], [sidecar]))
    again = await connect(env=FAST)
    record = again.record(session_id)
    assert (record["status"], record["autoYes"], record["autoYesPaused"]) == ("waiting", "worktree", HELD)
    assert (Path(record["worktree"]) / "scripts" / "old_report.py").exists()
    assert (await again.ask("autoYes/log"))["entries"] == []


async def test_the_user_s_own_rules_hold_in_a_sidecar_that_was_brought_back_with_nobody_there(
    connect: Connect, home: Path, repo: Path
) -> None:
    rule = "Bash(rm scripts/old_report.py)"
    client = await connect(settings={"autoYes": {"allow": [rule]}})  # At its own pace: it asks after a while.
    made = await client.ask(
        "session/create", repo=str(repo), agent="demo", instruction="Delete the old script", autoYes="safe"
    )
    record = await until(client, made["id"], lambda now: now["status"] == "working" and not now["pending"])
    file = Path(record["worktree"]) / "scripts" / "old_report.py"
    await client.leave()
    (pid,) = pids_of(home, "serve")
    kill(pid)
    assert file.exists(), "nothing was answered yet"
    assert wait_for(lambda: not file.exists())
    again = await connect(settings={"autoYes": {"allow": [rule]}})
    assert again.record(made["id"])["autoYesPaused"] is None
    rules: set[str] = set()
    deadline = time.monotonic() + PATIENCE
    while not rules:  # It is written down when the key was typed, and the agent may be quicker.
        assert time.monotonic() < deadline
        entries = (await again.ask("autoYes/log"))["entries"]
        rules = {each["rule"] for each in entries if each["command"] == "rm scripts/old_report.py"}
    assert rules == {rule}


async def test_a_window_without_the_key_holds_everything_until_one_comes_that_has_it(
    connect: Connect, home: Path, repo: Path, paths: Paths
) -> None:
    client = await connect(env=FAST)
    session_id = await waiting(client, repo, "safe")
    await stopped(client, session_id)
    saved(paths, session_id, status="paused")
    await client.leave()
    ended(home)
    keyless = await connect(env=FAST, seal=None)
    assert keyless.record(session_id)["autoYesPaused"] == HELD
    other = await connect(env=FAST, seal="0" * 64)
    assert other.record(session_id)["autoYesPaused"] == HELD
    window = await connect(env=FAST)
    assert window.record(session_id)["autoYesPaused"] is None
    for each in (keyless, other):
        await until(each, session_id, lambda record: record["autoYesPaused"] is None)


async def test_an_older_copy_is_no_way_back(connect: Connect, home: Path, repo: Path, paths: Paths) -> None:
    client = await connect(env=FAST)
    session_id = await waiting(client, repo, "safe")
    await stopped(client, session_id)
    saved(paths, session_id, status="paused")
    older = paths.store.read_bytes()
    await client.ask("session/update", id=session_id, autoYes="off")
    saved(paths, session_id, auto_yes="off")
    while not (told := sealed(client)) or told[-1] != number(paths):
        await client.hears("autoYes/didSeal")
    await client.leave()
    ended(home)
    paths.store.write_bytes(older)
    again = await connect(env=FAST, sealed=told[-1])
    assert (again.record(session_id)["autoYes"], again.record(session_id)["autoYesPaused"]) == ("safe", HELD)
    await again.ask("session/update", id=session_id, autoYes="safe")
    saved(paths, session_id, auto_yes_paused=None)
    assert number(paths) > told[-1]


def sealed(client: Client) -> list[int]:
    """What it was told, in order."""
    return [params["number"] for method, params in client.heard if method == "autoYes/didSeal"]


def number(paths: Paths) -> int:
    """Of the seal on the disk."""
    records = json.loads(paths.store.read_text())["tables"]["meta"].values()
    return int(next(each["value"]["number"] for each in records if each["key"] == "seal"))


async def test_the_key_is_nowhere_but_in_memory(connect: Connect, home: Path, repo: Path, paths: Paths) -> None:
    client = await connect(env=FAST)
    await client.ask("log/setLevel", level="trace")
    session_id = await waiting(client, repo, "safe")
    (pid,) = pids_of(home, "serve")
    kill(pid)
    assert wait_for(lambda: pids_of(home, "serve") not in ([], [pid]))
    again = await connect(env=FAST, seal=SEAL)
    await again.ask("log/setLevel", level="trace")
    await again.ask("session/update", id=session_id, autoYes="read-only")
    saved(paths, session_id, auto_yes="read-only")
    files = [each for each in home.rglob("*") if each.is_file()]
    assert {"sidecar.log", "ptyhost.log", "relay.log", "store.json"} <= {each.name for each in files}
    for file in files:
        assert SEAL.encode() not in file.read_bytes(), file
    started = processes_of(home)
    assert len(started) > 2
    for number, command in started:
        assert SEAL not in command
        assert SEAL.encode() not in Path(f"/proc/{number}/environ").read_bytes()
