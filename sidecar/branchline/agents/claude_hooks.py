"""Claude Code's hooks: which we install for a session, and what their events say. Measured with 2.1.329.

They come by `--settings`, which is merged with the user's own; no file of theirs is touched. A permission request
comes some 30 ms before its dialog is on the screen. Gaps: none fires after a rejection by Escape, before start-up
dialogs, and while an API error is retried; so the screen has the last word (`core.fusion`).
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from typing import Any

from branchline.core.detection import trouble
from branchline.core.model import Claim, HookEvent, Observation, Prompt, Status, WaitReason
from branchline.core.prompts import asking

EVENTS = (
    "SessionStart",
    "UserPromptSubmit",
    "PermissionRequest",
    "PostToolUse",
    "PostToolUseFailure",
    "Stop",
    "StopFailure",
)
_TIMEOUT = 10
"""Seconds that Claude Code gives a hook."""
_QUESTIONS = frozenset({"AskUserQuestion", "ExitPlanMode"})


def settings(command: tuple[str, ...]) -> str:
    """The value of `--settings` that makes each of our events run the command."""
    hook = {"type": "command", "command": shlex.join(command), "timeout": _TIMEOUT}
    return json.dumps({"hooks": {event: [{"hooks": [hook]}] for event in EVENTS}})


def claim(event: HookEvent, now: float) -> Claim | None:
    match event.name:
        case "UserPromptSubmit" | "PostToolUse" | "PostToolUseFailure":
            return Claim(Observation(Status.WORKING, f"hook: {event.name}"), now)
        case "PermissionRequest":
            prompt = requested(event.payload)
            rule = "hook: PermissionRequest"
            return Claim(Observation(Status.WAITING, rule, reason=prompt.kind.value, prompt=prompt), now)
        case "Stop":
            return Claim(Observation(Status.READY, "hook: Stop"), now, is_end=True)
        case "StopFailure":
            reason = trouble(str(event.payload.get("error", ""))) or "api error"
            return Claim(Observation(Status.READY, "hook: StopFailure", reason=reason), now, is_end=True)
    return None


def requested(payload: Mapping[str, Any]) -> Prompt:
    """What is asked, in full. The options are for the screen to say."""
    tool, given = _text(payload, "tool_name"), payload.get("tool_input")
    given = given if isinstance(given, Mapping) else {}
    paths = [path for key in ("file_path", "notebook_path", "path") if (path := _text(given, key))]
    kind = WaitReason.QUESTION if tool in _QUESTIONS else WaitReason.APPROVAL
    return asking(
        kind,
        _text(given, "description") or f"{tool or 'A tool'} asks for permission",
        text=_text(given, "description") or "",
        tool=tool,
        command=_text(given, "command"),
        paths=paths,
        url=_text(given, "url"),
    )


def _text(fields: Mapping[str, Any], name: str) -> str | None:
    value = fields.get(name)
    return value if isinstance(value, str) and value else None
