"""What Claude Code's hook events say, from payloads as it sends them."""

from __future__ import annotations

import json
import shlex
from typing import Any

import pytest

from branchline.agents import copilot_hooks, gemini_hooks
from branchline.agents.base import LaunchRequest
from branchline.agents.claude import AGENT
from branchline.agents.hooks import EVENTS, claim, requested, settings
from branchline.core.model import HookEvent, Status, WaitReason


@pytest.mark.parametrize(
    ("name", "payload", "status", "reason", "is_end"),
    [
        ("UserPromptSubmit", {"prompt": "do it"}, Status.WORKING, None, False),
        (
            "PermissionRequest",
            {"tool_name": "Bash", "tool_input": {"command": "ls"}},
            Status.WAITING,
            "approval",
            False,
        ),
        ("PermissionRequest", {"tool_name": "AskUserQuestion", "tool_input": {}}, Status.WAITING, "question", False),
        ("PermissionRequest", {"tool_name": 7, "tool_input": "x"}, Status.WAITING, "approval", False),
        ("PostToolUse", {}, Status.WORKING, None, False),
        ("PostToolUseFailure", {}, Status.WORKING, None, False),
        ("Stop", {}, Status.READY, None, True),
        ("StopFailure", {"error": "rate_limit"}, Status.READY, "rate limited", True),
        ("StopFailure", {"error": {"odd": 1}}, Status.READY, "api error", True),
    ],
)
def test_an_event(name: str, payload: dict[str, Any], status: Status, reason: str | None, is_end: bool) -> None:
    said = claim(HookEvent(name, payload), 3.0)
    assert said is not None
    assert (said.observation.status, said.observation.reason, said.is_end, said.at) == (status, reason, is_end, 3.0)
    assert not said.observation.takes_text, "a hook alone never says that a text may be typed"


@pytest.mark.parametrize("name", ["SessionStart", "SessionEnd", "Notification", "", "NoSuchEvent"])
def test_an_event_that_says_nothing_of_the_status(name: str) -> None:
    assert claim(HookEvent(name, {}), 3.0) is None


def test_what_is_asked_comes_whole() -> None:
    command = "cd web && npm run build -- --mode production 2>&1 | tail -n 20\necho done"
    prompt = requested("Bash", {"command": command, "description": "Build it"})
    assert (prompt.kind, prompt.tool, prompt.command, prompt.title) == (
        WaitReason.APPROVAL,
        "Bash",
        command,
        "Build it",
    )
    assert prompt.complete
    assert prompt.options == ()
    edit = requested("Edit", {"file_path": "/w/a.py", "old_string": "a"})
    assert (edit.tool, edit.paths) == ("Edit", ("/w/a.py",))
    fetch = requested("WebFetch", {"url": "https://example.com/x"})
    assert (fetch.tool, fetch.url) == ("WebFetch", "https://example.com/x")


def test_the_settings_run_our_command_for_each_event() -> None:
    command = ("/usr/bin/python3", "/opt/with a blank/launch.py", "hook", "claude", "it's")
    hooks = json.loads(settings(EVENTS, command, 10))["hooks"]
    assert set(hooks) == set(EVENTS)
    for event in EVENTS:
        ((entry,),) = [matcher["hooks"] for matcher in hooks[event]]
        assert entry["type"] == "command"
        assert shlex.split(entry["command"]) == list(command)


def test_a_session_without_a_command_has_no_hooks() -> None:
    plain = AGENT.launch(LaunchRequest("claude", "s", "/w"))
    assert "--settings" not in plain.argv
    hooked = AGENT.launch(LaunchRequest("claude", "s", "/w", hook=("h",)))
    assert hooked.argv[: len(plain.argv)] == plain.argv


@pytest.mark.parametrize(
    ("name", "payload", "status", "is_end"),
    [
        ("BeforeAgent", {}, Status.WORKING, False),
        ("AfterTool", {}, Status.WORKING, False),
        ("AfterAgent", {}, Status.READY, True),
        ("Notification", {"notification_type": "ToolPermission", "details": {"type": "exec"}}, Status.WAITING, False),
    ],
)
def test_an_event_of_gemini(name: str, payload: dict[str, Any], status: Status, is_end: bool) -> None:
    said = gemini_hooks.claim(HookEvent(name, payload), 3.0)
    assert said is not None
    assert (said.observation.status, said.is_end) == (status, is_end)


@pytest.mark.parametrize(
    ("details", "tool", "command", "paths"),
    [
        ({"type": "exec", "command": "make all", "rootCommand": "make"}, "run_shell_command", "make all", ()),
        ({"type": "edit", "fileName": "a.py", "filePath": "/w/a.py"}, "write_file", None, ("/w/a.py",)),
        ({"type": ["odd"]}, None, None, ()),
    ],
)
def test_what_gemini_asks(details: dict[str, Any], tool: str | None, command: str | None, paths: tuple[str]) -> None:
    event = HookEvent("Notification", {"notification_type": "ToolPermission", "details": details})
    said = gemini_hooks.claim(event, 3.0)
    assert said is not None
    prompt = said.observation.prompt
    assert prompt is not None
    assert (prompt.tool, prompt.command, prompt.paths) == (tool, command, paths)


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("Notification", {}),
        ("Notification", {"notification_type": "ToolPermission", "details": "x"}),
        ("SessionEnd", {}),
    ],
)
def test_an_event_of_gemini_that_says_nothing(name: str, payload: dict[str, Any]) -> None:
    assert gemini_hooks.claim(HookEvent(name, payload), 3.0) is None


@pytest.mark.parametrize(
    ("name", "payload", "status", "reason"),
    [
        ("userPromptSubmitted", {}, Status.WORKING, None),
        ("postToolUse", {}, Status.WORKING, None),
        ("permissionRequest", {"toolName": "bash", "toolInput": {"command": "ls"}}, Status.WAITING, "approval"),
        ("permissionRequest", {"toolName": 7, "toolInput": 7}, Status.WAITING, "approval"),
        ("agentStop", {}, Status.READY, None),
        ("errorOccurred", {"error": {"message": "429 Too many requests"}}, Status.READY, "rate limited"),
    ],
)
def test_an_event_of_copilot(name: str, payload: dict[str, Any], status: Status, reason: str | None) -> None:
    said = copilot_hooks.claim(HookEvent(name, payload), 3.0)
    assert said is not None
    assert (said.observation.status, said.observation.reason) == (status, reason)


def test_a_plugin_of_copilot_names_each_event_to_the_command() -> None:
    files = copilot_hooks.plugin(("/usr/bin/python3", "hook"))
    hooks = json.loads(files["copilot-plugin/hooks.json"])["hooks"]
    for event, entries in hooks.items():
        assert [shlex.split(entry["bash"]) for entry in entries] == [["/usr/bin/python3", "hook", event]]
    assert json.loads(files["copilot-plugin/plugin.json"])["hooks"] == "hooks.json"
