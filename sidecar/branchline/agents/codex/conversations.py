"""Codex' conversations: a file of JSON lines each, by the day on which they began."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from branchline.agents.shared.agent import Conversation, ConversationRequest
from branchline.agents.shared.json_lines import first_lines, newest

_MOST = 500
"""Files whose first line is read: they are of all folders."""


def latest(request: ConversationRequest) -> Conversation | None:
    """The one in the worktree that was used last. Its files are only read; None where there is none."""
    home = request.environment.get("CODEX_HOME") or os.path.join(request.environment.get("HOME", ""), ".codex")
    wanted = os.path.realpath(request.worktree)
    for path in newest(Path(home, "sessions").glob("*/*/*/rollout-*.jsonl"), request.since)[:_MOST]:
        lines = first_lines(path)
        about = _payload(next(lines, {}), "session_meta")
        folder, conversation = about.get("cwd"), about.get("id")
        if isinstance(folder, str) and isinstance(conversation, str) and os.path.realpath(folder) == wanted:
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
