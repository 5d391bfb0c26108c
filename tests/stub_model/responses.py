"""The Responses format, which Codex speaks: POST /v1/responses."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

from stub_model.anthropic import Json, texts_of
from stub_model.chat import error
from stub_model.script import Request, Tool, has_instruction
from stub_model.tools import ToolCall

__all__ = ["error", "events", "read", "whole"]
_USAGE = {
    "input_tokens": 100,
    "input_tokens_details": {"cached_tokens": 0},
    "output_tokens": 20,
    "output_tokens_details": {"reasoning_tokens": 0},
    "total_tokens": 120,
}
_numbers = itertools.count()


def read(body: Json) -> Request:
    items = body.get("input") or []
    items = [{"role": "user", "content": items}] if isinstance(items, str) else items
    texts: list[str] = []
    results, in_results = 0, False
    for item in items:
        is_result = str(item.get("type", "message")).endswith("_output")
        if is_result and not in_results:
            results += 1
        in_results = is_result
        if item.get("role") == "user":
            said = texts_of(item.get("content"))
            if any(map(has_instruction, said)):
                results = 0
            texts += said
    everything = [text for item in items for text in texts_of(item.get("content"))]
    output = (body.get("text") or {}).get("format") or {}
    return Request(
        texts=tuple(texts),
        results=results,
        tools=tuple(tool for each in body.get("tools") or () for tool in _tools(each)),
        context="\n".join([str(body.get("instructions", "")), *everything]),
        model=str(body.get("model", "stub")),
        stream=bool(body.get("stream")),
        wanted=output.get("schema") if output.get("type") == "json_schema" else None,
    )


def _tools(tool: Json, namespace: str = "") -> list[Tool]:
    match tool.get("type"):
        case "function":
            return [Tool(tool["name"], tool.get("parameters") or {}, namespace)]
        case "custom":
            return [Tool(tool["name"], None)]
        case "namespace":
            return [found for each in tool.get("tools") or () for found in _tools(each, tool["name"])]
    return []


def whole(request: Request, text: str, calls: Sequence[ToolCall]) -> Json:
    return {**_response(request), "status": "completed", "output": _output(text, calls), "usage": _USAGE}


def events(request: Request, text: str, calls: Sequence[ToolCall]) -> Iterator[tuple[str | None, Json | str]]:
    """(event name, data) of a streamed reply."""
    sequence = itertools.count()

    def event(kind: str, **data: Any) -> tuple[str, Json]:
        return kind, {"type": kind, "sequence_number": next(sequence), **data}

    response, output = _response(request), _output(text, calls)
    yield event("response.created", response=response)
    for index, item in enumerate(output):
        place = {"output_index": index}
        if item["type"] == "message":
            part = {"type": "output_text", "text": "", "annotations": []}
            where = {**place, "item_id": item["id"], "content_index": 0}
            yield event("response.output_item.added", **place, item={**item, "content": [], "status": "in_progress"})
            yield event("response.content_part.added", **where, part=part)
            yield event("response.output_text.delta", **where, delta=text)
            yield event("response.output_text.done", **where, text=text)
            yield event("response.content_part.done", **where, part={**part, "text": text})
        else:
            yield event("response.output_item.added", **place, item={**item, "status": "in_progress"})
        yield event("response.output_item.done", **place, item=item)
    yield event("response.completed", response={**response, "status": "completed", "output": output, "usage": _USAGE})


def _response(request: Request) -> Json:
    name = f"resp_stub{next(_numbers)}"
    return {
        "id": name,
        "object": "response",
        "created_at": 0,
        "status": "in_progress",
        "model": request.model,
        "output": [],
    }


def _output(text: str, calls: Sequence[ToolCall]) -> list[Json]:
    said = {"type": "output_text", "text": text, "annotations": []}
    items: list[Json] = [{"type": "message", "role": "assistant", "content": [said]}]
    for call in calls:
        kind, field = ("custom_tool_call", "input") if call.free_text else ("function_call", "arguments")
        place = {"namespace": call.namespace} if call.namespace else {}
        identity = {"type": kind, "call_id": f"call_{next(_numbers)}", "name": call.name}
        items.append({**identity, **place, field: call.arguments})
    return [{"id": f"item_{next(_numbers)}", "status": "completed", **item} for item in items]
