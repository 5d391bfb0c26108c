"""What Codex calls its tools, and what it reads by itself: settings and instructions."""

from __future__ import annotations

from branchline.core.policy.guarded import Guarded
from branchline.core.policy.tools import ToolKind

TOOLS = {
    "Bash": ToolKind.COMMAND,
    "shell": ToolKind.COMMAND,
    "shell_command": ToolKind.COMMAND,
    "local_shell": ToolKind.COMMAND,
    "exec_command": ToolKind.COMMAND,
    "unified_exec": ToolKind.COMMAND,
    "view_image": ToolKind.READ,
    "list_dir": ToolKind.LIST,
    "apply_patch": ToolKind.EDIT,
    "request_user_input": ToolKind.PERSONAL,
    "update_plan": ToolKind.PERSONAL,
}
GUARDED = Guarded(
    folders=(".codex",), files=("AGENTS.md", "AGENTS.override.md", "codex.md", "codex.local.md", "codex.override.md")
)
