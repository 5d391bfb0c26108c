"""What tools do, by the names that agents give them."""

from __future__ import annotations

import pytest

from branchline.agents.registry import TOOLS
from branchline.core.policy.tools import ToolKind, Tools


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Bash", ToolKind.COMMAND),
        ("run_shell_command", ToolKind.COMMAND),
        ("MultiEdit", ToolKind.EDIT),
        ("search_file_content", ToolKind.SEARCH),
        ("web-fetch", ToolKind.FETCH),
        ("mcp__x__bash", ToolKind.MCP),
        ("Bash2", ToolKind.UNKNOWN),
        ("Bash(x)", ToolKind.UNKNOWN),
        ("Bаsh", ToolKind.UNKNOWN),
        ("", ToolKind.UNKNOWN),
        (None, ToolKind.UNKNOWN),
    ],
)
def test_tools_are_known_by_their_exact_names(name: str | None, kind: ToolKind) -> None:
    assert TOOLS.kind(name) is kind


def test_the_words_of_the_rules_are_known_without_any_agent() -> None:
    none = Tools.of([])
    assert [none.kind(word) for word in ("Bash", "Read", "Grep", "Glob", "Edit", "WebFetch")] == [
        ToolKind.COMMAND,
        ToolKind.READ,
        ToolKind.SEARCH,
        ToolKind.LIST,
        ToolKind.EDIT,
        ToolKind.FETCH,
    ]
    assert none.kind("run_shell_command") is ToolKind.UNKNOWN
    assert none.kind("mcp") is none.kind("personal") is none.kind("unknown") is ToolKind.UNKNOWN


def test_a_name_means_the_same_for_all_agents() -> None:
    one, same = {"take_look": ToolKind.READ}, {"TakeLook": ToolKind.READ, "put": ToolKind.EDIT}
    both = Tools.of([one, same])
    assert (both.kind("take-look"), both.kind("Put")) == (ToolKind.READ, ToolKind.EDIT)
    for other in ({"take look": ToolKind.EDIT}, {"bash": ToolKind.READ}):
        with pytest.raises(ValueError, match="for one agent and"):
            Tools.of([one, other])
