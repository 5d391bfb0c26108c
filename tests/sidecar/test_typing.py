"""An instruction that is typed is also sent."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from harness.sidecar import Connect, wait_for

PROGRAM = Path(__file__).parent.parent / "harness" / "late_agent.py"


async def test_an_enter_that_was_not_taken_is_pressed_again(connect: Connect, repo: Path, tmp_path: Path) -> None:
    sent = tmp_path / "sent"
    agents = {"late": {"command": [sys.executable, str(PROGRAM), str(sent)], "like": "demo"}}
    client = await connect(settings={"agents": agents})
    await client.ask("session/create", repo=str(repo), agent="late", instruction="Mend the clock")
    assert await asyncio.to_thread(wait_for, sent.exists)
    assert await asyncio.to_thread(wait_for, lambda: sent.read_text() == "Mend the clock\n")
    await asyncio.sleep(2)  # Longer than it takes to press again.
    assert sent.read_text() == "Mend the clock\n"
