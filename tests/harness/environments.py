"""Agents that write down in which environment they were started."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from harness.sidecar import wait_for

_KEEP = 'env -0 > "$0/new-$$"; mv "$0/new-$$" "$0/$(basename "$PWD")"; echo up; exec cat'


def keeper(folder: Path, **more: Any) -> dict[str, Any]:
    """Settings with the agent `keeper`, which leaves its environment here, in a file named as its worktree."""
    folder.mkdir(exist_ok=True)
    agents = {"keeper": {"command": ["/bin/sh", "-c", _KEEP, str(folder)]}, **more.pop("agents", {})}
    return {"agents": agents, **more}


async def kept(folder: Path, worktree: str) -> dict[str, str]:
    """What it left, which is taken away: it may be started again."""
    path = folder / Path(worktree).name
    assert await asyncio.to_thread(wait_for, path.exists), "the agent was not started"
    found = variables(path.read_bytes())
    path.unlink()
    return found


def variables(printed: bytes) -> dict[str, str]:
    """What `env -0` printed."""
    pairs = (each.decode(errors="surrogateescape").partition("=") for each in printed.split(b"\0") if each)
    return {name: value for name, _, value in pairs}
