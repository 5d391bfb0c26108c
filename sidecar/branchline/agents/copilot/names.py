"""What Copilot CLI calls its tools, and what it reads by itself: settings and instructions."""

from __future__ import annotations

from branchline.core.policy.guarded import Guarded
from branchline.core.policy.tools import ToolKind

TOOLS = {
    "Shell": ToolKind.COMMAND,
    "bash": ToolKind.COMMAND,
    "view": ToolKind.READ,
    "grep": ToolKind.SEARCH,
    "rg": ToolKind.SEARCH,
    "glob": ToolKind.LIST,
    "Create file": ToolKind.EDIT,
    "Edit file": ToolKind.EDIT,
    "create": ToolKind.EDIT,
    "edit": ToolKind.EDIT,
    "str_replace_editor": ToolKind.EDIT,
    "apply_patch": ToolKind.EDIT,
    "fetch": ToolKind.FETCH,
    "ask_user": ToolKind.PERSONAL,
    "exit_plan_mode": ToolKind.PERSONAL,
}
GUARDED = Guarded(folders=(".copilot",), files=("copilot-instructions.md", "AGENTS.md"))
