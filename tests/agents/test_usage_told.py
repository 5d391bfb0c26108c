"""What agents note of what they used is read as they meant it: a row for each agent, in the form of its real file.

The lines are those of the real programs in `tests/real_agents`, cut to what is looked at, with numbers that differ.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from branchline.agents.aider.usage import last_turn
from branchline.agents.registry import BUILT_IN
from branchline.agents.shared.usage import FromFiles, FromScreen, FromStore, moment
from branchline.core.model.usage import Entry, LimitWindow, Tokens, Windows

AT = "2026-11-28T04:52:15.351Z"
RULE = "─" * 80
CLAUDE = {
    "type": "assistant",
    "isSidechain": False,
    "timestamp": AT,
    "requestId": "req_1",
    "message": {
        "id": "msg_1",
        "role": "assistant",
        "model": "claude-opus-5-5",
        "usage": {
            "input_tokens": 4,
            "cache_creation_input_tokens": 30,
            "cache_read_input_tokens": 1000,
            "output_tokens": 20,
            "output_tokens_details": {"thinking_tokens": 8},
        },
    },
}
CODEX = {
    "type": "event_msg",
    "timestamp": AT,
    "payload": {
        "type": "token_count",
        "info": {
            "total_token_usage": {"input_tokens": 1200, "output_tokens": 60, "total_tokens": 1260},
            "last_token_usage": {
                "input_tokens": 1000,
                "cached_input_tokens": 900,
                "output_tokens": 40,
                "reasoning_output_tokens": 30,
                "total_tokens": 1040,
            },
        },
        "rate_limits": {
            "primary": {"used_percent": 91.5, "window_minutes": 300, "resets_at": 1795850000},
            "secondary": {"used_percent": 12, "window_minutes": 10079, "resets_in_seconds": 60},
        },
    },
}
GEMINI = {
    "id": "9fcba468",
    "timestamp": AT,
    "type": "gemini",
    "content": "Hello.",
    "tokens": {"input": 100, "output": 20, "cached": 60, "thoughts": 5, "tool": 3, "total": 128},
    "model": "gemini-2.5-pro",
}
QWEN = {
    "uuid": "4fd12fe3",
    "timestamp": AT,
    "type": "system",
    "subtype": "ui_telemetry",
    "systemPayload": {
        "uiEvent": {
            "event.name": "qwen-code.api_response",
            "model": "stub-model",
            "input_token_count": 100,
            "output_token_count": 20,
            "cached_content_token_count": 60,
            "thoughts_token_count": 5,
            "total_token_count": 125,
        }
    },
}
COPILOT = {
    "id": "55ba3db0",
    "timestamp": AT,
    "type": "session.usage_record",
    "data": {
        "usage": {
            "model": "gpt-5",
            "inputTokens": 100,
            "outputTokens": 20,
            "cacheReadTokens": 60,
            "cacheWriteTokens": 0,
            "cost": 1.0,
        }
    },
}
LINES: Mapping[str, tuple[Mapping[str, Any], Tokens, str | None]] = {
    "claude": (CLAUDE, Tokens(1034, 20, 1000), "claude-opus-5-5"),
    "codex": (CODEX, Tokens(1000, 40, 900), None),
    "gemini": (GEMINI, Tokens(103, 25, 60), "gemini-2.5-pro"),
    "qwen": (QWEN, Tokens(100, 25, 60), "stub-model"),
    "copilot": (COPILOT, Tokens(100, 20, 60), "gpt-5"),
}


def source(name: str) -> FromFiles:
    found = BUILT_IN[name].usage
    assert isinstance(found, FromFiles)
    return found


def entries(name: str, line: Mapping[str, Any]) -> list[Entry]:
    return [each for each in source(name).read(line) if isinstance(each, Entry)]


def test_every_agent_but_the_demo_tells_what_it_used() -> None:
    kinds = {name: type(agent.usage) for name, agent in BUILT_IN.items()}
    assert kinds == {
        **dict.fromkeys(LINES, FromFiles),
        "opencode": FromStore,
        "aider": FromScreen,
        "demo": type(None),
    }


@pytest.mark.parametrize("name", LINES)
def test_an_answer_counts(name: str) -> None:
    line, tokens, model = LINES[name]
    (found,) = entries(name, line)
    assert (found.tokens, found.model, found.at) == (tokens, model, moment(AT))
    data = json.dumps(line, separators=(",", ":")).encode()
    assert any(mark in data for mark in source(name).marks)


def altered(value: Any, path: tuple[Any, ...], to: Any) -> Any:
    if not path:
        return to
    return {**value, path[0]: altered(value[path[0]], path[1:], to)}


def paths(value: Any) -> list[tuple[Any, ...]]:
    """To everything in an object, itself apart."""
    if not isinstance(value, Mapping):
        return [()]
    return [(), *((key, *rest) for key, inner in value.items() for rest in paths(inner))]


NO_COUNTS = [-1, 1.5, float("nan"), float("inf"), 10**13, True, "100", [100], {"input": 1}, None, "\u202e1"]


@pytest.mark.parametrize("name", LINES)
def test_what_has_another_form_raises_nothing_and_counts_nothing_that_cannot_be(name: str) -> None:
    line, tokens, _ = LINES[name]
    for path in paths(line):
        for odd in NO_COUNTS:
            spoiled = altered(line, path, odd) if path else {"type": odd}
            for each in source(name).read(spoiled):
                if isinstance(each, Windows):
                    assert all(0 <= window.used_percent <= 100 for window in each.windows)
                    continue
                counts = (each.tokens.input, each.tokens.output, each.tokens.cached)
                assert all(type(count) is int and 0 <= count <= max(tokens.input, 10**12) for count in counts)
                assert each.tokens.cached <= each.tokens.input
                assert each.tokens.cost is None or each.tokens.cost >= 0


@pytest.mark.parametrize("odd", [-1, 1.5, float("nan"), 10**13, True, "100"])
@pytest.mark.parametrize("name", LINES)
def test_an_output_that_is_no_count_counts_nothing(name: str, odd: Any) -> None:
    line, _, _ = LINES[name]
    keys = {"output_tokens", "output", "output_token_count", "outputTokens"}
    for path in paths(line):
        if path and path[-1] in keys and "total_token_usage" not in path:
            assert entries(name, altered(line, path, odd)) == []


def test_claudes_own_costs_are_taken() -> None:
    (found,) = entries("claude", {**CLAUDE, "costUSD": 0.25})
    assert found.tokens.cost == 0.25


def test_pieces_of_one_answer_have_one_key() -> None:
    (one,) = entries("claude", CLAUDE)
    (same,) = entries("claude", altered(CLAUDE, ("message", "usage", "output_tokens"), 99))
    (other,) = entries("claude", {**CLAUDE, "requestId": "req_2"})
    assert (one.key == same.key, one.key == other.key) == (True, False)


def test_codex_tells_its_limits() -> None:
    (windows,) = [each for each in source("codex").read(CODEX) if isinstance(each, Windows)]
    at = moment(AT)
    assert at is not None
    assert windows.windows == (LimitWindow("5h", 91.5, 1795850000.0), LimitWindow("7d", 12.0, at + 60))


def test_limits_alone_are_no_answer() -> None:
    (first,) = entries("codex", CODEX)
    (again,) = entries("codex", {**CODEX, "timestamp": "2026-11-28T05:00:00Z"})
    assert first.key == again.key
    none = altered(CODEX, ("payload", "info"), None)
    assert entries("codex", none) == []
    assert [type(each) for each in source("codex").read(none)] == [Windows]


def test_gemini_may_set_its_messages_anew() -> None:
    assert entries("gemini", {"$set": {"messages": [GEMINI, {"type": "user"}, 7]}}) == entries("gemini", GEMINI)


SAID = "Tokens: 2.8k sent, 7 received."


@pytest.mark.parametrize(
    ("lines", "tokens"),
    [
        ([RULE, "diff> please", "", "Hello.", "", SAID, RULE, "diff> "], Tokens(2800, 7)),
        ([RULE, "> please", "Tokens: 12,345 sent, 1.2M received.", RULE, ">"], Tokens(12345, 1_200_000)),
        (
            [RULE, "> go", "Tokens: 12k sent, 3k cache write, 9.5k cache hit,", "1.2k received. Cost: $0.01 message."],
            Tokens(12000, 1200, 9500, 0.01),
        ),
        ([RULE, "> go", SAID, "the linter says", SAID, RULE, "> "], Tokens(5600, 14)),
        ([RULE, "> first", SAID, RULE, "> second", "Tokens: 3k sent, 8 received.", RULE, "> "], Tokens(3000, 8)),
        ([RULE, "> first", SAID, RULE, "> /ls", "Files in chat: none", RULE, "> "], None),
        ([RULE, "> please", "Hello.", RULE, "> "], None),
        ([SAID], None),
        ([], None),
        ([RULE, "> go", "Tokens: -5 sent, NaN received."], None),
        ([RULE, "> go", "Tokens: " + "9" * 400 + " sent, 1 received."], None),
    ],
)
def test_aider_says_it_below_its_answer(lines: list[str], tokens: Tokens | None) -> None:
    assert last_turn(lines) == tokens
