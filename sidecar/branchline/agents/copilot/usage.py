"""What GitHub Copilot CLI used: its conversation's file has a record of each call. Measured with 1.0.102. What it calls
`cost` counts requests and is no money; of its quota it writes nothing down.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from branchline.agents.shared.usage import FromFiles, UsageRequest, inside, moment, name, tokens
from branchline.core.model.usage import Entry


def _find(request: UsageRequest) -> Iterator[Path]:
    if request.id is not None:
        yield request.home("COPILOT_HOME", ".copilot") / "session-state" / request.id / "events.jsonl"


def _read(line: Mapping[str, Any]) -> Iterator[Entry]:
    told, at = inside(line, "data", "usage"), moment(line.get("timestamp"))
    if line.get("type") != "session.usage_record" or at is None or not isinstance(line.get("id"), str):
        return
    found = tokens(inside(told, "inputTokens"), inside(told, "outputTokens"), inside(told, "cacheReadTokens"))
    if found is not None:
        yield Entry(line["id"], at, found, name(inside(told, "model")))


USAGE = FromFiles(_find, (b'"session.usage_record"',), _read)
