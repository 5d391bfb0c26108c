"""How soon auto-yes has answered."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from client import repository, sidecar
from reporting import report

AGENT = str(Path(__file__).parent.parent / "tests" / "harness" / "swapping_agent.py")
DIALOGS = 100


def answered() -> None:
    """A dialog's last byte on the PTY to auto-yes's key at the agent, with the re-read before (target: 100 ms p95)."""
    with tempfile.TemporaryDirectory() as folder, repository(1) as repo:
        log = Path(folder) / "keys"
        command = [sys.executable, AGENT, str(log), str(DIALOGS), "0"]
        rules = {"answersPerMinute": 1000, "answersWithoutLook": 100_000}
        settings = {"agents": {"swapping": {"command": command, "like": "demo"}}, "autoYes": rules}
        with sidecar(settings) as client:
            client.ask("session/create", {"repo": str(repo), "agent": "swapping", "autoYes": "safe"})
            while not log.exists() or len(log.read_text().splitlines()) < DIALOGS:
                time.sleep(0.1)
                client.ask("session/list", {})  # Reads what was told meanwhile.
        entries = [json.loads(line) for line in log.read_text().splitlines()]
        report("by keys", [entry["until"] - entry["at"] for entry in entries])
