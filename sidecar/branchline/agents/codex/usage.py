"""What Codex used: its conversation's file has the tokens after each answer, of that and of all, and the limits of the
account. Measured with 0.169.0. It tells no cost. `input_tokens` has the cached ones in it. A subagent has its own
conversation, which counts from nothing, whatever it was given of the other one to begin with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from branchline.agents.codex import conversations
from branchline.agents.shared.agent import ConversationRequest
from branchline.agents.shared.usage import FromFiles, UsageRequest, inside, moment, number, tokens, window
from branchline.core.model.usage import Entry, Windows

_MOST = 20
"""Files of one conversation: one for each day on which it was resumed, at most."""
_MOST_OTHERS = 500
"""Files that began later and may be of its subagents."""


def _find(request: UsageRequest) -> Iterator[Path]:
    home = request.home("CODEX_HOME", ".codex")
    conversation = request.id
    if conversation is None:
        found = conversations.latest(ConversationRequest(request.environment, request.folder, request.since))
        conversation = found.id if found else None
    if conversation is not None and UsageRequest({}, "", 0.0, conversation).id:
        own = sorted(Path(home, "sessions").glob(f"*/*/*/rollout-*-{conversation}.jsonl"))[-_MOST:]
        yield from own
        if own:
            yield from _subagents(conversation, own[0])


def _subagents(conversation: str, first: Path) -> Iterator[Path]:
    """Those of subagents, and of theirs. Folders and names are in the order of time."""
    known = {conversation}
    days = sorted(day for day in first.parents[3].glob("*/*/*") if day >= first.parent)
    later = [path for day in days for path in sorted(day.glob("rollout-*.jsonl")) if path > first]
    for path in later[-_MOST_OTHERS:]:
        began = conversations.began(path)
        if began is not None and not known.isdisjoint(began.under):
            known.add(began.id)
            yield path


def _whose(path: Path) -> str:
    return path.stem[-36:]


def _read(line: Mapping[str, Any]) -> Iterator[Entry | Windows]:
    payload, at = line.get("payload"), moment(line.get("timestamp"))
    if line.get("type") != "event_msg" or at is None or inside(payload, "type") != "token_count":
        return
    last, so_far = inside(payload, "info", "last_token_usage"), inside(payload, "info", "total_token_usage")
    found = tokens(inside(last, "input_tokens"), inside(last, "output_tokens"), inside(last, "cached_input_tokens"))
    # It is told again when only the limits altered.
    counts = tuple(inside(so_far, key) for key in ("input_tokens", "output_tokens", "total_tokens"))
    if found is not None and all(type(each) is int for each in counts):
        yield Entry(" ".join(map(str, counts)), at, found)
    limits = inside(payload, "rate_limits")
    if isinstance(limits, Mapping):
        windows = [_window(label, limits.get(label), at) for label in ("primary", "secondary")]
        yield Windows(at, tuple(each for each in windows if each is not None))


def _window(label: str, told: Any, at: float) -> Any:
    resets_at = inside(told, "resets_at")
    seconds = number(inside(told, "resets_in_seconds"), 1e9)
    if resets_at is None and seconds is not None:
        resets_at = at + seconds
    return window(label, inside(told, "used_percent"), inside(told, "window_minutes"), resets_at)


USAGE = FromFiles(_find, (b'"token_count"',), _read, _whose)
