"""Entries of transcripts: what kind each is of, and which of them are wanted."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import attrs

from branchline.core.model.prompt import WaitReason
from branchline.core.screen.logged import hide_secrets


class HistoryKind(str, enum.Enum):
    """What kind of thing an entry of a history is about."""

    INSTRUCTION = "instruction"
    PROMPT = "prompt"
    ANSWER = "answer"
    """What was decided on a prompt, by a rule or the user."""
    STATUS = "status"
    RESULT = "result"
    """The agent ended."""
    SNAPSHOT = "snapshot"
    NOTE = "note"
    """What a second opinion found."""
    SESSION = "session"
    """It was made, named or removed, or got a worktree, maybe without all that was to be in it."""


class HistoryFormat(str, enum.Enum):
    """How a history is written."""

    MARKDOWN = "markdown"
    JSON = "json"


KINDS = {
    "created": HistoryKind.SESSION,
    "worktree": HistoryKind.SESSION,
    "named": HistoryKind.SESSION,
    "notCarried": HistoryKind.SESSION,
    "removed": HistoryKind.SESSION,
    "input": HistoryKind.INSTRUCTION,
    "prompt": HistoryKind.PROMPT,
    "decision": HistoryKind.ANSWER,
    "status": HistoryKind.STATUS,
    "exit": HistoryKind.RESULT,
    "snapshot": HistoryKind.SNAPSHOT,
    "note": HistoryKind.NOTE,
}
"""By the event of a transcript's line."""
_OWN = frozenset({"id", "prompt_id", "ref", "commit", "kind", "status", "decision", "by", "via", "outcome"})
"""What Branchline wrote itself: no secret is in it."""
_PROMPTS = frozenset(each.value for each in WaitReason)


@attrs.frozen
class Entry:
    session_id: str
    at: float
    """Seconds since the epoch."""
    kind: HistoryKind
    event: str
    fields: Mapping[str, Any]
    """As they stand in the transcript, whatever they are, but for secrets."""

    def text(self, name: str) -> str:
        """ "" for what is no text."""
        value = self.fields.get(name)
        return value if isinstance(value, str) else ""

    def number(self, name: str) -> int | None:
        value = self.fields.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    @property
    def snapshot(self) -> int | None:
        """Its number."""
        number = self.text("ref").rpartition("/")[2]
        return int(number) if number.isdecimal() and number.isascii() and len(number) < 10 else None


def entry_of(session_id: str, line: Mapping[str, Any], most: int | None = None) -> Entry | None:
    """None for a line that is none, or of an event that is not known here. Of a text `most` characters; None: all."""
    event = line.get("event")
    kind = KINDS.get(event) if isinstance(event, str) else None
    at = seconds(line.get("at"))
    if kind is None or at is None:
        return None
    fields = {
        name: value if name in _OWN else without_secrets(value, most)
        for name, value in line.items()
        if name not in {"at", "event"}
    }
    return Entry(session_id, at, kind, str(event), fields)


def seconds(moment: object) -> float | None:
    """Of an ISO time, since the epoch; None for what is none."""
    try:
        found = datetime.fromisoformat(moment.replace("Z", "+00:00")) if isinstance(moment, str) else None
        return found.timestamp() if found and found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def says_something(entry: Entry) -> bool:
    """Of what an agent waits for, the prompt that follows says more."""
    return not (entry.event == "status" and entry.text("status") == "waiting" and entry.text("reason") in _PROMPTS)


def without_secrets(value: Any, most: int | None = None) -> Any:
    if isinstance(value, str):
        return hide_secrets(value[:most])
    if isinstance(value, list):
        return [without_secrets(each, most) for each in value]
    if isinstance(value, dict):
        return {name: without_secrets(each, most) for name, each in value.items()}
    return value
