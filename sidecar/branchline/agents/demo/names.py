"""What the demo agent calls its tools."""

from __future__ import annotations

from branchline.core.policy.tools import ToolKind

TOOLS = {
    "Run": ToolKind.COMMAND,
    "Create": ToolKind.EDIT,
    "Edit": ToolKind.EDIT,
}
