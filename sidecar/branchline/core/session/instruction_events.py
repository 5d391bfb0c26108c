"""What becomes of instructions between being given and being typed: events as those of `events`."""

from __future__ import annotations

import attrs

from branchline.core.model.under_way import Typed


@attrs.frozen
class InstructionQueued:
    """It is taken over: it will be typed."""

    text: str


@attrs.frozen
class InstructionTyping:
    """So many percent of the oldest one are typed. None: it is not being typed any more."""

    percent: int | None


@attrs.frozen
class KeysSent:
    """So much of the oldest one may be with the agent from now on. None: nothing of it."""

    typed: Typed | None


@attrs.frozen
class InstructionTyped:
    """And sent, by Enter."""


@attrs.frozen
class InstructionsTakenBack:
    """The user does not want them to be typed any more."""


InstructionSaid = InstructionQueued | InstructionTyping | KeysSent | InstructionTyped | InstructionsTakenBack
