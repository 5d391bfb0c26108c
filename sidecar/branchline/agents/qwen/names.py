"""What Qwen Code calls its tools, and what it reads by itself: settings and instructions."""

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
    "Grep": ToolKind.SEARCH,
    "search_file_content": ToolKind.SEARCH,
    "Glob": ToolKind.LIST,
    "ListFiles": ToolKind.LIST,
    "list_directory": ToolKind.LIST,
    "Edit": ToolKind.EDIT,
    "WriteFile": ToolKind.EDIT,
    "write_file": ToolKind.EDIT,
    "NotebookEdit": ToolKind.EDIT,
    "notebook_edit": ToolKind.EDIT,
    "WebFetch": ToolKind.FETCH,
    "web_fetch": ToolKind.FETCH,
    "ask_user_question": ToolKind.PERSONAL,
    "exit_plan_mode": ToolKind.PERSONAL,
}
GUARDED = Guarded(folders=(".qwen",), files=("QWEN.md", "QWEN.local.md", "QWEN.override.md"))
