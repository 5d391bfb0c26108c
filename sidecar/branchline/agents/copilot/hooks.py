"""Copilot CLI's hooks: which we install for a session, and what their events say. Measured with 1.0.102.

They come as a plugin's folder by `--plugin-dir`. Its events do not say their name, so the command does.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping

from branchline.agents.copilot.names import TOOLS
from branchline.agents.shared.hooks import asks, ends, requested, works
from branchline.core.model.agent import HookEvent
from branchline.core.model.screen import Claim
from branchline.core.reasons import TurnReason
from branchline.core.screen.observations import trouble

FOLDER = "copilot-plugin"
_EVENTS = ("userPromptSubmitted", "permissionRequest", "postToolUse", "agentStop", "errorOccurred")
_TIMEOUT = 10
"""Seconds."""
_USUAL = {"mode": "sync"}
"""What a command is given besides that changes nothing."""
_WHICH_SHELL = frozenset({"shellId", "sessionId"})
"""Each command starts in the session's folder, in whichever of its shells."""


def plugin(command: tuple[str, ...]) -> dict[str, str]:
    """The plugin's files, by path within the session's folder."""
    manifest = {"name": "branchline", "version": "1.0.0", "description": "Session status", "hooks": "hooks.json"}
    hooks = {
        event: [{"type": "command", "bash": shlex.join((*command, event)), "timeoutSec": _TIMEOUT}] for event in _EVENTS
    }
    return {
        f"{FOLDER}/plugin.json": json.dumps(manifest),
        f"{FOLDER}/hooks.json": json.dumps({"version": 1, "hooks": hooks}),
    }


def reply(yes: bool, why: str) -> str:
    """What Copilot CLI reads as the answer to its permissionRequest."""
    return json.dumps({"behavior": "allow"} if yes else {"behavior": "deny", "message": why})


def claim(event: HookEvent, now: float) -> Claim | None:
    match event.name:
        case "userPromptSubmitted" | "postToolUse":
            return works(event, now)
        case "permissionRequest":
            tool, given = event.payload.get("toolName"), event.payload.get("toolInput")
            cwd = event.payload.get("cwd")
            given = dict(given) if isinstance(given, Mapping) else {}
            given = {key: value for key, value in given.items() if _USUAL.get(key) != value and key not in _WHICH_SHELL}
            prompt = requested(
                tool if isinstance(tool, str) else None, given, TOOLS, cwd if isinstance(cwd, str) and cwd else None
            )
            return asks(event, now, prompt)
        case "agentStop":
            return ends(event, now)
        case "errorOccurred":
            return ends(event, now, trouble(str(event.payload.get("error", ""))) or TurnReason.API_ERROR)
    return None
