"""A template: an instruction with gaps, and what the session shall be that is made of it."""

from __future__ import annotations

import attrs


@attrs.frozen
class Variable:
    name: str
    question: str
    """What the user is asked."""
    default: str = ""


@attrs.frozen
class Template:
    """What is None is the user's to choose, or has its default."""

    name: str
    """The key: that of the setting, or the file's name without its ending."""
    title: str
    body: str
    """With `{{variable}}` in it."""
    variables: tuple[Variable, ...] = ()
    """Those that are asked for, in order."""
    agent: str | None = None
    persona: str | None = None
    kind: str | None = None
    task: str | None = None
    base: str | None = None
    auto_yes: str | None = None
    """The name of a preset."""
    ignored: tuple[str, ...] = ()
    """A sentence for each thing in it that is not taken."""


@attrs.frozen
class Filled:
    """What a session is made of, with every gap filled."""

    instruction: str
    agent: str | None = None
    persona: str | None = None
    kind: str | None = None
    task: str | None = None
    base: str | None = None
    auto_yes: str | None = None
