"""The Gemini format, which Gemini CLI speaks: POST /v1beta/models/NAME:generateContent and :streamGenerateContent."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence
from http import HTTPStatus
from typing import Any

from stub_model.anthropic import Json
from stub_model.script import Request, Tool, has_instruction
from stub_model.tools import ToolCall

_USAGE = {"promptTokenCount": 100, "candidatesTokenCount": 20, "totalTokenCount": 120}
_STATUS = {401: "UNAUTHENTICATED", 429: "RESOURCE_EXHAUSTED", 500: "INTERNAL"}
_numbers = itertools.count()


def read(body: Json) -> Request:
    """Whether it is to be streamed, the path says alone."""
    texts: list[str] = []
    results = 0
    for content in body.get("contents") or ():
        if content.get("role", "user") != "user":
            continue
        said = _texts(content)
        if any(map(has_instruction, said)):
            results = 0
        texts += said
        if any("functionResponse" in part for part in content.get("parts") or ()):
            results += 1
    functions = [each for tool in body.get("tools") or () for each in tool.get("functionDeclarations") or ()]
    output = body.get("generationConfig") or {}
    wanted = output.get("responseJsonSchema") or output.get("responseSchema") or {"type": "object"}
    return Request(
        texts=tuple(texts),
        results=results,
        tools=tuple(
            Tool(each["name"], each.get("parametersJsonSchema") or each.get("parameters") or {}) for each in functions
        ),
        context="\n".join([*_texts(body.get("systemInstruction") or {}), *texts]),
        model="stub",
        stream=False,
        wanted=wanted if output.get("responseMimeType") == "application/json" else None,
    )


def _texts(content: Json) -> list[str]:
    return [part["text"] for part in content.get("parts") or () if isinstance(part.get("text"), str)]


def error(status: int) -> Json:
    return {"error": {"code": status, "message": HTTPStatus(status).phrase, "status": _STATUS.get(status, "UNKNOWN")}}


def whole(request: Request, text: str, calls: Sequence[ToolCall]) -> Json:
    return _answer(request, _parts(text, calls), "STOP")


def events(request: Request, text: str, calls: Sequence[ToolCall]) -> Iterator[tuple[str | None, Json | str]]:
    """(None, data) of a streamed reply."""
    for part in _parts(text, calls):
        yield None, _answer(request, [part])
    yield None, _answer(request, [{"text": ""}], "STOP")


def _parts(text: str, calls: Sequence[ToolCall]) -> list[Json]:
    parts: list[Json] = [{"text": text}]
    for call in calls:
        function = {"id": f"call_{next(_numbers)}", "name": call.name, "args": json.loads(call.arguments)}
        parts.append({"functionCall": function})
    return parts


def _answer(request: Request, parts: list[Json], finish: str | None = None) -> Json:
    candidate: dict[str, Any] = {"index": 0, "content": {"role": "model", "parts": parts}}
    if finish is not None:
        candidate["finishReason"] = finish
    return {"candidates": [candidate], "usageMetadata": _USAGE, "modelVersion": request.model}
