"""Copilot CLI's hooks: which we install for a session, and what their events say. Measured with 1.0.102.

They come as a plugin's folder by `--plugin-dir`. Its events do not say their name, so the command does.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping

from branchline.agents.hooks import asks, ends, requested, works
from branchline.core.detection import trouble
from branchline.core.model import Claim, HookEvent

FOLDER = "copilot-plugin"
_EVENTS = ("userPromptSubmitted", "permissionRequest", "postToolUse", "agentStop", "errorOccurred")
_TIMEOUT = 10
"""Seconds."""


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


def claim(event: HookEvent, now: float) -> Claim | None:
    match event.name:
        case "userPromptSubmitted" | "postToolUse":
            return works(event, now)
        case "permissionRequest":
            tool, given = event.payload.get("toolName"), event.payload.get("toolInput")
            prompt = requested(tool if isinstance(tool, str) else None, given if isinstance(given, Mapping) else {})
            return asks(event, now, prompt)
        case "agentStop":
            return ends(event, now)
        case "errorOccurred":
            return ends(event, now, trouble(str(event.payload.get("error", ""))) or "api error")
    return None
