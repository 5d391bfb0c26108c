"""What Claude Code calls its tools, and what it reads by itself: settings and instructions."""

from __future__ import annotations

from branchline.core.policy.guarded import Guarded
from branchline.core.policy.tools import ToolKind

TOOLS = {
    "Bash": ToolKind.COMMAND,
    "Read": ToolKind.READ,
    "NotebookRead": ToolKind.READ,
    "Grep": ToolKind.SEARCH,
    "Glob": ToolKind.LIST,
    "LS": ToolKind.LIST,
    "Edit": ToolKind.EDIT,
    "MultiEdit": ToolKind.EDIT,
    "Write": ToolKind.EDIT,
    "NotebookEdit": ToolKind.EDIT,
    "WebFetch": ToolKind.FETCH,
    "AskUserQuestion": ToolKind.PERSONAL,
    "EnterPlanMode": ToolKind.PERSONAL,
    "ExitPlanMode": ToolKind.PERSONAL,
}
GUARDED = Guarded(folders=(".claude",), files=(".mcp.json", "CLAUDE.md", "CLAUDE.local.md", "CLAUDE.override.md"))
