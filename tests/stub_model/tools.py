"""From our calls to the tools that agents offer: Claude Code's, opencode's and Codex's."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs

from stub_model.script import Call, Tool, smallest

Arguments = Mapping[str, str]
Build = Callable[[Arguments, Callable[[str], str]], dict[str, Any]]
"""(our arguments, relative path -> absolute path) -> the tool's arguments."""


@attrs.frozen
class ToolCall:
    """`arguments` is a JSON object's text, or free text for a tool that takes that."""

    name: str
    arguments: str
    free_text: bool = False


def _patch(change: str) -> str:
    return f"*** Begin Patch\n{change}*** End Patch\n"


def _added(arguments: Arguments) -> str:
    lines = "".join(f"+{line}\n" for line in arguments["content"].splitlines())
    return _patch(f"*** Add File: {arguments['path']}\n{lines}")


def _updated(arguments: Arguments) -> str:
    lines = f"-{arguments['old']}\n+{arguments['new']}\n"
    return _patch(f"*** Update File: {arguments['path']}\n@@\n{lines}")


def _command(command: str) -> Build:
    return lambda arguments, _: {"cmd": command.format(**arguments)}


KNOWN: Mapping[str, Sequence[tuple[str, Build]]] = {
    "shell": [
        ("Bash", lambda a, _: {"command": a["command"], "description": a["description"]}),
        ("bash", lambda a, _: {"command": a["command"], "description": a["description"]}),
        (
            "exec_command",  # Codex asks only for what is to run outside its sandbox
            lambda a, _: {
                "cmd": a["command"],
                "sandbox_permissions": "require_escalated",
                "justification": f"Allow this command: {a['description']}?",
            },
        ),
    ],
    "read": [
        ("Read", lambda a, full: {"file_path": full(a["path"])}),
        ("read", lambda a, full: {"filePath": full(a["path"])}),
        ("exec_command", _command("cat {path}")),
    ],
    "write": [
        ("Write", lambda a, full: {"file_path": full(a["path"]), "content": a["content"]}),
        ("write", lambda a, full: {"filePath": full(a["path"]), "content": a["content"]}),
        ("apply_patch", lambda a, _: {"input": _added(a)}),
        ("exec_command", lambda a, _: {"cmd": f"apply_patch <<'PATCH'\n{_added(a)}PATCH"}),
    ],
    "edit": [
        ("Edit", lambda a, full: {"file_path": full(a["path"]), "old_string": a["old"], "new_string": a["new"]}),
        ("edit", lambda a, full: {"filePath": full(a["path"]), "oldString": a["old"], "newString": a["new"]}),
        ("apply_patch", lambda a, _: {"input": _updated(a)}),
        ("exec_command", lambda a, _: {"cmd": f"apply_patch <<'PATCH'\n{_updated(a)}PATCH"}),
    ],
}


def tool_call(call: Call, offered: Sequence[Tool], folder: str) -> ToolCall | None:
    """The call for the first known tool that the agent offers; None if it offers none."""
    by_name = {tool.name: tool for tool in offered}
    for name, build in KNOWN[call.kind]:
        tool = by_name.get(name)
        if tool is None:
            continue
        arguments = build(call.arguments, lambda path: f"{folder}/{path}" if folder else path)
        if tool.schema is None:
            return ToolCall(name, str(arguments["input"]), free_text=True)
        fields = tool.schema.get("properties") or {}
        fitting = {key: value for key, value in arguments.items() if not fields or key in fields}
        for key in tool.schema.get("required", ()):
            fitting.setdefault(key, smallest(fields.get(key, {})))
        return ToolCall(name, json.dumps(fitting))
    return None
