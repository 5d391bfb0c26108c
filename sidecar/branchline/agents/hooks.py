"""What agents' hooks tell, in the form that Claude Code made and others took over. Measured with Claude Code 2.1.329,
Gemini CLI 0.61.0, Qwen Code 0.24.4 and Copilot CLI 1.0.102.

Hooks are installed for one session, by an argument or a variable; no file of the user's is touched. A permission
request comes some 20 to 100 ms before its dialog is on the screen. There are gaps: none fires after a rejection by
Escape, before start-up dialogs, or while an API error is retried; so the screen has the last word (`core.fusion`).
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Mapping
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
_QUESTIONS = frozenset({"AskUserQuestion", "ExitPlanMode", "ask_user_question", "ask_user", "exit_plan_mode"})
_WHAT = ("command", "cmd")
_WHERE = ("file_path", "notebook_path", "absolute_path", "filePath", "path")


def settings(events: Iterable[str], command: tuple[str, ...], timeout: int) -> str:
    """The settings that make each event run the command. `timeout` is in the agent's own unit."""
    hook = {"name": "branchline", "type": "command", "command": shlex.join(command), "timeout": timeout}
    return json.dumps({"hooks": {event: [{"hooks": [hook]}] for event in events}})


def claim(event: HookEvent, now: float) -> Claim | None:
    """What an event of Claude Code's or Qwen Code's says."""
    match event.name:
        case "UserPromptSubmit" | "PostToolUse" | "PostToolUseFailure":
            return works(event, now)
        case "PermissionRequest":
            tool, given = _text(event.payload, "tool_name"), event.payload.get("tool_input")
            return asks(event, now, requested(tool, given if isinstance(given, Mapping) else {}))
        case "Stop":
            return ends(event, now)
        case "StopFailure":
            return ends(event, now, trouble(str(event.payload.get("error", ""))) or "api error")
    return None


def works(event: HookEvent, now: float) -> Claim:
    return Claim(Observation(Status.WORKING, f"hook: {event.name}"), now)


def asks(event: HookEvent, now: float, prompt: Prompt) -> Claim:
    said = Observation(Status.WAITING, f"hook: {event.name}", reason=prompt.kind.value, prompt=prompt)
    return Claim(said, now)


def ends(event: HookEvent, now: float, reason: str | None = None) -> Claim:
    return Claim(Observation(Status.READY, f"hook: {event.name}", reason=reason), now, is_end=True)


def requested(tool: str | None, given: Mapping[str, Any]) -> Prompt:
    """What a tool asks for, in full. The options are for the screen to say."""
    description = _text(given, "description")
    return asking(
        WaitReason.QUESTION if tool in _QUESTIONS else WaitReason.APPROVAL,
        description or f"{tool or 'A tool'} asks for permission",
        text=description or "",
        tool=tool,
        command=next((text for key in _WHAT if (text := _text(given, key))), None),
        paths=[path for key in _WHERE if (path := _text(given, key))][:1],
        url=_text(given, "url"),
    )


def _text(fields: Mapping[str, Any], name: str) -> str | None:
    value = fields.get(name)
    return value if isinstance(value, str) and value else None
