"""What hooks tell of what an agent runs, event by event, as Claude Code 2.1.329, Codex 0.169.0 and Gemini CLI 0.61.0
write them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from branchline.agents.claude.agent import AGENT as CLAUDE
from branchline.agents.codex.agent import AGENT as CODEX
from branchline.agents.gemini.agent import AGENT as GEMINI
from branchline.agents.qwen.agent import AGENT as QWEN
from branchline.agents.shared.agent import Agent, LaunchRequest
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


def told(name: str, agent: Agent = CLAUDE, **fields: Any) -> list[WorkTold]:
    assert agent.work is not None
    return list(agent.work(HookEvent(name, fields)))


def used(tool: str, agent: Agent = CLAUDE, result: Any = None, **given: Any) -> list[WorkTold]:
    _, *rest = told("PostToolUse", agent, tool_name=tool, tool_use_id="u", tool_input=given, tool_response=result)
    return rest


def test_subagents_begin_and_end() -> None:
    assert told("SubagentStart", agent_id="a", agent_type="Explore") == [SubagentBegan("a", "Explore")]
    assert told("SubagentStop", agent_id="a", agent_type="Explore") == [SubagentEnded("a")]
    assert told("SubagentStart", CODEX, agent_id="a", agent_type="worker") == [SubagentBegan("a", "worker", lasts=True)]
    assert told("SubagentStop", CODEX, agent_id="a") == [SubagentEnded("a")]


def test_a_tool_begins_and_ends() -> None:
    assert told("PreToolUse", tool_name="Bash", tool_use_id="u") == [ToolBegan("Bash", "u")]
    assert told("PreToolUse", tool_name="Bash", tool_use_id="u", agent_id="a") == [], "a subagent's"
    for event in ("PostToolUse", "PostToolUseFailure"):
        assert told(event, tool_name="Bash", tool_use_id="u", tool_input={}) == [ToolEnded("Bash", "u")]
    fields = {"tool_name": "run_shell_command", "tool_input": {"command": "make"}}
    assert told("BeforeTool", GEMINI, **fields) == [ToolBegan("run_shell_command")]
    assert told("AfterTool", GEMINI, **fields) == [ToolEnded("run_shell_command")]


def test_a_list_is_told_whole() -> None:
    todos = [
        {"content": "Read", "status": "completed", "activeForm": "Reading"},
        {"content": "Write", "status": "in_progress"},
        {"description": "Test", "status": "pending"},
    ]
    items = (Item("Reading", is_done=True), Item("Write", is_doing=True), Item("Test"))
    assert used("TodoWrite", todos=todos) == [ListTold(items)]
    assert used("todo_write", QWEN, todos=todos) == [ListTold(items)]
    assert told("AfterTool", GEMINI, tool_name="write_todos", tool_input={"todos": todos})[1:] == [ListTold(items)]
    plan = [{"step": "Read", "status": "completed"}, {"step": "Write", "status": "in_progress"}]
    found = ListTold((Item("Read", is_done=True), Item("Write", is_doing=True)))
    assert used("update_plan", CODEX, plan=plan, explanation="x") == [found]


def test_or_item_by_item() -> None:
    result = {"task": {"id": "3", "subject": "Read"}}
    assert used("TaskCreate", result=result, subject="Read") == [ItemTold("3", "Read", False, False)]
    assert used("TaskUpdate", taskId="3", status="in_progress") == [ItemTold("3", None, False, True)]
    assert used("TaskUpdate", taskId="3", status="completed") == [ItemTold("3", None, True, False)]
    assert used("TaskUpdate", taskId="3", status="deleted") == [ItemTold("3", None, False, False, is_gone=True)]
    assert used("TaskUpdate", taskId="3", subject="Other") == [ItemTold("3", "Other")]


def test_what_goes_on_without_it() -> None:
    lasts = CommandLasts("make serve", "Serve")
    assert used("Bash", command="make serve", description="Serve", run_in_background=True) == [lasts]
    assert used("run_shell_command", QWEN, command="make serve", is_background=True) == [CommandLasts("make serve")]
    assert used("Bash", command="make") == []
    launched = {"status": "async_launched", "agentId": "a"}
    assert used("Agent", result=launched, description="Look") == [SubagentLasts("a", "Look")]
    assert used("Agent", result={"status": "completed", "agentId": "a"}, description="Look") == []


def test_a_stop_lists_all_that_does() -> None:
    tasks = [
        {"id": "a", "type": "subagent", "status": "running", "description": "Look", "agent_type": "Explore"},
        {"id": "b", "type": "shell", "status": "running", "description": "Serve", "command": "serve… [+9 chars]"},
        {"id": "m", "type": "monitor", "status": "running", "description": "?"},
    ]
    left = [SubagentLasts("a", "Look"), SubagentsLeft(("a",)), CommandLasts("serve", "Serve")]
    assert told("Stop", background_tasks=tasks) == left
    assert told("Stop", background_tasks=[]) == [SubagentsLeft()]
    assert told("Stop") == [], "2.1.197 lists nothing"


@pytest.mark.parametrize("junk", [None, 7, "x", [], [7, None, "x", {}], {"a": {}}, {"task": 7}, [[]]])
@pytest.mark.parametrize("agent", [CLAUDE, CODEX, GEMINI, QWEN], ids=lambda agent: agent.name)
def test_whatever_comes_is_no_crash(agent: Agent, junk: Any) -> None:
    names = ("SubagentStart", "SubagentStop", "PreToolUse", "PostToolUse", "Stop", "BeforeTool", "AfterTool", "Other")
    tools = ("TodoWrite", "update_plan", "write_todos", "TaskCreate", "TaskUpdate", "Agent", "Bash", junk)
    for name in names:
        for tool in tools:
            fields = dict.fromkeys(("tool_input", "tool_response", "agent_id", "tool_use_id", "background_tasks"), junk)
            told(name, agent, tool_name=tool, **fields)
            inner = dict.fromkeys(("todos", "plan", "taskId", "status", "agentId", "command", "task"), junk)
            told(name, agent, tool_name=tool, tool_input=inner, tool_response=inner)


def test_claude_waits_for_no_hook_when_a_slow_tool_begins() -> None:
    argv = CLAUDE.launch(LaunchRequest("claude", "s", "/w", hook=("h",))).argv
    hooks = json.loads(argv[argv.index("--settings") + 1])["hooks"]
    (begins,) = hooks["PreToolUse"]
    assert begins["hooks"][0]["async"] is True
    assert "Read" not in begins["matcher"].split("|")
    assert all("async" not in each["hooks"][0] for name in ("PermissionRequest", "Stop") for each in hooks[name])
