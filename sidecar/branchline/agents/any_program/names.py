"""What agents that have no room here call their tools, and what they read by themselves: a user-defined agent may be
one of them, and people use several in one repository."""

from __future__ import annotations

from branchline.core.policy.guarded import Guarded
from branchline.core.policy.tools import ToolKind

TOOLS = {
    "bash_command": ToolKind.COMMAND,
    "execute": ToolKind.COMMAND,
    "execute_command": ToolKind.COMMAND,
    "run_command": ToolKind.COMMAND,
    "run_in_terminal": ToolKind.COMMAND,
    "run_terminal_cmd": ToolKind.COMMAND,
    "terminal": ToolKind.COMMAND,
    "cat": ToolKind.READ,
    "open_file": ToolKind.READ,
    "grep_tool": ToolKind.SEARCH,
    "ripgrep": ToolKind.SEARCH,
    "create": ToolKind.EDIT,
    "create_file": ToolKind.EDIT,
    "edit_file": ToolKind.EDIT,
    "insert": ToolKind.EDIT,
    "insert_edit": ToolKind.EDIT,
    "save": ToolKind.EDIT,
    "save_file": ToolKind.EDIT,
    "str_replace": ToolKind.EDIT,
    "str_replace_based_edit_tool": ToolKind.EDIT,
    "update": ToolKind.EDIT,
    "update_file": ToolKind.EDIT,
    "fetch": ToolKind.FETCH,
    "fetch_url": ToolKind.FETCH,
    "url": ToolKind.FETCH,
    "web_fetch_tool": ToolKind.FETCH,
    "plan": ToolKind.PERSONAL,
    "switch_mode": ToolKind.PERSONAL,
}
GUARDED = Guarded(
    folders=(".cursor", ".windsurf", ".continue", ".cline", ".roo", ".amp", ".factory", ".crush", ".goose", ".kiro"),
    files=(
        "mcp.json",
        "crush.json",
        ".cursorrules",
        ".windsurfrules",
        ".clinerules",
        ".goosehints",
        "AGENTS.md",
        "AGENTS.local.md",
        "AGENTS.override.md",
    ),
)
