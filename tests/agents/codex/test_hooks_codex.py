"""What Codex's hook events say, from payloads as it sends them."""

from __future__ import annotations

from typing import Any

import pytest

from branchline.agents.codex import agent as codex
from branchline.agents.codex import hooks as codex_hooks
from branchline.agents.shared.agent import LaunchRequest
from branchline.core.model.agent import HookEvent
from branchline.core.model.prompt import Prompt
from branchline.core.model.status import Status


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
    assert given[::2] == ["-c"] * 7
    *found, state = given[1::2]
    quoted = r"""command="/usr/bin/python3 'it'\"'\"'s'","""
    events = ("UserPromptSubmit", "PermissionRequest", "PostToolUse", "Stop", "SubagentStart", "SubagentStop")
    for event, text in zip(events, found, strict=True):
        assert text.startswith(f"hooks.{event}=[{{hooks=[{{"), text
        assert quoted in text
    assert state.startswith("hooks.state={")
    assert state.count("trusted_hash") == 6
    key = '"/<session-flags>/config.toml:permission_request:0:0"'
    assert f'{key}={{trusted_hash="sha256:652312a4792878dd46adc90e59b7dd6a14ec63ba336a8fd29c9f7b38a09cd8e1"}}' in state


def test_codex_takes_its_hooks_when_it_goes_on_too() -> None:
    fresh = codex.AGENT.launch(LaunchRequest("codex", "s", "/w", hook=("h",))).argv
    resumed = codex.AGENT.launch(LaunchRequest("codex", "s", "/w", resume="id", hook=("h",))).argv
    assert fresh == ("codex", "--no-daemon", *codex_hooks.arguments(("h",)))
    assert resumed == ("codex", "resume", "id", "--no-daemon", *codex_hooks.arguments(("h",)))
    assert codex.AGENT.launch(LaunchRequest("codex", "s", "/w")).argv == ("codex", "--no-daemon")
