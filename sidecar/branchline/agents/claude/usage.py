"""What Claude Code used: it notes each answer's tokens in its conversation's file. Measured with 2.1.332.

An answer is written down piece by piece, each with all of its usage; those of subagents stand in files of their own.
Of costs it notes none any more (`costUSD` is of old versions), of limits nothing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from branchline.agents.shared.usage import FromFiles, UsageRequest, inside, moment, name, summed, tokens
from branchline.core.model.usage import Entry

_MOST = 500
"""Files of subagents."""


def _find(request: UsageRequest) -> Iterator[Path]:
    if request.id is None:
        return
    projects = request.home("CLAUDE_CONFIG_DIR", ".claude") / "projects"
    folder = projects / re.sub(r"[^A-Za-z0-9]", "-", os.path.realpath(request.folder))
    if not (folder / f"{request.id}.jsonl").exists():  # The folder was moved since.
        folder = next((path.parent for path in projects.glob(f"*/{request.id}.jsonl")), folder)
    yield folder / f"{request.id}.jsonl"
    yield from sorted((folder / request.id / "subagents").glob("*.jsonl"))[:_MOST]


def _read(line: Mapping[str, Any]) -> Iterator[Entry]:
    message = line.get("message")
    at, used = moment(line.get("timestamp")), inside(message, "usage")
    answer = inside(message, "id")
    if line.get("type") != "assistant" or at is None or not isinstance(answer, str):
        return
    kept = inside(used, "cache_read_input_tokens")
    taken = summed(inside(used, "input_tokens"), kept, inside(used, "cache_creation_input_tokens"))
    found = tokens(taken, inside(used, "output_tokens"), kept, line.get("costUSD"))
    if found is not None:
        request = line.get("requestId") or line.get("requestRef") or ""
        yield Entry(f"{answer} {request}", at, found, name(inside(message, "model")))


USAGE = FromFiles(_find, (b'"usage"',), _read)
