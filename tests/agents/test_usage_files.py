"""Where agents note what they used is found by the conversation's own id, and no other one's file is."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from branchline.agents.registry import BUILT_IN
from branchline.agents.shared.usage import FromFiles, FromStore, UsageRequest
from branchline.core.model.usage import Entry, Tokens

ID = "516b48ee-9f5b-4940-bbe6-28c48eccc188"


def source(name: str) -> FromFiles:
    found = BUILT_IN[name].usage
    assert isinstance(found, FromFiles)
    return found


def request(home: Path, conversation: str | None) -> UsageRequest:
    return UsageRequest({"HOME": str(home)}, "/work/tree", 0.0, conversation)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("claude", f".claude/projects/-work-tree/{ID}.jsonl"),
        ("claude", f".claude/projects/-moved-away/{ID}.jsonl"),
        ("codex", f".codex/sessions/2026/11/28/rollout-2026-11-28T04-52-01-{ID}.jsonl"),
        ("gemini", f".gemini/tmp/tree/chats/session-2026-11-28T04-52-{ID[:8]}.jsonl"),
        ("qwen", f".qwen/projects/-work-tree/chats/{ID}.jsonl"),
        ("copilot", f".copilot/session-state/{ID}/events.jsonl"),
    ],
)
def test_the_conversations_own_file_is_found(name: str, file: str, tmp_path: Path) -> None:
    path = tmp_path / file
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"sessionId": ID}) + "\n")
    assert [each for each in source(name).find(request(tmp_path, ID)) if each.exists()] == [path]
    others = ["00000000-0000-4000-8000-000000000000", "../" + ID, "*", "", None]
    for other in others:
        assert [each for each in source(name).find(request(tmp_path, other)) if each.exists()] == []


def test_what_begins_alike_is_another_conversation_of_gemini(tmp_path: Path) -> None:
    path = tmp_path / f".gemini/tmp/tree/chats/session-2026-11-28T04-52-{ID[:8]}.jsonl"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"sessionId": ID[:-1] + "0"}) + "\n")
    assert list(source("gemini").find(request(tmp_path, ID))) == []


@pytest.mark.parametrize(
    ("name", "variable", "file"),
    [
        ("claude", "CLAUDE_CONFIG_DIR", f"projects/-work-tree/{ID}.jsonl"),
        ("codex", "CODEX_HOME", f"sessions/2026/11/28/rollout-2026-11-28T04-52-01-{ID}.jsonl"),
        ("gemini", "GEMINI_CLI_HOME", f".gemini/tmp/tree/chats/session-2026-11-28T04-52-{ID[:8]}.jsonl"),
        ("qwen", "QWEN_HOME", f"projects/-work-tree/chats/{ID}.jsonl"),
        ("qwen", "QWEN_RUNTIME_DIR", f"projects/-work-tree/chats/{ID}.jsonl"),
    ],
)
def test_the_agents_own_variable_says_where(name: str, variable: str, file: str, tmp_path: Path) -> None:
    path = tmp_path / file
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"sessionId": ID}) + "\n")
    asked = UsageRequest({"HOME": "/nowhere", variable: str(tmp_path)}, "/work/tree", 0.0, ID)
    assert [each for each in source(name).find(asked) if each.exists()] == [path]


def test_claudes_subagents_count(tmp_path: Path) -> None:
    folder = tmp_path / ".claude/projects/-work-tree"
    (folder / ID / "subagents").mkdir(parents=True)
    (folder / f"{ID}.jsonl").touch()
    (folder / ID / "subagents" / "agent-1.jsonl").touch()
    found = [path.name for path in source("claude").find(request(tmp_path, ID))]
    assert found == [f"{ID}.jsonl", "agent-1.jsonl"]


STORE = """
create table session (id text, parent_id text, directory text, time_created integer);
create table message (id text, session_id text, time_created integer, data text);
insert into session values ('ses_1', null, '/work/tree', 5000), ('ses_2', 'ses_1', '/elsewhere', 5000);
insert into session values ('ses_old', null, '/work/tree', 1000), ('ses_other', null, '/work/other', 5000);
"""
ANSWER = {
    "role": "assistant",
    "modelID": "stub-model",
    "cost": 0.25,
    "tokens": {"total": 1025, "input": 100, "output": 20, "reasoning": 5, "cache": {"read": 800, "write": 100}},
}


def opencode(home: Path, conversation: str | None = None) -> list[Entry]:
    found = BUILT_IN["opencode"].usage
    assert isinstance(found, FromStore)
    return sorted(found.read(UsageRequest({"HOME": str(home)}, "/work/tree", 2.0, conversation)), key=lambda e: e.key)


def store(home: Path, *messages: tuple[str, str]) -> None:
    """Each the id of its session, and its data."""
    path = home / ".local" / "share" / "opencode" / "opencode.db"
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path)) as database:
        database.executescript(STORE)
        rows = [(f"msg_{number}", session, 6000, data) for number, (session, data) in enumerate(messages)]
        database.executemany("insert into message values (?, ?, ?, ?)", rows)
        database.commit()


def test_opencode_has_tokens_and_costs_in_its_store(tmp_path: Path) -> None:
    assert opencode(tmp_path) == []
    answer = json.dumps(ANSWER)
    store(tmp_path, ("ses_1", answer), ("ses_2", answer), ("ses_old", answer), ("ses_other", answer))
    own = [Entry("msg_0", 6.0, Tokens(1000, 25, 800, 0.25), "stub-model")]
    assert opencode(tmp_path) == own
    assert [each.key for each in opencode(tmp_path, "ses_1")] == ["msg_0", "msg_1"]
    assert [each.key for each in opencode(tmp_path, "ses_old")] == ["msg_0", "msg_2"]


@pytest.mark.parametrize(
    "data",
    [
        "no JSON",
        "[]",
        "{}",
        json.dumps({**ANSWER, "role": "user"}),
        json.dumps({**ANSWER, "tokens": None}),
        json.dumps({**ANSWER, "tokens": {**ANSWER["tokens"], "input": -1}}),  # type: ignore[dict-item]
        json.dumps({**ANSWER, "tokens": {**ANSWER["tokens"], "output": 1.5}}),  # type: ignore[dict-item]
        json.dumps({**ANSWER, "tokens": {**ANSWER["tokens"], "cache": {"read": 10**13}}}),  # type: ignore[dict-item]
        "x" * 2_000_000,
    ],
)
def test_a_message_of_another_form_costs_the_others_nothing(tmp_path: Path, data: str) -> None:
    store(tmp_path, ("ses_1", data), ("ses_1", json.dumps(ANSWER)))
    assert [each.key for each in opencode(tmp_path)] == ["msg_1"]


@pytest.mark.parametrize("cost", [-1, float("nan"), "0.5", None, 10**9])
def test_a_cost_that_is_none_is_not_told(tmp_path: Path, cost: object) -> None:
    store(tmp_path, ("ses_1", json.dumps({**ANSWER, "cost": cost}).replace("NaN", "null")))
    assert [each.tokens.cost for each in opencode(tmp_path)] == [None]


def test_a_store_of_another_form_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / ".local" / "share" / "opencode" / "opencode.db"
    path.parent.mkdir(parents=True)
    path.write_text("no database")
    with pytest.raises(OSError, match=r"opencode\.db"):
        opencode(tmp_path)
