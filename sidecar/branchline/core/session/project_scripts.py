"""The scripts that a project has: what sets a worktree up, what runs in it, what is done before it goes."""

from __future__ import annotations

import enum
import hashlib

import attrs

SETTINGS = "settings"
"""The source of a script that the user wrote in the settings."""


class ScriptKind(str, enum.Enum):
    """What a script is for."""

    SETUP = "setup"
    """Once in a new worktree, before the agent starts."""
    RUN = "run"
    """What the user starts there, such as a server for development."""
    TEARDOWN = "teardown"
    """Before the worktree is removed."""


class Approval(str, enum.Enum):
    """Whether a script may run."""

    OWN = "own"
    """The user wrote it in the settings."""
    APPROVED = "approved"
    WAITING = "waiting"
    """Nobody said that it may."""
    DECLINED = "declined"
    """The user wants to hear nothing of this repository's scripts."""


@attrs.frozen
class Script:
    """`command` is what a POSIX shell runs at the worktree's top (`/bin/sh -c`). `source` is a path from there, or
    SETTINGS. `text` is what is shown before it is approved: it has the whole contents of each file of the repository
    that the command names."""

    kind: ScriptKind
    command: str
    source: str
    text: str
    one_at_a_time: bool = False
    """It cannot run in two worktrees of the repository at once."""

    @property
    def digest(self) -> str:
        """What an approval is for, as 64 hex digits: with another command or file it is another one."""
        found = hashlib.sha256()
        for part in (self.kind.value, self.command, self.text):
            data = part.encode("utf-8", "surrogateescape")
            found.update(len(data).to_bytes(8, "big") + data)
        return found.hexdigest()

    @property
    def is_users(self) -> bool:
        """Needs no approval: the settings are the user's."""
        return self.source == SETTINGS


@attrs.frozen
class ProjectScripts:
    setup: Script | None = None
    run: Script | None = None
    teardown: Script | None = None
    complaints: tuple[str, ...] = ()
    """A sentence for each file that cannot be used, or was passed over for another one."""

    def of(self, kind: ScriptKind) -> Script | None:
        return {ScriptKind.SETUP: self.setup, ScriptKind.RUN: self.run, ScriptKind.TEARDOWN: self.teardown}[kind]
