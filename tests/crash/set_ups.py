"""Set-up scripts of the campaign's sessions: each says where it runs twice at once, and writes nothing into the
worktree."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

_SCRIPT = 'exec 9>> "$ALONE/$BRANCHLINE_SESSION"; flock -n 9 || touch "$ALONE/twice"; sleep 0.05'


def settings(home: Path) -> dict[str, Any]:
    variables = {"ALONE": str(_folder(home))}
    return {"setupScript": _SCRIPT, "teardownScript": "sleep 0.02", "scriptEnvironment": variables}


def broken(home: Path, sessions: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """What must not be; or what still runs."""
    found = ["a set-up script ran twice at once"] if (_folder(home) / "twice").exists() else []
    runs = [each for each, record in sessions.items() if record["setup"] and record["setup"]["status"] == "running"]
    return found + [f"{each[:8]} is still being set up" for each in runs]


def _folder(home: Path) -> Path:
    folder = home.parent / "alone"
    folder.mkdir(exist_ok=True)
    return folder
