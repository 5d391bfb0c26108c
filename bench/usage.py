"""What it costs to know what an agent used: `make bench FIGURES=usage`."""

from __future__ import annotations

import json
import tempfile
import time
from datetime import datetime, timezone
from pathlib import Path

from branchline.agents.claude.usage import USAGE
from branchline.agents.shared.usage import UsageRequest
from branchline.service.usage.reading import Reading
from reporting import report

SIZE = 10_000_000
"""Bytes of a conversation."""
RUNS = 30
_ID = "00000000-0000-4000-8000-000000000000"


def usage() -> None:
    """A conversation of 10 MB, in a thread beside all else: read whole once, then what came since (no target)."""
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home, ".claude", "projects", "-work")
        folder.mkdir(parents=True)
        path = folder / f"{_ID}.jsonl"
        with path.open("w") as file:
            number = 0
            while file.tell() < SIZE:
                file.write(_turn(number))
                number += 1
        request = UsageRequest({"HOME": home}, "/work", 0.0, _ID)
        whole, more = [], []
        for _ in range(RUNS):
            reading = Reading(USAGE, request)
            whole.append(_seconds(reading))
        for _ in range(RUNS):
            with path.open("a") as file:
                file.write(_turn(number))
            number += 1
            more.append(_seconds(reading))
        assert len(reading.read(time.time())) == number
        report(f"whole, {number - RUNS} answers", whole)
        report("one answer more", more)


def _seconds(reading: Reading) -> float:
    began = time.perf_counter()
    reading.read(time.time())
    return time.perf_counter() - began


def _turn(number: int) -> str:
    """What a tool gave, and what the agent answered."""
    at = datetime.now(timezone.utc).isoformat()
    given = {"content": [{"type": "tool_result", "content": "x " * 1500}]}
    usage = {"input_tokens": 4, "cache_read_input_tokens": 20_000, "output_tokens": 300}
    message = {"id": f"msg_{number}", "model": "m", "usage": usage, "content": [{"type": "text", "text": "y " * 500}]}
    lines = [{"type": "user", "message": given}, {"type": "assistant", "message": message}]
    return "".join(json.dumps({**each, "timestamp": at}) + "\n" for each in lines)
