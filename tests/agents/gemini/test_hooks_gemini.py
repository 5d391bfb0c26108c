"""What Gemini CLI's hook events say, from payloads as it sends them."""

from __future__ import annotations

from typing import Any

import pytest

from branchline.agents.gemini import hooks as gemini_hooks
from branchline.core.model.agent import HookEvent
from branchline.core.model.status import Status


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
