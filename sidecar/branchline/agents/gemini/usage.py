"""What Gemini CLI used: its conversation's file has the tokens of each answer. Measured with 0.61.0. It tells no cost
and no limits. `input` has the cached tokens in it; what it thought, and what tools gave, stand beside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from branchline.agents.shared.json_lines import first_lines, newest
from branchline.agents.shared.usage import FromFiles, UsageRequest, inside, moment, name, summed, tokens
from branchline.core.model.usage import Entry

_SHORT = 8
"""Characters of the conversation's id in the name of its file."""
_MOST = 20
"""Files, and those of subagents."""
_MOST_MESSAGES = 100_000


def _find(request: UsageRequest) -> Iterator[Path]:
    if request.id is None:
        return
    chats = Path(request.home("GEMINI_CLI_HOME"), ".gemini", "tmp")
    for path in newest(chats.glob(f"*/chats/session-*-{request.id[:_SHORT]}.jsonl"), since=0.0)[:_MOST]:
        if next(first_lines(path), {}).get("sessionId") == request.id:
            yield path
            yield from sorted((path.parent / request.id).glob("*.jsonl"))[:_MOST]


def _read(line: Mapping[str, Any]) -> Iterator[Entry]:
    """A line is a message, or sets several anew."""
    several = inside(line, "$set", "messages")
    for message in several[:_MOST_MESSAGES] if isinstance(several, list) else [line]:
        told = inside(message, "tokens")
        at = moment(inside(message, "timestamp"))
        if inside(message, "type") != "gemini" or at is None or not isinstance(inside(message, "id"), str):
            continue
        taken = summed(inside(told, "input"), inside(told, "tool"))
        given = summed(inside(told, "output"), inside(told, "thoughts"))
        found = tokens(taken, given, inside(told, "cached"))
        if found is not None:
            yield Entry(inside(message, "id"), at, found, name(inside(message, "model")))


USAGE = FromFiles(_find, (b'"tokens"',), _read)
