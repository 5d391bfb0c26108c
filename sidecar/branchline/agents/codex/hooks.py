"""Codex's hooks: which we install for a session, and what their events say. Measured with 0.169.0.

They come as `-c` arguments, beside the user's own. Codex runs a hook only with the user's trust, or with the hash of
what it runs among the arguments: so just ours are trusted, and no file of the user's is touched. Where the hash does
not fit, as it may with another version, it asks at the start whether to trust them.

It runs a command in the folder that the model names, which its dialog does not show; a permission request has it as
`cwd`. For a patch it is the session's folder whatever the model named: what its paths are relative to, only the dialog
tells. Requests made at once are told all before the first of their dialogs.
"""

from __future__ import annotations

import hashlib
import json
import shlex
from collections.abc import Sequence

import attrs

from branchline.agents.codex.names import TOOLS
from branchline.agents.shared import hooks
from branchline.agents.shared import work as shared_work
from branchline.core.model.agent import HookEvent
from branchline.core.model.prompt import WaitReason
from branchline.core.model.screen import Claim
from branchline.core.model.work_told import SubagentBegan, WorkTold
from branchline.core.screen.prompts import asking

_EVENTS = {
    "UserPromptSubmit": "user_prompt_submit",
    "PermissionRequest": "permission_request",
    "PostToolUse": "post_tool_use",
    "Stop": "stop",
    "SubagentStart": "subagent_start",
    "SubagentStop": "subagent_stop",
}
"""With Codex's other name for it, by which it is trusted."""
_SOURCE = "/<session-flags>/config.toml"
"""What Codex calls the file that arguments would stand in."""
_TIMEOUT = 10
"""Seconds."""
_AS_SHOWN = {"Bash": "shell"}
"""As its dialogs are told."""


def arguments(command: tuple[str, ...]) -> list[str]:
    hook = {"type": "command", "command": shlex.join(command), "timeout": _TIMEOUT, "async": False}
    found, trusted = list[str](), list[str]()
    for event, label in _EVENTS.items():
        identity = json.dumps(
            {"event_name": label, "hooks": [hook]}, sort_keys=True, separators=(",", ":"), ensure_ascii=False
        )
        digest = hashlib.sha256(identity.encode(errors="surrogateescape")).hexdigest()
        found += ["-c", f"hooks.{event}=[{{hooks=[{_table(hook)}]}}]"]
        trusted.append(f'{_value(f"{_SOURCE}:{label}:0:0")}={{trusted_hash="sha256:{digest}"}}')
    return [*found, "-c", f"hooks.state={{{','.join(trusted)}}}"]


def claim(event: HookEvent, now: float) -> Claim | None:
    said = hooks.claim(event, now, TOOLS)
    asked = said.observation.prompt if said else None
    if said is None or asked is None:
        return said
    if asked.tool == "apply_patch":
        return hooks.asks(event, now, asking(WaitReason.APPROVAL, asked.title, tool=asked.tool, complete=False))
    return hooks.asks(event, now, attrs.evolve(asked, tool=_AS_SHOWN.get(asked.tool or "", asked.tool)))


def work(event: HookEvent) -> Sequence[WorkTold]:
    """What goes on when a turn is over does so whatever its Stop says, which lists nothing."""
    said = shared_work.told(event)
    return [attrs.evolve(each, lasts=True) if isinstance(each, SubagentBegan) else each for each in said]


def _table(fields: dict[str, object]) -> str:
    return "{" + ",".join(f"{key}={_value(value)}" for key, value in fields.items()) + "}"


def _value(value: object) -> str:
    """In TOML, which writes all that is used here as JSON does."""
    return json.dumps(value, ensure_ascii=False)
