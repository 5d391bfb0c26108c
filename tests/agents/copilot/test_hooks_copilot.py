"""What Copilot CLI's hook events say, from payloads as it sends them."""

from __future__ import annotations

import json
import shlex
from typing import Any

import pytest

from branchline.agents.copilot import hooks as copilot_hooks
from branchline.core.model.agent import HookEvent
from branchline.core.model.status import Status


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
