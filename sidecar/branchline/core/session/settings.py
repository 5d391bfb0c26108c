"""What the user set, as the client sends it; everything has a default and a checked range."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from branchline.core.policy.auto_yes_settings import AutoYesSettings, read_auto_yes
from branchline.core.policy.tools import Tools

MEGABYTE = 1024 * 1024


@attrs.frozen
class Settings:
    branch_prefix: str = "branchline/"
    worktrees_folder: str | None = None
    """None: `<repo>.worktrees` beside the repository."""
    scrollback_bytes: int = 10 * MEGABYTE
    max_sessions: int = 10
    agents: Mapping[str, Any] = attrs.field(factory=dict)
    """User-defined agents as written: {name: {command: [...], title?: ...}}."""
    agent_paths: Mapping[str, str] = attrs.field(factory=dict)
    """Where an agent's program is, by agent name; else PATH decides."""
    snapshot_include: tuple[str, ...] = ()
    """Patterns of ignored files that snapshots hold too."""
    auto_yes: AutoYesSettings = attrs.field(factory=AutoYesSettings)
    on_waiting: tuple[str, ...] = ()
    """A command, word by word, that runs when a session waits for the user; () for none."""


def read_settings(raw: Mapping[str, Any], tools: Tools) -> tuple[Settings, list[str]]:
    """The settings, and a sentence for each that cannot be used; its default holds then.

    Keys are camelCase, as in the protocol; unknown ones are ignored, so that versions may differ. Rules may name
    the `tools`.
    """
    settings, complaints = Settings(), []

    def complain(key: str, want: str) -> None:
        complaints.append(f"The setting branchline.{key} should be {want}; its default is used.")

    prefix = raw.get("branchPrefix", settings.branch_prefix)
    if isinstance(prefix, str) and len(prefix) <= 100 and "\0" not in prefix:
        settings = attrs.evolve(settings, branch_prefix=prefix)
    else:
        complain("branchPrefix", "a short text")
    folder = raw.get("worktreesFolder") or None
    if folder is None or (isinstance(folder, str) and folder.startswith("/") and "\0" not in folder):
        settings = attrs.evolve(settings, worktrees_folder=folder)
    else:
        complain("worktreesFolder", "an absolute path")
    megabytes = raw.get("scrollbackMegabytes", 10)
    if _is_number(megabytes) and 1 <= megabytes <= 1000:
        settings = attrs.evolve(settings, scrollback_bytes=int(megabytes * MEGABYTE))
    else:
        complain("scrollbackMegabytes", "a number from 1 to 1000")
    most = raw.get("maxSessions", settings.max_sessions)
    if isinstance(most, int) and not isinstance(most, bool) and 1 <= most <= 1000:
        settings = attrs.evolve(settings, max_sessions=most)
    else:
        complain("maxSessions", "a whole number from 1 to 1000")
    agents = raw.get("agents", {})
    if isinstance(agents, dict):
        settings = attrs.evolve(settings, agents=agents)
    else:
        complain("agents", "an object")
    paths = raw.get("agentPaths", {})
    if isinstance(paths, dict) and all(isinstance(path, str) for path in paths.values()):
        settings = attrs.evolve(settings, agent_paths={name: path for name, path in paths.items() if path})
    else:
        complain("agentPaths", "an object of paths")
    include = raw.get("snapshotInclude", [])
    if isinstance(include, list) and all(_is_pattern(each) for each in include):
        settings = attrs.evolve(settings, snapshot_include=tuple(include))
    else:
        complain("snapshotInclude", "a list of patterns")
    settings = attrs.evolve(settings, auto_yes=read_auto_yes(raw.get("autoYes", {}), tools, complain))
    command = raw.get("onWaiting", [])
    if isinstance(command, list) and all(isinstance(each, str) and "\0" not in each for each in command):
        settings = attrs.evolve(settings, on_waiting=tuple(command))
    else:
        complain("onWaiting", "a command as a list of words")
    return settings, complaints


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value == value


def _is_pattern(value: object) -> bool:
    """As git takes it for a path; one that begins with a colon would be an instruction to git."""
    return isinstance(value, str) and 0 < len(value) <= 1000 and "\0" not in value and not value.startswith(":")
