"""What a hook that comes after a tool says that the tool touched, whatever the agent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import attrs

from branchline.agents.shared.hooks import requested
from branchline.agents.shared.work import text
from branchline.core.model.agent import HookEvent
from branchline.core.policy.tools import ToolKind, Tools
from branchline.core.regexes import regex

_AFTER = frozenset({"posttooluse", "posttoolusefailure", "aftertool"})
_PATCHED = regex(r"^\*\*\* (?:Add|Update|Delete) File: (.+)$|^\*\*\* Move to: (.+)$", re.MULTILINE)
"""In what Codex's apply_patch is given."""
_MOST = 50


@attrs.frozen
class Touched:
    """`written` are paths as the tool was given them; `folder` is where the agent is, "" where that is not told."""

    written: tuple[str, ...]
    folder: str


def touched(event: HookEvent, tools: Mapping[str, ToolKind]) -> Touched | None:
    """None: it is not told that a tool was used. Of a command only the folder is known, in which the agent is then."""
    if event.name.lower() not in _AFTER:
        return None
    fields = event.payload
    tool = text(fields, "tool_name") or text(fields, "toolName")
    given = next(
        (one for key in ("tool_input", "toolInput", "toolArgs") if isinstance(one := fields.get(key), Mapping)), {}
    )
    written: list[str] = []
    if Tools.of([tools]).kind(tool) is ToolKind.EDIT:
        written = [*requested(tool, given, tools).paths, *_patched(given)]
    return Touched(tuple(dict.fromkeys(written))[:_MOST], text(fields, "cwd"))


def _patched(given: Mapping[str, Any]) -> list[str]:
    patches = [each for each in given.values() if isinstance(each, str) and "*** Begin Patch" in each]
    return [one or other for each in patches for one, other in _PATCHED.findall(each)]
