"""The sidecar is killed while it types: what it typed is sent by the next one, once and whole."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

import pytest

from harness import cutting_agent
from harness.sidecar import Connect, pids_of, wait_for
from harness.waiting import until

pytestmark = pytest.mark.timeout(180)

LONG = " ".join(f"line {number:04}, and what is said in it" for number in range(30))
ALL = str(len(LONG))


@pytest.mark.parametrize(
    ("pastes", "when"),
    [("on", "700"), ("on", "pasted"), ("on", "enter"), *(("off", each) for each in ("1", "700", ALL, "enter"))],
)
async def test_it_is_sent_once_and_whole(
    connect: Connect, repo: Path, home: Path, tmp_path: Path, pastes: str, when: str
) -> None:
    pid_file = tmp_path / "pid"
    command = [sys.executable, cutting_agent.__file__, when, pastes, str(pid_file)]
    settings: dict[str, Any] = {"agents": {"cutting": {"command": command}}}
    client = await connect(settings=settings)
    (killed,) = pids_of(home, "serve")
    pid_file.write_text(str(killed))
    made = await client.ask("session/create", repo=str(repo), agent="cutting", instruction=LONG)
    sent = Path(made["worktree"]) / "sent.txt"
    assert await asyncio.to_thread(wait_for, lambda: pids_of(home, "serve") not in ([], [killed]))
    pid_file.write_text("another")
    await until(sent.exists)
    again = await connect(settings=settings)
    await until(lambda: again.record(made["id"])["pending"] == 0)
    await again.until(made["id"], "ready")
    assert sent.read_text() == f"{LONG}\n"
    await again.ask("session/send", id=made["id"], text="and then the next", submit=True, queue=True)
    await until(lambda: sent.read_text() == f"{LONG}\nand then the next\n")
