"""What aider calls its tools, and what it reads by itself: settings and instructions."""

from __future__ import annotations

from branchline.core.policy.guarded import Guarded
from branchline.core.policy.tools import ToolKind

TOOLS = {
    "Shell": ToolKind.COMMAND,
    "Read": ToolKind.READ,
    "Edit": ToolKind.EDIT,
}
GUARDED = Guarded(folders=(".aider",), files=(".aider*",))
