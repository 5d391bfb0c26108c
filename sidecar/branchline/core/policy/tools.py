"""What tools do, by the names that prompts, hooks and the user's rules give them. Each agent's room says what its own
tools are called; the rules' own words are known in any case."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping

import attrs


class ToolKind(enum.Enum):
    COMMAND = "Bash"
    READ = "Read"
    SEARCH = "Grep"
    """Reads whatever is below a folder."""
    LIST = "Glob"
    EDIT = "Edit"
    FETCH = "WebFetch"
    MCP = "mcp"
    PERSONAL = "personal"
    """A plan, a question, a choice: only the user answers."""
    UNKNOWN = "unknown"


_RULES = (ToolKind.COMMAND, ToolKind.READ, ToolKind.SEARCH, ToolKind.LIST, ToolKind.EDIT, ToolKind.FETCH)
"""Their values are the words of the user's rules."""


@attrs.frozen
class Tools:
    _kinds: Mapping[str, ToolKind]

    @classmethod
    def of(cls, tables: Iterable[Mapping[str, ToolKind]]) -> Tools:
        """All agents' together, so that a rule means the same for each of them. Raises ValueError when two tables
        differ about a name."""
        kinds = {_plain(kind.value): kind for kind in _RULES}
        for table in tables:
            for name, kind in table.items():
                if kinds.setdefault(_plain(name), kind) is not kind:
                    raise ValueError(f"{name} is {kinds[_plain(name)].name} for one agent and {kind.name} for another")
        return cls(kinds)

    def kind(self, name: str | None) -> ToolKind:
        """By its exact name; letters' case and what joins words differ between agents."""
        if not name or not name.isascii():
            return ToolKind.UNKNOWN
        if name.startswith("mcp__"):
            return ToolKind.MCP
        return self._kinds.get(_plain(name), ToolKind.UNKNOWN)


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "").replace(" ", "")
