"""Instructions for programs that nobody adapted to, in real terminals: a shell, and what shows no prompt sign."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.sidecar import Client, Connect
from harness.waiting import until

pytestmark = [pytest.mark.timeout(180), pytest.mark.shared_sidecar]

LONG = "\n".join(f"line {number:04}, and what is said in it" for number in range(270))
"""10 kB."""


def shell(folder: Path, paste: str) -> dict[str, Any]:
    """bash, whose line editor switches bracketed paste on or leaves it off."""
    settings = folder / "inputrc"
    settings.write_text(f"set enable-bracketed-paste {paste}\n")
    words = ["env", "PS1=$ ", "TERM=xterm-256color", f"INPUTRC={settings}", "bash", "--norc", "--noprofile", "-i"]
    return {"agents": {"shell": {"command": words}}}


async def until_record(client: Client, session_id: str, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    await until(lambda: (record := client.session(session_id)) is not None and holds(record))
    return client.record(session_id)


def heard(client: Client, session_id: str) -> list[dict[str, Any]]:
    records = [params["session"] for method, params in client.heard if method == "session/didChange"]
    return [each for each in records if each["id"] == session_id]


async def started(client: Client, repo: Path, instruction: str | None = None) -> tuple[str, Path]:
    made = await client.ask("session/create", repo=str(repo), agent="shell", instruction=instruction)
    record = await until_record(client, made["id"], lambda record: record["status"] == "ready")
    return made["id"], Path(record["worktree"])


async def send(client: Client, session_id: str, text: str) -> None:
    """Once its sign stands there."""
    for _ in range(500):
        screen = (await client.ask("session/screen", id=session_id))["lines"]
        if [line for line in screen if line.strip()][-1:] == ["$"]:
            break
        await asyncio.sleep(0.02)
    await client.ask("session/send", id=session_id, text=text, submit=True, queue=True)


async def test_where_the_terminal_offers_it_a_text_is_pasted_as_it_is(
    connect: Connect, repo: Path, tmp_path: Path
) -> None:
    client = await connect(settings=shell(tmp_path, "on"))
    session_id, worktree = await started(client, repo)
    await send(client, session_id, "echo one > a.txt\necho two > b.txt")
    await until(lambda: (worktree / "b.txt").exists() and (worktree / "b.txt").read_text() == "two\n")
    assert (worktree / "a.txt").read_text() == "one\n"
    await until_record(client, session_id, lambda record: record["status"] == "ready")
    await send(client, session_id, f"cat > long.part << 'END'\n{LONG}\nEND\nmv long.part long.txt")
    await until((worktree / "long.txt").exists)
    assert (worktree / "long.txt").read_text() == f"{LONG}\n"
    assert not [each for each in heard(client, session_id) if each["typing"] is not None], "it took no time"


async def test_where_it_does_not_a_long_text_is_typed_in_the_background(
    connect: Connect, repo: Path, tmp_path: Path
) -> None:
    client = await connect(settings=shell(tmp_path, "off"))
    session_id, worktree = await started(client, repo)
    await send(client, session_id, "echo one\ntwo > a.txt")  # A line break would be Enter.
    await until(lambda: (worktree / "a.txt").exists() and (worktree / "a.txt").read_text() == "one two\n")
    await until_record(client, session_id, lambda record: record["status"] == "ready")
    text = LONG[:3000]
    await send(client, session_id, f"echo {text} > long.part; mv long.part long.txt")
    await until_record(client, session_id, lambda record: record["typing"] is not None)
    assert client.record(session_id)["status"] == "working"
    _, _, data = await client.refused("session/send", id=session_id, text="more", submit=True)
    assert data["code"] == "NOT_READY"
    await until((worktree / "long.txt").exists)
    assert (worktree / "long.txt").read_text().split() == text.split()
    record = await until_record(client, session_id, lambda record: record["pending"] == 0)
    assert record["typing"] is None
    told = [each["typing"] for each in heard(client, session_id) if each["typing"] is not None]
    assert told == sorted(told)
    assert set(told) <= set(range(101))


async def test_one_that_is_taken_back_is_typed_no_further(connect: Connect, repo: Path, tmp_path: Path) -> None:
    client = await connect(settings=shell(tmp_path, "off"))
    session_id, worktree = await started(client, repo)
    await send(client, session_id, f"echo {4 * LONG} > long.txt")
    await until_record(client, session_id, lambda record: record["typing"] is not None)
    record = await client.ask("session/takeBack", id=session_id)
    assert (record["pending"], record["typing"]) == (0, None)
    record = await until_record(client, session_id, lambda record: record["status"] == "ready")
    screen = " ".join((await client.ask("session/output", id=session_id, lines=1000))["lines"])
    assert ("line 0001" in screen, screen.count("line 0269") < 4) == (True, True), "no more of it came"
    assert (record["pending"], (worktree / "long.txt").exists()) == (0, False)


@pytest.mark.parametrize("shows", ["working on nothing", "half a $ line"])
async def test_a_session_whose_instruction_cannot_be_typed_yet_does_not_show_ready(
    connect: Connect, repo: Path, shows: str
) -> None:
    words = ["sh", "-c", f"printf '{shows}'; exec sleep 1000"]
    client = await connect(settings={"agents": {"silent": {"command": words}}})
    made = await client.ask("session/create", repo=str(repo), agent="silent", instruction="Do something")
    record = await until_record(client, made["id"], lambda record: record["reason"] == "instruction waits")
    assert (record["status"], record["pending"]) == ("working", 1)
    assert "ready" not in [each["status"] for each in heard(client, made["id"])]
    taken_back = await client.ask("session/takeBack", id=made["id"])
    assert (taken_back["status"], taken_back["pending"]) == ("ready", 0)
    queued = await client.ask("session/send", id=made["id"], text="Do it", submit=True, queue=True)
    assert queued == {"queued": True}
    assert client.record(made["id"])["status"] == "working"


async def test_between_its_start_and_its_first_instruction_it_is_never_ready(connect: Connect, repo: Path) -> None:
    client = await connect(env={"DEMO_AGENT_SPEED": "8"})
    made = await client.ask("session/create", repo=str(repo), agent="demo", instruction="Add a greeting")
    await client.until(made["id"], "waiting")
    statuses = [each["status"] for each in heard(client, made["id"])]
    assert "ready" not in statuses
    assert {"starting", "working"} <= set(statuses)
