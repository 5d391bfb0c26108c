"""What Claude Code's hook events say, from payloads as it sends them."""

from __future__ import annotations

import json
import shlex
from typing import Any

import pytest

from branchline.agents.claude.agent import AGENT
from branchline.agents.codex import agent as codex
from branchline.agents.codex import hooks as codex_hooks
from branchline.agents.copilot import hooks as copilot_hooks
from branchline.agents.gemini import hooks as gemini_hooks
from branchline.agents.shared.agent import LaunchRequest
from branchline.agents.shared.hooks import EVENTS, claim, requested, settings
from branchline.core.model import HookEvent, Prompt, Status, WaitReason


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
        ("BeforeTool", {}, Status.WORKING, False),
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
    ("tool", "given", "expected"),
    [
        ("run_shell_command", {"command": "ls", "description": "Lists"}, ("ls", "/w", (), True)),
        ("run_shell_command", {"command": "ls", "dir_path": "src"}, ("ls", "/w/src", (), True)),
        ("run_shell_command", {"command": "ls", "dir_path": "/elsewhere"}, ("ls", "/elsewhere", (), True)),
        ("run_shell_command", {"command": "ls", "is_background": False}, ("ls", "/w", (), True)),
        ("run_shell_command", {"command": "ls", "is_background": True}, ("ls", "/w", (), False)),
        ("write_file", {"file_path": "a.py", "content": "x"}, (None, "/w", ("a.py",), True)),
    ],
)
def test_what_a_tool_of_gemini_is_given(tool: str, given: dict[str, Any], expected: tuple[object, ...]) -> None:
    said = gemini_hooks.claim(HookEvent("BeforeTool", {"tool_name": tool, "tool_input": given, "cwd": "/w"}), 3.0)
    assert said is not None
    assert said.observation.prompt is None, "it may not ask at all"
    assert said.begins is not None
    assert (said.begins.command, said.begins.folder, said.begins.paths, said.begins.complete) == expected


@pytest.mark.parametrize("payload", [{"tool_name": 7, "tool_input": {}}, {"tool_name": "x", "tool_input": "y"}])
def test_a_tool_of_gemini_that_is_none(payload: dict[str, Any]) -> None:
    said = gemini_hooks.claim(HookEvent("BeforeTool", payload), 3.0)
    assert said is not None
    assert said.begins is None


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


@pytest.mark.parametrize(
    ("name", "payload", "status", "reason"),
    [
        ("UserPromptSubmit", {}, Status.WORKING, None),
        ("PostToolUse", {"tool_name": "Bash", "tool_input": {"command": "ls"}}, Status.WORKING, None),
        ("PermissionRequest", {"tool_name": "Bash", "tool_input": {"command": "ls"}}, Status.WAITING, "approval"),
        ("PermissionRequest", {"tool_name": 7, "tool_input": 7}, Status.WAITING, "approval"),
        ("Stop", {"last_assistant_message": "All done."}, Status.READY, None),
    ],
)
def test_an_event_of_codex(name: str, payload: dict[str, Any], status: Status, reason: str | None) -> None:
    said = codex_hooks.claim(HookEvent(name, payload), 3.0)
    assert said is not None
    assert (said.observation.status, said.observation.reason, said.at) == (status, reason, 3.0)
    assert codex_hooks.claim(HookEvent("SessionStart", payload), 3.0) is None


def test_codex_tells_where_a_command_runs_but_not_what_a_patch_is_relative_to() -> None:
    def asked(tool: str, given: dict[str, Any]) -> Prompt:
        payload = {"cwd": "/w/src", "tool_name": tool, "tool_input": given}
        said = codex_hooks.claim(HookEvent("PermissionRequest", payload), 3.0)
        assert said is not None
        assert said.observation.prompt is not None
        return said.observation.prompt

    command = asked("Bash", {"command": "ls -la", "description": "May I?"})
    assert (command.tool, command.command, command.folder, command.complete) == ("shell", "ls -la", "/w/src", True)
    patch = asked("apply_patch", {"command": "*** Begin Patch\n*** Add File: a.txt\n+x\n*** End Patch"})
    assert (patch.tool, patch.command, patch.paths, patch.complete) == ("apply_patch", None, (), False)
    other = asked("mcp__files__read", {"path": "/etc/passwd"})
    assert (other.tool, other.paths) == ("mcp__files__read", ("/etc/passwd",))


def test_codex_is_given_hooks_with_just_their_own_hashes() -> None:
    """The hash is made as Codex 0.169.0 makes it: the tests with the real one see that it takes it."""
    given = codex_hooks.arguments(("/usr/bin/python3", "it's"))
    assert given[::2] == ["-c"] * 5
    *found, state = given[1::2]
    quoted = r"""command="/usr/bin/python3 'it'\"'\"'s'","""
    for event, text in zip(("UserPromptSubmit", "PermissionRequest", "PostToolUse", "Stop"), found, strict=True):
        assert text.startswith(f"hooks.{event}=[{{hooks=[{{"), text
        assert quoted in text
    assert state.startswith("hooks.state={")
    assert state.count("trusted_hash") == 4
    key = '"/<session-flags>/config.toml:permission_request:0:0"'
    assert f'{key}={{trusted_hash="sha256:652312a4792878dd46adc90e59b7dd6a14ec63ba336a8fd29c9f7b38a09cd8e1"}}' in state


def test_codex_takes_its_hooks_when_it_goes_on_too() -> None:
    fresh = codex.AGENT.launch(LaunchRequest("codex", "s", "/w", hook=("h",))).argv
    resumed = codex.AGENT.launch(LaunchRequest("codex", "s", "/w", resume="id", hook=("h",))).argv
    assert fresh == ("codex", "--no-daemon", *codex_hooks.arguments(("h",)))
    assert resumed == ("codex", "resume", "id", "--no-daemon", *codex_hooks.arguments(("h",)))
    assert codex.AGENT.launch(LaunchRequest("codex", "s", "/w")).argv == ("codex", "--no-daemon")
