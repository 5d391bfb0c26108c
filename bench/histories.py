"""What a session's history costs: `make bench FIGURES=history`."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from branchline.store.transcript import Transcript
from client import repository, sidecar
from reporting import report

CAT = {"agents": {"cat": {"command": ["sh", "-c", "echo up; exec cat"]}}}
BYTES = 10_000_000


def history() -> None:
    """The document of a transcript of 10 MB, as the sidecar makes it (target: 500 ms with VS Code's part)."""
    with repository(10) as repo, sidecar(CAT) as client:
        made = client.ask("session/create", {"repo": str(repo), "agent": "cat", "name": "told"})
        fill(client.paths.transcripts, str(made["id"]))
        times = []
        for _ in range(20):
            began = time.monotonic()
            client.ask("history/session", {"id": made["id"]})
            times.append(time.monotonic() - began)
        report("history/session", times)


def fill(folder: Path, session_id: str) -> None:
    """As a long session leaves it: instructions, prompts, answers, snapshots."""
    transcript = Transcript(folder, None, session_id, 1.0)
    transcript.append("created", 1.0)
    asked: dict[str, Any] = {"tool": "Bash", "command": "npm test -- --grep orders", "paths": [], "url": None}
    decided = {
        "decision": "allow",
        "rule": "Bash(npm test:*)",
        "why": "a rule of yours allows it",
        "outcome": "answered",
    }
    at = 2.0
    while transcript.path.stat().st_size < BYTES:
        at += 60
        transcript.append("input", at, text="Go on with the next step, and tell what you found. " * 3)
        transcript.append("prompt", at + 1, kind="approval", title="Run this?", **asked)
        transcript.append("decision", at + 2, by="rule", option="Yes", **decided, **asked)
        transcript.append(
            "snapshot", at + 3, ref=f"refs/branchline/{session_id}/7", reason="at ready", changes=[1, 2, 3]
        )
        transcript.append("status", at + 4, status="ready", reason=None)
