"""What hooks that come after a tool say that it touched, agent by agent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from branchline.agents.claude.names import TOOLS as CLAUDE
from branchline.agents.codex.names import TOOLS as CODEX
from branchline.agents.copilot.names import TOOLS as COPILOT
from branchline.agents.gemini.names import TOOLS as GEMINI
from branchline.agents.shared.touched import Touched, touched
from branchline.core.model.agent import HookEvent
from branchline.core.policy.tools import ToolKind

PATCH = "*** Begin Patch\n*** Update File: src/a.py\n@@\n-1\n+2\n*** Add File: /other/b.py\n+1\n*** End Patch"
Fields = Mapping[str, Any]


@pytest.mark.parametrize(
    ("tools", "event", "fields", "found"),
    [
        (CLAUDE, "PostToolUse", {"tool_name": "Write", "tool_input": {"file_path": "/w/a"}, "cwd": "/w"},
         (("/w/a",), "/w")),
        (CLAUDE, "PostToolUse", {"tool_name": "Edit", "tool_input": {"file_path": "/w/a"}}, (("/w/a",), "")),
        (CLAUDE, "PostToolUse", {"tool_name": "Read", "tool_input": {"file_path": "/etc/x"}, "cwd": "/w"}, ((), "/w")),
        (CLAUDE, "PostToolUse", {"tool_name": "Bash", "tool_input": {"command": "cd /x"}, "cwd": "/x"}, ((), "/x")),
        (CLAUDE, "PreToolUse", {"tool_name": "Write", "tool_input": {"file_path": "/w/a"}}, None),
        (CLAUDE, "Stop", {"cwd": "/w"}, None),
        (CLAUDE, "PostToolUse", {"tool_name": 7, "tool_input": "?", "cwd": ["/w"]}, ((), "")),
        (GEMINI, "AfterTool", {"tool_name": "write_file", "tool_input": {"file_path": "/w/a"}}, (("/w/a",), "")),
        (COPILOT, "postToolUse", {"toolName": "create", "toolArgs": {"path": "/w/a"}, "cwd": "/w"}, (("/w/a",), "/w")),
        (CODEX, "PostToolUse", {"tool_name": "apply_patch", "tool_input": {"command": PATCH}},
         (("src/a.py", "/other/b.py"), "")),
    ],
    ids=range(10),
)  # fmt: skip
def test_what_is_told(
    tools: Mapping[str, ToolKind], event: str, fields: Fields, found: tuple[tuple[str, ...], str] | None
) -> None:
    assert touched(HookEvent(event, fields), tools) == (None if found is None else Touched(*found))
