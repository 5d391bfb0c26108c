"""Where agents note what they used is found by the conversation's own id, and no other one's file is."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from branchline.agents.codex.conversations import latest
from branchline.agents.registry import BUILT_IN
from branchline.agents.shared.agent import ConversationRequest
from branchline.agents.shared.usage import FromFiles, FromStore, UsageRequest
from branchline.core.model.usage import Entry, Tokens
from branchline.service.usage.reading import Reading

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


CODEX_SESSIONS = ".codex/sessions/2026/11"
CHILD, GRANDCHILD, OTHER = (f"{ID[:-1]}{last}" for last in "9ab")
"""Their ids begin with the time, so that later ones are greater."""


def rollout(home: Path, day: int, conversation: str, **about: object) -> Path:
    """As Codex 0.169.0 begins one; its first line is cut to what is looked at."""
    path = home / CODEX_SESSIONS / str(day) / f"rollout-2026-11-{day}T11-34-59-{conversation}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"type": "session_meta", "payload": {"id": conversation, **about}}) + "\n")
    return path


def subagent(of: str, session: str | None = ID) -> dict[str, object]:
    return {"parent_thread_id": of, "thread_source": "subagent", **({"session_id": session} if session else {})}


def test_codex_subagents_count_and_theirs_and_nobody_elses(tmp_path: Path) -> None:
    own = rollout(tmp_path, 27, ID, session_id=ID, thread_source="user")
    later = [
        rollout(tmp_path, 27, CHILD, **subagent(ID)),
        rollout(tmp_path, 28, GRANDCHILD, **subagent(CHILD, session=None)),
    ]
    rollout(tmp_path, 28, OTHER, **subagent("another", session="another"))
    rollout(tmp_path, 28, f"{ID[:-1]}c", session_id=ID, thread_source="user")  # The user went on with it elsewhere.
    rollout(tmp_path, 26, f"{ID[:-1]}d", **subagent(ID))  # None is older than what it works for.
    for broken, line in enumerate(["", "no JSON\n", "[]\n", '{"type":"session_meta","payload":{"id":7}}\n']):
        (own.parent / f"rollout-2026-11-27T12-00-0{broken}-{OTHER}.jsonl").write_text(line)
    os.mkfifo(own.parent / f"rollout-2026-11-27T12-00-07-{OTHER}.jsonl")
    assert list(source("codex").find(request(tmp_path, ID))) == [own, *later]


def test_a_subagent_of_codex_that_has_just_begun_is_found_at_the_next_look(tmp_path: Path) -> None:
    own = rollout(tmp_path, 27, ID, session_id=ID)
    child = rollout(tmp_path, 27, CHILD)
    whole = rollout(tmp_path, 28, CHILD, **subagent(ID)).read_text()
    child.write_text(whole[:40])
    (child.parent.parent / "28" / f"rollout-2026-11-28T11-34-59-{CHILD}.jsonl").unlink()
    assert list(source("codex").find(request(tmp_path, ID))) == [own]
    child.write_text(whole)
    assert list(source("codex").find(request(tmp_path, ID))) == [own, child]


def test_answers_of_two_conversations_of_codex_that_are_alike_are_two(tmp_path: Path) -> None:
    token_count = {
        "type": "event_msg",
        "timestamp": "2026-11-28T11:35:04Z",
        "payload": {"type": "token_count", "info": dict.fromkeys(("last_token_usage", "total_token_usage"), USED)},
    }
    for path in (rollout(tmp_path, 28, ID), rollout(tmp_path, 28, CHILD, **subagent(ID))):
        path.write_text(path.read_text() + 2 * (json.dumps(token_count) + "\n"))
    entries = Reading(source("codex"), request(tmp_path, ID)).read(2e9)
    assert [each.tokens for each in entries] == 2 * [Tokens(100, 20)]


USED = {"input_tokens": 100, "output_tokens": 20, "total_tokens": 120}


def test_codex_goes_on_with_a_conversation_of_the_users_own(tmp_path: Path) -> None:
    said = json.dumps({"type": "event_msg", "payload": {"type": "user_message", "message": "Look around"}})
    own = rollout(tmp_path, 27, ID, cwd="/work/tree", source="cli")
    child = rollout(tmp_path, 28, CHILD, cwd="/work/tree", source={"subagent": {"thread_spawn": {}}})
    for path in (own, child):
        path.write_text(path.read_text() + said + "\n")
    found = latest(ConversationRequest({"HOME": str(tmp_path)}, "/work/tree", 0.0))
    assert found is not None
    assert found.id == ID


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
