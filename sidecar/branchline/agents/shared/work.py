"""What agents' hooks tell of what they run, in the form that Claude Code made and others took over. Measured with
Claude Code 2.1.329: its Stop lists what goes on in the background, with the ids that SubagentStart told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from branchline.core.model.agent import HookEvent
from branchline.core.model.work_told import (
    CommandLasts,
    Item,
    ItemTold,
    ListTold,
    SubagentBegan,
    SubagentEnded,
    SubagentLasts,
    SubagentsLeft,
    ToolBegan,
    ToolEnded,
    WorkTold,
)

_LISTS = {"TodoWrite": "todos", "todo_write": "todos", "write_todos": "todos", "update_plan": "plan"}
"""Tools that are given the whole list, with its field."""
_TEXTS = ("activeForm", "content", "step", "description")
_ENDS = frozenset({"completed", "cancelled"})
_SUBAGENTS = frozenset({"Task", "Agent"})


def told(event: HookEvent) -> Sequence[WorkTold]:
    """Of an event in Claude Code's form."""
    fields = event.payload
    match event.name:
        case "SubagentStart":
            name = text(fields, "agent_id")
            return [SubagentBegan(name, text(fields, "agent_type"))] if name else []
        case "SubagentStop":
            name = text(fields, "agent_id")
            return [SubagentEnded(name)] if name else []
        case "PreToolUse" if not fields.get("agent_id"):
            return [ToolBegan(text(fields, "tool_name"), text(fields, "tool_use_id"))]
        case "PostToolUse" | "PostToolUseFailure":
            used = used_tool(text(fields, "tool_name"), _fields(fields, "tool_input"), _fields(fields, "tool_response"))
            return [ToolEnded(text(fields, "tool_name"), text(fields, "tool_use_id")), *used]
        case "Stop" if isinstance(left := fields.get("background_tasks"), list):
            return _left(left)
    return []


def used_tool(tool: str, given: Mapping[str, Any], result: Mapping[str, Any]) -> list[WorkTold]:
    """What a tool says that was used."""
    if tool in _LISTS:
        listed = given.get(_LISTS[tool])
        every = [_item(each) for each in listed if isinstance(each, Mapping)] if isinstance(listed, list) else None
        return [] if every is None else [ListTold(tuple(every))]
    if tool == "TaskCreate":
        task = _fields(result, "task")
        name = text(task, "id") or text(result, "taskId")
        return [ItemTold(name, text(given, "subject") or text(task, "subject"), False, False)] if name else []
    if tool == "TaskUpdate":
        return _updated(given)
    if tool in _SUBAGENTS and text(result, "agentId") and text(result, "status") == "async_launched":
        return [SubagentLasts(text(result, "agentId"), text(given, "description"))]
    command = text(given, "command")
    if command and (given.get("run_in_background") is True or given.get("is_background") is True):
        return [CommandLasts(command, text(given, "description"))]
    return []


def text(fields: Mapping[str, Any], name: str) -> str:
    """ "" where it is none."""
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def _left(left: list[Any]) -> list[WorkTold]:
    tasks = [each for each in left if isinstance(each, Mapping)]
    subagents = [each for each in tasks if text(each, "type") == "subagent" and text(each, "id")]
    commands = [each for each in tasks if text(each, "type") == "shell" and text(each, "command")]
    lasts = [SubagentLasts(text(each, "id"), text(each, "description")) for each in subagents]
    runs = [CommandLasts(text(each, "command").partition("… [+")[0], text(each, "description")) for each in commands]
    return [*lasts, SubagentsLeft(tuple(text(each, "id") for each in subagents)), *runs]


def _updated(given: Mapping[str, Any]) -> list[WorkTold]:
    name, status = text(given, "taskId"), text(given, "status")
    if not name:
        return []
    is_told = bool(status)
    said = ItemTold(
        name,
        text(given, "activeForm") or text(given, "subject") or None,
        is_done=status in _ENDS if is_told else None,
        is_doing=status == "in_progress" if is_told else None,
        is_gone=status == "deleted",
    )
    return [said]


def _item(each: Mapping[str, Any]) -> Item:
    words = next((found for key in _TEXTS if (found := text(each, key))), "")
    status = text(each, "status")
    return Item(words, status in _ENDS, status == "in_progress")


def _fields(fields: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = fields.get(name)
    return value if isinstance(value, Mapping) else {}
