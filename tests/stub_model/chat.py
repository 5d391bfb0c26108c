"""The Chat Completions format, which opencode, Copilot, Qwen Code and aider speak: POST /v1/chat/completions."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from http import HTTPStatus
from typing import Any

from stub_model.anthropic import Json, texts_of
from stub_model.script import Request, Tool, has_instruction
from stub_model.tools import ToolCall

_USAGE = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
_numbers = itertools.count()


def read(body: Json) -> Request:
    messages = body.get("messages") or []
    texts: list[str] = []
    results, in_results = 0, False
    for message in messages:
        is_result = message.get("role") == "tool"
        if is_result and not in_results:
            results += 1
        in_results = is_result
        if message.get("role") == "user":
            said = texts_of(message.get("content"))
            if any(map(has_instruction, said)):
                results = 0
            texts += said
    functions = [tool["function"] for tool in body.get("tools") or () if tool.get("function")]
    output = body.get("response_format") or {}
    context = "\n".join(text for message in messages for text in texts_of(message.get("content")))
    return Request(
        texts=tuple(texts),
        results=results,
        tools=tuple(Tool(each["name"], each.get("parameters") or {}) for each in functions),
        context=context,
        model=str(body.get("model", "stub")),
        stream=bool(body.get("stream")),
        wanted=(output.get("json_schema") or {}).get("schema"),
        without_tools=not functions and "SEARCH/REPLACE" in context,  # aider
    )


def error(status: int) -> Json:
    if status == HTTPStatus.UNAUTHORIZED:  # aider's library looks into the message
        message, kind, code = "Incorrect API key provided.", "invalid_request_error", "invalid_api_key"
        return {"error": {"message": message, "type": kind, "param": None, "code": code}}
    return {"error": {"message": HTTPStatus(status).phrase, "type": "server_error", "param": None, "code": None}}


def whole(request: Request, text: str, calls: Sequence[ToolCall]) -> Json:
    message: Json = {"role": "assistant", "content": text}
    if calls:
        message["tool_calls"] = _calls(calls)
    choice = {"index": 0, "message": message, "finish_reason": "tool_calls" if calls else "stop"}
    return {**_completion(request, "chat.completion"), "choices": [choice], "usage": _USAGE}


def events(request: Request, text: str, calls: Sequence[ToolCall]) -> Iterator[tuple[str | None, Json | str]]:
    """(None, data) of a streamed reply."""
    head = _completion(request, "chat.completion.chunk")

    def chunk(delta: Json, finish: str | None = None, **more: Any) -> tuple[None, Json]:
        return None, {**head, "choices": [{"index": 0, "delta": delta, "finish_reason": finish}], **more}

    yield chunk({"role": "assistant", "content": text})
    if calls:
        yield chunk({"tool_calls": _calls(calls)})
    yield chunk({}, "tool_calls" if calls else "stop", usage=_USAGE)
    yield None, "[DONE]"


def _completion(request: Request, kind: str) -> Json:
    return {"id": f"chatcmpl-{next(_numbers)}", "object": kind, "created": 0, "model": request.model}


def _calls(calls: Sequence[ToolCall]) -> list[Json]:
    return [
        {
            "index": index,
            "id": f"call_{next(_numbers)}",
            "type": "function",
            "function": {"name": call.name, "arguments": call.arguments},
        }
        for index, call in enumerate(calls)
    ]
