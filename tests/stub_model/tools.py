"""From our calls to the tools that agents offer, or to a text for the one that offers none."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs

from stub_model.script import Call, Tool, smallest

Arguments = Mapping[str, str]
Build = Callable[[Arguments, Callable[[str], str]], dict[str, Any]]
"""(our arguments, path -> absolute path) -> the tool's arguments."""


@attrs.frozen
class ToolCall:
    """`arguments` is a JSON object's text, or free text for a tool that takes that."""

    name: str
    arguments: str
    free_text: bool = False
    namespace: str = ""


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


def _shell(arguments: Arguments, _: Callable[[str], str]) -> dict[str, Any]:
    return {"command": arguments["command"], "description": arguments["description"]}


def _read(arguments: Arguments, full: Callable[[str], str]) -> dict[str, Any]:
    return dict.fromkeys(("file_path", "filePath", "path"), full(arguments["path"]))


def _write(arguments: Arguments, full: Callable[[str], str]) -> dict[str, Any]:
    return _read(arguments, full) | dict.fromkeys(("content", "file_text"), arguments["content"])


def _edit(arguments: Arguments, full: Callable[[str], str]) -> dict[str, Any]:
    old = dict.fromkeys(("old_string", "oldString", "old_str"), arguments["old"])
    new = dict.fromkeys(("new_string", "newString", "new_str"), arguments["new"])
    return _read(arguments, full) | old | new


def _serve(arguments: Arguments, full: Callable[[str], str]) -> dict[str, Any]:
    return {**_shell(arguments, full), "run_in_background": True, "is_background": True}


def _delegate(arguments: Arguments, _: Callable[[str], str]) -> dict[str, Any]:
    texts = dict.fromkeys(("prompt", "message"), arguments["text"])
    return {**texts, "description": arguments["description"], "subagent_type": "general-purpose"}


KNOWN: Mapping[str, Sequence[tuple[str, Build]]] = {
    "shell": [
        *((name, _shell) for name in ("Bash", "bash", "run_shell_command")),
        (
            "exec_command",  # Codex asks only for what is to run outside its sandbox
            lambda a, _: {
                "cmd": a["command"],
                "sandbox_permissions": "require_escalated",
                "justification": f"Allow this command: {a['description']}?",
                **({"workdir": a["folder"]} if "folder" in a else {}),
            },
        ),
    ],
    "serve": [
        *((name, _serve) for name in ("Bash", "run_shell_command")),
        (
            "exec_command",  # Codex waits for so many milliseconds, and lets it run on
            lambda a, _: {
                "cmd": a["command"],
                "yield_time_ms": 500,
                "sandbox_permissions": "require_escalated",
                "justification": f"Allow this command: {a['description']}?",
            },
        ),
    ],
    "delegate": [(name, _delegate) for name in ("Task", "Agent", "agent", "task", "spawn_agent")],
    "read": [
        *((name, _read) for name in ("Read", "read", "read_file", "view")),
        ("exec_command", _command("cat {path}")),
    ],
    "write": [
        *((name, _write) for name in ("Write", "write", "write_file", "create")),
        ("apply_patch", lambda a, _: {"input": _added(a)}),
        ("exec_command", lambda a, _: {"cmd": f"apply_patch <<'PATCH'\n{_added(a)}PATCH"}),
    ],
    "edit": [
        *((name, _edit) for name in ("Edit", "edit", "replace")),
        ("apply_patch", lambda a, _: {"input": _updated(a)}),
        ("exec_command", lambda a, _: {"cmd": f"apply_patch <<'PATCH'\n{_updated(a)}PATCH"}),
    ],
}
"""The tools that do it, by name. An argument is under each name that some agent has for it: the schema chooses."""


def tool_call(call: Call, offered: Sequence[Tool], folder: str) -> ToolCall | None:
    """The call for the first known tool that the agent offers; None if it offers none."""
    by_name = {tool.name: tool for tool in offered}
    for name, build in KNOWN[call.kind]:
        tool = by_name.get(name)
        if tool is None:
            continue
        arguments = build(call.arguments, lambda path: os.path.join(folder, path))
        if tool.schema is None:
            return ToolCall(name, str(arguments["input"]), free_text=True)
        fields = tool.schema.get("properties") or {}
        fitting = {key: value for key, value in arguments.items() if not fields or key in fields}
        for key in tool.schema.get("required", ()):
            fitting.setdefault(key, smallest(fields.get(key, {})))
        return ToolCall(name, json.dumps(fitting), namespace=tool.namespace)
    return None


def as_text(call: Call) -> str:
    """The call in a reply's text, as aider wants it."""
    arguments = call.arguments
    if call.kind == "shell":
        return f"```bash\n{arguments['command']}\n```\n"
    old = f"{arguments['old']}\n" if call.kind == "edit" else ""
    new = arguments["new"] if call.kind == "edit" else arguments["content"].rstrip("\n")
    return f"{arguments['path']}\n```\n<<<<<<< SEARCH\n{old}=======\n{new}\n>>>>>>> REPLACE\n```\n"
