"""A persona: a named role that a session is given."""

from __future__ import annotations

import attrs


@attrs.frozen
class Persona:
    name: str
    """The key: `qa`, `reviewer`, …"""
    title: str
    """For people: `QA`."""
    icon: str = "person"
    """The name of one of VS Code's icons."""
    description: str = ""
    agent: str | None = None
    """The one that it is meant for; None: any."""
    arguments: tuple[str, ...] = ()
    """What that agent is started with besides."""
    instruction: str = ""
    """What the first instruction becomes, with `{{instruction}}` in the place of it; "": it stays as it is."""
    auto_yes: str | None = None
    """The name of the preset that its sessions begin with; None: the default of new sessions."""
    read_only: bool = False
    """Its agent is started so that it changes no file, where it has a way to."""
    auto_yes_limits: tuple[str, ...] = ()
    """What its sessions begin with, as `own_limits` writes them."""
    limits: str | None = None
    """The name of limits on processor and memory, which are not in force yet."""
    is_built_in: bool = False
