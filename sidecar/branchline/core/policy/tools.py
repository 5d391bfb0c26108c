"""What the tools of all agents do, by the names that prompts and hooks give them."""

from __future__ import annotations

import enum


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


_NAMES = {
    ToolKind.COMMAND: (
        "bash shell run runshellcommand execcommand localshell shellcommand unifiedexec terminal runterminalcmd"
        " runcommand runinterminal execute executecommand bashcommand"
    ),
    ToolKind.READ: "read readfile view readmanyfiles readfolder viewimage notebookread cat openfile",
    ToolKind.SEARCH: "grep searchfilecontent searchtext greptool ripgrep rg",
    ToolKind.LIST: "glob ls list listdirectory listdir findfiles listfiles",
    ToolKind.EDIT: (
        "edit write writefile replace multiedit notebookedit applypatch patch create createfile update updatefile"
        " strreplace strreplaceeditor strreplacebasededittool editfile insert insertedit save savefile"
    ),
    ToolKind.FETCH: "webfetch fetch fetchurl url webfetchtool",
    ToolKind.PERSONAL: (
        "exitplanmode enterplanmode plan updateplan askuserquestion askuser question requestuserinput switchmode"
    ),
}
_KINDS = {name: kind for kind, names in _NAMES.items() for name in names.split()}


def kind_of_tool(name: str | None) -> ToolKind:
    """By its exact name; letters' case and what joins words differ between agents."""
    if not name or not name.isascii():
        return ToolKind.UNKNOWN
    if name.startswith("mcp__"):
        return ToolKind.MCP
    plain = name.lower()
    if plain.replace("_", "").replace("-", "").replace(" ", "").isalnum():
        return _KINDS.get(plain.replace("_", "").replace("-", "").replace(" ", ""), ToolKind.UNKNOWN)
    return ToolKind.UNKNOWN
