"""A session's history: one JSON object a line, appended as it happens, kept after the session is removed."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterable, Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

LONGEST_TASK = 60
_STEP = 256 * 1024
"""Bytes that are read at once from the end."""


class Transcript:
    """`<folder>/<task or "no-task">/<session id>-<UTC time of its creation>.jsonl`, mode 0600, made with its first
    line."""

    def __init__(self, folder: Path, task: str | None, session_id: str, created_at: float) -> None:
        """`created_at` in seconds since the epoch."""
        stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(created_at))
        self.path = folder / _folder_name(task) / f"{session_id}-{stamp}.jsonl"

    def append(self, event: str, at: float, **fields: Any) -> None:
        """`at` in seconds since the epoch; `fields` are JSON-able. Raises OSError when it cannot be written."""
        moment = datetime.fromtimestamp(at, timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        line = _encoded({"at": moment, "event": event, **fields})
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            size = os.fstat(file).st_size
            if size and os.pread(file, 1, size - 1) != b"\n":
                line = b"\n" + line  # The line before was torn by a crash or a full disk: it costs no other one.
            left = memoryview(line)
            while left:
                left = left[os.write(file, left) :]
        finally:
            os.close(file)


def read_transcript(path: Path) -> Iterator[dict[str, Any]]:
    """The lines that are whole, oldest first. Raises OSError."""
    with path.open("rb") as file:
        yield from _objects(file)


def read_backwards(path: Path) -> Iterator[dict[str, Any]]:
    """The lines that are whole, newest first; the file is read as far as they are asked for. Raises OSError."""
    with path.open("rb") as file:
        at = file.seek(0, os.SEEK_END)
        begun: list[bytes] = []
        """The end of a line whose beginning was not read yet: its parts, the last one first."""
        while at:
            step = min(at, _STEP)
            at = file.seek(at - step)
            first, *whole = file.read(step).split(b"\n")
            if whole:
                yield from _objects([b"".join((whole.pop(), *reversed(begun))), *reversed(whole)])
                begun = []
            begun.append(first)
        yield from _objects([b"".join(reversed(begun))])


def _objects(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    for line in lines:
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(entry, dict):
            yield entry


def _encoded(entry: dict[str, Any]) -> bytes:
    try:
        return json.dumps(entry, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:
        # Half a character: a file name that is no UTF-8, say. Only JSON's own escapes can carry it.
        return json.dumps(entry).encode() + b"\n"


def _folder_name(task: str | None) -> str:
    """An issue key stays readable; whatever else becomes one plain folder name."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", (task or "")[: 4 * LONGEST_TASK]).strip(".-")
    return plain[:LONGEST_TASK].rstrip(".-") or "no-task"
