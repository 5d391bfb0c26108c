"""Requests and rules as the service makes them, with the tools of all agents."""

from __future__ import annotations

from typing import Any

from branchline.agents.registry import TOOLS
from branchline.core.policy.request import Request
from branchline.core.policy.rules import Rule, parse_rule


def rule_of(text: str) -> Rule:
    """Raises BadRule."""
    return parse_rule(text, TOOLS)


def request_for(tool: str | None, folder: str, *args: Any, **more: Any) -> Request:
    """For a tool by its name, which says what it does."""
    return Request(tool, folder, *args, tool_kind=TOOLS.kind(tool), **more)
