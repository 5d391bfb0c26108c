"""Gemini CLI's hooks: which we install for a session, and what their events say. Measured with 0.61.0.

They come as a file of system defaults, which the user's own settings are merged over. Gemini CLI refuses one where
others can write to a folder above it, and says so on its screen. A tool's permission comes as a notification some 70 ms
before the dialog, which says nothing of the folder; but what a tool is given is told before that. A hook can refuse a
tool, and cannot allow any.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from branchline.agents.gemini.names import TOOLS
from branchline.agents.shared import work as shared_work
from branchline.agents.shared.hooks import asks, ends, requested, settings, works
from branchline.core.model.agent import HookEvent
from branchline.core.model.prompt import Prompt
from branchline.core.model.screen import Claim
from branchline.core.model.work_told import ToolBegan, ToolEnded, WorkTold

DEFAULTS = "GEMINI_CLI_SYSTEM_DEFAULTS_PATH"
SYSTEM_FILES = (
    "/etc/gemini-cli/system-defaults.json",
    "/Library/Application Support/GeminiCli/system-defaults.json",
)
FILE = "gemini-defaults.json"
_EVENTS = ("SessionStart", "BeforeAgent", "AfterAgent", "BeforeTool", "AfterTool", "Notification")
_TIMEOUT = 10_000
"""Milliseconds."""
_ABOUT = frozenset({"type", "title", "rootCommand", "rootCommands", "commands"})
"""What only says it in other words."""
_BY_TYPE = {"exec": "run_shell_command", "edit": "write_file"}


def defaults(command: tuple[str, ...]) -> str:
    """What the file holds."""
    return settings(_EVENTS, command, _TIMEOUT)


def refuse(why: str) -> str:
    """What it reads after BeforeTool so that the tool is not run."""
    return json.dumps({"decision": "deny", "reason": why})


def claim(event: HookEvent, now: float) -> Claim | None:
    match event.name:
        case "BeforeAgent":
            return works(event, now)
        case "BeforeTool":
            return works(event, now, begins=_begins(event.payload))
        case "AfterTool":
            return works(event, now, is_over=True)
        case "AfterAgent":
            return ends(event, now)
    details = event.payload.get("details")
    if event.payload.get("notification_type") == "ToolPermission" and isinstance(details, Mapping):
        kind = details.get("type")
        given = {key: value for key, value in details.items() if key not in _ABOUT}
        return asks(event, now, requested(_BY_TYPE.get(kind) if isinstance(kind, str) else None, given, TOOLS))
    return None


def work(event: HookEvent) -> Sequence[WorkTold]:
    tool = shared_work.text(event.payload, "tool_name")
    given = event.payload.get("tool_input")
    match event.name:
        case "BeforeTool" if tool:
            return [ToolBegan(tool)]
        case "AfterTool" if tool:
            return [ToolEnded(tool), *shared_work.used_tool(tool, given if isinstance(given, Mapping) else {}, {})]
    return []


def _begins(payload: Mapping[str, Any]) -> Prompt | None:
    tool, given, cwd = (payload.get(name) for name in ("tool_name", "tool_input", "cwd"))
    if not isinstance(tool, str) or not isinstance(given, Mapping):
        return None
    return requested(tool, given, TOOLS, cwd if isinstance(cwd, str) and cwd else None)
