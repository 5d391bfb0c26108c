"""What Claude Code's hook events say, from payloads as it sends them."""

from __future__ import annotations

import json
import shlex
from typing import Any

import pytest

from branchline.agents.claude.agent import AGENT
from branchline.agents.claude.names import TOOLS
from branchline.agents.shared.agent import LaunchRequest
from branchline.agents.shared.hooks import EVENTS, claim, requested, settings
from branchline.core.model.agent import HookEvent
from branchline.core.model.prompt import WaitReason
from branchline.core.model.status import Status


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
    said = claim(HookEvent(name, payload), 3.0, TOOLS)
    assert said is not None
    assert (said.observation.status, said.observation.reason, said.is_end, said.at) == (status, reason, is_end, 3.0)
    assert not said.observation.takes_text, "a hook alone never says that a text may be typed"


@pytest.mark.parametrize("name", ["SessionStart", "SessionEnd", "Notification", "", "NoSuchEvent"])
def test_an_event_that_says_nothing_of_the_status(name: str) -> None:
    assert claim(HookEvent(name, {}), 3.0, TOOLS) is None


def test_what_is_asked_comes_whole() -> None:
    command = "cd web && npm run build -- --mode production 2>&1 | tail -n 20\necho done"
    prompt = requested("Bash", {"command": command, "description": "Build it"}, TOOLS)
    assert (prompt.kind, prompt.tool, prompt.command, prompt.title) == (
        WaitReason.APPROVAL,
        "Bash",
        command,
        "Build it",
    )
    assert prompt.complete
    assert prompt.options == ()
    edit = requested("Edit", {"file_path": "/w/a.py", "old_string": "a"}, TOOLS)
    assert (edit.tool, edit.paths) == ("Edit", ("/w/a.py",))
    fetch = requested("WebFetch", {"url": "https://example.com/x"}, TOOLS)
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
