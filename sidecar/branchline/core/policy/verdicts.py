"""What the policy makes of a request: answer it with yes, ask the user, or refuse it."""

from __future__ import annotations

import attrs


@attrs.frozen
class Decision:
    """`rule` is what decided, short and stable, or the user's own rule; `why` is a sentence for the user."""

    rule: str
    why: str


@attrs.frozen
class Answer(Decision):
    option: str | None = None
    """The id of the option to choose; None for a request without a list."""
    lets_files_change: bool = True


@attrs.frozen
class Reply(Decision):
    """A common answer."""

    choice: str
    """The id of an option, or a text."""


@attrs.frozen
class Ask(Decision):
    pass


@attrs.frozen
class Deny(Decision):
    option: str | None = None
