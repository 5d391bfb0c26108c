"""What opencode calls its tools, and what it reads by itself: settings and instructions."""

from __future__ import annotations

from branchline.core.policy.guarded import Guarded
from branchline.core.policy.tools import ToolKind

TOOLS = {
    "bash": ToolKind.COMMAND,
    "read": ToolKind.READ,
    "grep": ToolKind.SEARCH,
    "glob": ToolKind.LIST,
    "list": ToolKind.LIST,
    "edit": ToolKind.EDIT,
    "write": ToolKind.EDIT,
    "patch": ToolKind.EDIT,
    "apply_patch": ToolKind.EDIT,
    "webfetch": ToolKind.FETCH,
    "question": ToolKind.PERSONAL,
}
GUARDED = Guarded(
    folders=(".opencode",),
    files=("opencode.json", "opencode.jsonc", ".opencode.json", "opencode.md", "opencode.local.md", "AGENTS.md"),
)
