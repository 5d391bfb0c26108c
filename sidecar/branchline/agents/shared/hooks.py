"""What agents' hooks tell, in the form that Claude Code made and others took over. Measured with Claude Code 2.1.329,
Gemini CLI 0.61.0, Qwen Code 0.24.4 and Copilot CLI 1.0.102.

Hooks are installed for one session, by an argument or a variable; no file of the user's is touched. A permission
request comes some 20 to 100 ms before its dialog is on the screen. There are gaps: none fires after a rejection by
Escape, before start-up dialogs, or while an API error is retried; so the screen has the last word (`core.fusion`).
"""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Iterable, Mapping
from typing import Any

from branchline.core.model.agent import HookEvent
from branchline.core.model.prompt import Prompt, WaitReason
from branchline.core.model.screen import Claim, Observation
from branchline.core.model.status import Status
from branchline.core.policy.tools import ToolKind
from branchline.core.reasons import TurnReason
from branchline.core.screen.observations import trouble
from branchline.core.screen.prompts import asking

EVENTS = (
    "SessionStart",
    "UserPromptSubmit",
    "PermissionRequest",
    "PostToolUse",
    "PostToolUseFailure",
    "Stop",
    "StopFailure",
    "SubagentStart",
    "SubagentStop",
)
SLOW_TOOLS = "Bash|Task|Agent|WebFetch|WebSearch|mcp__.*"
"""Of those that begin it is told, as a pattern of Claude Code's: of the others nobody could see that they are in use.
"""
_WHAT = ("command", "cmd")
_WHERE = ("file_path", "notebook_path", "absolute_path", "filePath", "path", "paths")
_FOLDER = ("workdir", "directory", "dir_path", "cwd")
"""Where a command is to run, if not where the agent is."""
_SAID = frozenset((*_WHAT, *_WHERE, *_FOLDER, "url", "description", "justification", "timeout"))


def settings(events: Iterable[str], command: tuple[str, ...], timeout: int, tools: str = "") -> str:
    """The settings that make each event run the command. `timeout` is in the agent's own unit. `tools`: when such a one
    begins, too, which the agent does not wait for."""
    hook = {"name": "branchline", "type": "command", "command": shlex.join(command), "timeout": timeout}
    found: dict[str, object] = {event: [{"hooks": [hook]}] for event in events}
    if tools:
        found["PreToolUse"] = [{"matcher": tools, "hooks": [{**hook, "async": True}]}]
    return json.dumps({"hooks": found})


def claim(event: HookEvent, now: float, tools: Mapping[str, ToolKind]) -> Claim | None:
    """What an event in Claude Code's form says, of an agent with these tools."""
    match event.name:
        case "UserPromptSubmit" | "PostToolUse" | "PostToolUseFailure":
            return works(event, now)
        case "PermissionRequest":
            tool, given = _text(event.payload, "tool_name"), event.payload.get("tool_input")
            given = given if isinstance(given, Mapping) else {}
            return asks(event, now, requested(tool, given, tools, _text(event.payload, "cwd")))
        case "Stop":
            return ends(event, now)
        case "StopFailure":
            return ends(event, now, trouble(str(event.payload.get("error", ""))) or TurnReason.API_ERROR)
    return None


def works(event: HookEvent, now: float, *, begins: Prompt | None = None, is_over: bool = False) -> Claim:
    return Claim(Observation(Status.WORKING, f"hook: {event.name}"), now, begins=begins, is_over=is_over)


def asks(event: HookEvent, now: float, prompt: Prompt) -> Claim:
    said = Observation(Status.WAITING, f"hook: {event.name}", reason=prompt.kind.value, prompt=prompt)
    return Claim(said, now)


def ends(event: HookEvent, now: float, reason: TurnReason | None = None) -> Claim:
    word = reason.value if reason else None
    return Claim(Observation(Status.READY, f"hook: {event.name}", reason=word), now, is_end=True)


def requested(
    tool: str | None, given: Mapping[str, Any], tools: Mapping[str, ToolKind], cwd: str | None = None
) -> Prompt:
    """What a tool asks for, in full. The options are for the screen to say. `cwd` is where the agent is."""
    description = _text(given, "description")
    command = next((text for key in _WHAT if (text := _text(given, key))), None)
    named = next((text for key in _FOLDER if (text := _text(given, key))), None)
    return asking(
        WaitReason.QUESTION if tool and tools.get(tool) is ToolKind.PERSONAL else WaitReason.APPROVAL,
        description or f"{tool or 'A tool'} asks for permission",
        text=description or "",
        tool=tool,
        command=command,
        paths=_paths(given, is_command=command is not None),
        url=_text(given, "url"),
        complete=command is None or all(key in _SAID or _says_nothing(value) for key, value in given.items()),
        folder=os.path.join(cwd, named) if cwd and named else cwd or named,
    )


def reply(yes: bool, why: str) -> str:
    """What Claude Code and Qwen Code read as the answer to their PermissionRequest."""
    decision = {"behavior": "allow"} if yes else {"behavior": "deny", "message": why}
    return json.dumps({"hookSpecificOutput": {"hookEventName": "PermissionRequest", "decision": decision}})


def _paths(given: Mapping[str, Any], *, is_command: bool) -> list[str]:
    """What names a file by its key, and any pattern that leads out of the folder; not where a command runs."""
    found: list[str] = []
    for key, value in given.items():
        for each in value if isinstance(value, list) else [value]:
            if not isinstance(each, str) or not each:
                continue
            leads_out = each.startswith(("/", "~")) or ".." in each.split("/")
            if key in _WHERE or (leads_out and key in _PATTERNS and not is_command):
                found.append(each)
    return list(dict.fromkeys(found))


_PATTERNS = frozenset({"pattern", "glob", "include", "exclude", "glob_pattern", "dir_path", "directory", "query"})


def _says_nothing(value: object) -> bool:
    """Something else that a command is given: a figure, or a switch that is off."""
    return value is None or value is False or (isinstance(value, (int, float)) and not isinstance(value, bool))


def _text(fields: Mapping[str, Any], name: str) -> str | None:
    value = fields.get(name)
    return value if isinstance(value, str) and value else None
