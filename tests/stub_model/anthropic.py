"""The Messages format, which Claude Code speaks: POST /v1/messages."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from http import HTTPStatus
from typing import Any

from stub_model.script import Request, Tool, has_instruction
from stub_model.tools import ToolCall

Json = dict[str, Any]
USAGE = {"input_tokens": 100, "output_tokens": 20, "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0}


def read(body: Json) -> Request:
    texts: list[str] = []
    results = 0
    for message in body.get("messages", ()):
        if message.get("role") != "user":
            continue
        said = texts_of(message.get("content"))
        content = message.get("content")
        if any(map(has_instruction, said)):
            results = 0  # though what was rejected before it may stand in the same message
        elif isinstance(content, list) and any(part.get("type") == "tool_result" for part in content):
            results += 1
        texts += said
    output = (body.get("output_config") or {}).get("format") or body.get("output_format") or {}
    return Request(
        texts=tuple(texts),
        results=results,
        tools=tuple(Tool(each["name"], each.get("input_schema") or {}) for each in body.get("tools", ())),
        context="\n".join([*texts_of(body.get("system")), *texts]),
        model=str(body.get("model", "stub")),
        stream=bool(body.get("stream")),
        wanted=output.get("schema"),
    )


def texts_of(content: Any) -> list[str]:
    """The texts of a message's content, which is a string or a list of parts."""
    if isinstance(content, str):
        return [content]
    kinds = ("text", "input_text")
    return [part["text"] for part in content or () if isinstance(part, dict) and part.get("type") in kinds]


def error(status: int) -> Json:
    kinds = {401: "authentication_error", 429: "rate_limit_error"}
    return {"type": "error", "error": {"type": kinds.get(status, "api_error"), "message": HTTPStatus(status).phrase}}


def whole(request: Request, text: str, calls: Sequence[ToolCall]) -> Json:
    blocks: list[Json] = [{"type": "text", "text": text}]
    blocks += [{**_block(number, call), "input": json.loads(call.arguments)} for number, call in enumerate(calls)]
    return {**_message(request), "content": blocks, "stop_reason": "tool_use" if calls else "end_turn", "usage": USAGE}


def events(request: Request, text: str, calls: Sequence[ToolCall]) -> Iterator[tuple[str | None, Json | str]]:
    """(event name, data) of a streamed reply."""
    yield _event("message_start", message={**_message(request), "content": [], "usage": USAGE})
    blocks: list[tuple[Json, Json]] = [({"type": "text", "text": ""}, {"type": "text_delta", "text": text})]
    for number, call in enumerate(calls):
        delta = {"type": "input_json_delta", "partial_json": call.arguments}
        blocks.append(({**_block(number, call), "input": {}}, delta))
    for index, (block, delta) in enumerate(blocks):
        yield _event("content_block_start", index=index, content_block=block)
        yield _event("content_block_delta", index=index, delta=delta)
        yield _event("content_block_stop", index=index)
    stop = "tool_use" if calls else "end_turn"
    yield _event("message_delta", delta={"stop_reason": stop, "stop_sequence": None}, usage=USAGE)
    yield _event("message_stop")


def _message(request: Request) -> Json:
    name = f"msg_stub{len(request.texts)}_{request.results}"
    return {"id": name, "type": "message", "role": "assistant", "model": request.model, "stop_sequence": None}


def _block(number: int, call: ToolCall) -> Json:
    return {"type": "tool_use", "id": f"toolu_{abs(hash((number, call))):020}", "name": call.name}


def _event(kind: str, **data: Any) -> tuple[str, Json]:
    return kind, {"type": kind, **data}
