"""How long a pause and a resume take, with a live demo agent."""

from __future__ import annotations

import time
from pathlib import Path

from client import Client, repository, sidecar
from reporting import report

RUNS = 10
FILES = 1000
CLOCK = {"agents": {"clock": {"command": ["sh", "-c", "echo up; date +%s.%N > started; exec cat"]}}}
"""Says when it was started."""


def pause() -> None:
    """A pause of a working and of a resting agent, to the reply (target: 1 s)."""
    with repository(FILES) as repo, sidecar({}) as client:
        for what, instruction in (("resting", None), ("working", "Add a greeting feature")):
            taken = []
            for number in range(RUNS):
                made = client.ask(
                    "session/create",
                    {"repo": str(repo), "agent": "demo", "name": f"{what}{number}", "instruction": instruction},
                )
                client.until(made["id"], "working" if instruction else "ready")
                began = time.monotonic()
                client.ask("session/pause", {"id": made["id"]})
                taken.append(time.monotonic() - began)
            report(f"{what} agent", taken)


def resume() -> None:
    """A resume, from the request to the agent's process (target: 300 ms when the worktree was kept)."""
    with repository(FILES) as repo, sidecar(CLOCK) as client:
        for what, free in (("worktree kept", False), ("worktree freed", True)):
            taken = [_resumed(client, str(repo), f"{free}{number}", free) for number in range(RUNS)]
            report(what, taken)


def _resumed(client: Client, repo: str, name: str, free: bool) -> float:
    made = client.ask("session/create", {"repo": repo, "agent": "clock", "name": name})
    client.until(made["id"], "ready")
    client.ask("session/pause", {"id": made["id"], "freeDisk": free})
    started = Path(made["worktree"], "started")
    began = time.time()
    client.ask("session/resume", {"id": made["id"]})
    while not (started.exists() and (text := started.read_text()).endswith("\n") and float(text) > began):
        time.sleep(0.005)
    at = float(text)
    client.ask("session/pause", {"id": made["id"]})
    return at - began
