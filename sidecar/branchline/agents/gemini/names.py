"""What Gemini CLI calls its tools, and what it reads by itself: settings and instructions."""

from __future__ import annotations

from branchline.core.policy.guarded import Guarded
from branchline.core.policy.tools import ToolKind

TOOLS = {
    "Shell": ToolKind.COMMAND,
    "run_shell_command": ToolKind.COMMAND,
    "ReadFile": ToolKind.READ,
    "read_file": ToolKind.READ,
    "ReadManyFiles": ToolKind.READ,
    "read_many_files": ToolKind.READ,
    "ReadFolder": ToolKind.READ,
    "SearchText": ToolKind.SEARCH,
    "search_file_content": ToolKind.SEARCH,
    "ripGrep": ToolKind.SEARCH,
    "FindFiles": ToolKind.LIST,
    "glob": ToolKind.LIST,
    "list_directory": ToolKind.LIST,
    "Edit": ToolKind.EDIT,
    "Replace": ToolKind.EDIT,
    "WriteFile": ToolKind.EDIT,
    "write_file": ToolKind.EDIT,
    "WebFetch": ToolKind.FETCH,
    "web_fetch": ToolKind.FETCH,
    "ask_user": ToolKind.PERSONAL,
    "enter_plan_mode": ToolKind.PERSONAL,
    "exit_plan_mode": ToolKind.PERSONAL,
}
GUARDED = Guarded(
    folders=(".gemini",), files=("gemini-extension.json", "GEMINI.md", "GEMINI.local.md", "GEMINI.override.md")
)
