"""A session's history: one JSON object a line, appended as it happens, kept after the session is removed."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from branchline.core.naming import slug


class Transcript:
    """Opens the file at the first line. Raises OSError when it cannot be written."""

    def __init__(self, folder: Path, task: str | None, session_id: str, created_at: float) -> None:
        stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(created_at))
        self.path = folder / (slug(task) if task else "no-task") / f"{session_id}-{stamp}.jsonl"

    def append(self, event: str, at: float, **fields: Any) -> None:
        """`at` in seconds since the epoch; `fields` are JSON-able."""
        moment = datetime.fromtimestamp(at, timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        line = json.dumps({"at": moment, "event": event, **fields}, ensure_ascii=False)
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            # One write: a crash leaves at most one torn line at the end.
            os.write(file, line.encode("utf-8", "surrogateescape") + b"\n")
        finally:
            os.close(file)


def read_transcript(path: Path) -> Iterator[dict[str, Any]]:
    """The lines that are whole; a torn one at the end is left out."""
    for line in path.read_bytes().splitlines():
        try:
            yield json.loads(line)
        except ValueError:
            continue
