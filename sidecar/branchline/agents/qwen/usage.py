"""What Qwen Code used: its conversation's file notes each call of a model, its subagents' too. Measured with 0.24.4. It
tells no cost and no limits. The input has the cached tokens in it; of the output only the older format leaves out what
it thought, so that the total says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from branchline.agents.shared.usage import FromFiles, UsageRequest, inside, moment, name, tokens
from branchline.core.model.usage import Entry


def _find(request: UsageRequest) -> Iterator[Path]:
    if request.id is None:
        return
    home = request.environment.get("QWEN_RUNTIME_DIR") or request.home("QWEN_HOME", ".qwen")
    yield from sorted(Path(home, "projects").glob(f"*/chats/{request.id}.jsonl"))[:1]


def _read(line: Mapping[str, Any]) -> Iterator[Entry]:
    event = inside(line, "systemPayload", "uiEvent")
    at = moment(line.get("timestamp"))
    if inside(event, "event.name") != "qwen-code.api_response" or at is None:
        return
    if not isinstance(line.get("uuid"), str):
        return
    taken, given = inside(event, "input_token_count"), inside(event, "output_token_count")
    everything = inside(event, "total_token_count")
    if all(type(each) is int and each >= 0 for each in (taken, given, everything)):
        given = max(given, everything - taken)
    found = tokens(taken, given, inside(event, "cached_content_token_count"))
    if found is not None:
        yield Entry(line["uuid"], at, found, name(inside(event, "model")))


USAGE = FromFiles(_find, (b'"qwen-code.api_response"',), _read)
