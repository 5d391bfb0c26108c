"""What agents ask and wait on."""

from __future__ import annotations

import enum

import attrs


class Meaning(str, enum.Enum):
    """What choosing an option of a prompt does."""

    ACCEPT = "accept"
    ACCEPT_ALWAYS = "acceptAlways"
    REJECT = "reject"
    OTHER = "other"


class WaitReason(str, enum.Enum):
    """What an agent waits for."""

    APPROVAL = "approval"
    QUESTION = "question"
    TRUST = "trust"
    LOGIN = "login"
    PASSWORD = "password"  # noqa: S105  a kind of prompt, not a secret


@attrs.frozen
class Option:
    id: str
    label: str
    meaning: Meaning
    key: str = ""
    """The bytes to type for it, as text. Never on the wire: clients choose by id."""


@attrs.frozen
class Prompt:
    """A question that the agent asks and waits on. `id` is a fingerprint of what is asked."""

    id: str
    kind: WaitReason
    title: str
    text: str
    tool: str | None = None
    command: str | None = None
    paths: tuple[str, ...] = ()
    url: str | None = None
    options: tuple[Option, ...] = ()
    selected: str | None = None
    """The id of the option that Enter takes now."""
    takes_text: bool = False
    """A free text, ended by Enter, is an answer too."""
    complete: bool = True
    """`command` is all of what is asked for: nothing of it is cut off, and no line break in it is a guess."""
    folder: str | None = None
    """Where the command would run, where the agent says so; else where it was started."""
