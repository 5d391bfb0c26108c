"""Codex' conversations: a file of JSON lines each, by the day on which they began."""

from __future__ import annotations

import functools
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs

from branchline.agents.shared.agent import Conversation, ConversationRequest
from branchline.agents.shared.json_lines import first_lines, newest

_MOST = 500
"""Files whose first line is read: they are of all folders."""


@attrs.frozen
class Began:
    """A subagent's conversation. `under`: those that it works for."""

    id: str
    under: frozenset[str]


def began(path: Path) -> Began | None:
    """None: the conversation is the user's own, or nothing of it is written yet."""
    try:
        return _began(path)
    except LookupError:
        return None


@functools.lru_cache(maxsize=4 * _MOST)
def _began(path: Path) -> Began | None:
    """A file's first line does not alter. Raises LookupError where there is none yet."""
    is_ordinary = path.is_file() and not path.is_symlink()
    about = _payload(next(first_lines(path), {}), "session_meta") if is_ordinary else {}
    if not about:
        raise LookupError(path)
    return _subagent(about)


def _subagent(about: Mapping[str, Any]) -> Began | None:
    source = about.get("source")
    told = source.get("subagent") if isinstance(source, dict) else None
    if about.get("thread_source") != "subagent" and told is None:
        return None
    under = {each for key in ("session_id", "parent_thread_id") if isinstance(each := about.get(key), str)}
    return Began(own, frozenset(under - {own})) if isinstance(own := about.get("id"), str) else None


def latest(request: ConversationRequest) -> Conversation | None:
    """The user's own in the worktree that was used last. Its files are only read; None where there is none."""
    home = request.environment.get("CODEX_HOME") or os.path.join(request.environment.get("HOME", ""), ".codex")
    wanted = os.path.realpath(request.worktree)
    for path in newest(Path(home, "sessions").glob("*/*/*/rollout-*.jsonl"), request.since)[:_MOST]:
        lines = first_lines(path)
        about = _payload(next(lines, {}), "session_meta")
        folder, conversation = about.get("cwd"), about.get("id")
        if not isinstance(folder, str) or not isinstance(conversation, str) or _subagent(about) is not None:
            continue
        if os.path.realpath(folder) == wanted:
            words = next(filter(None, (_said(line) for line in lines)), None)
            if words is not None:
                return Conversation(conversation, path.stat().st_mtime, words)
    return None


def _said(line: Mapping[str, Any]) -> str | None:
    """What the user said, where the line is that. Codex itself speaks as the user, too, in tags."""
    event, item = _payload(line, "event_msg"), _payload(line, "response_item")
    said: object = event.get("message") if event.get("type") == "user_message" else None
    if (item.get("type"), item.get("role")) == ("message", "user") and isinstance(content := item.get("content"), list):
        said = next((part.get("text") for part in content if isinstance(part, dict)), None)
    return said.strip() if isinstance(said, str) and not said.startswith("<") else None


def _payload(line: Mapping[str, Any], kind: str) -> Mapping[str, Any]:
    payload = line.get("payload") if line.get("type") == kind else None
    return payload if isinstance(payload, dict) else {}
