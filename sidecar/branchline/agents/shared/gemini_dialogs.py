"""What the dialogs of Gemini CLI and of Qwen Code, which was made from it, have in common."""

from __future__ import annotations

from branchline.core.regexes import regex

HIDDEN = regex(r"\.\.\. .*\bhidden\b.* \.\.\.")
"""A row in place of those that have no room."""
_MCP = regex(r"MCP tool \"(?P<tool>.+)\" from server \"(?P<server>.+)\"\?")


def mcp_tool(question: str) -> str | None:
    """The name, as rules have it, of the MCP tool that a question is about."""
    found = _MCP.search(question)
    return f"mcp__{found['server']}__{found['tool']}" if found else None
