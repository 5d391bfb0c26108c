"""What is seen on a screen, and what hooks say of it."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from branchline.core.model.prompt import Prompt
from branchline.core.model.status import Status


@attrs.frozen
class Motion:
    """For how many seconds each row has been as it is, and what its words say the same. () where nobody kept it."""

    rows: tuple[float, ...] = ()
    words: tuple[float, ...] = ()
    draws: bool = False
    """The program does not just print lines: it took the screen, hid the cursor, or asked to be told of pasted text."""


@attrs.frozen
class ScreenView:
    """What a detector may look at. `lines` are the visible rows without trailing blanks."""

    lines: tuple[str, ...]
    cursor: tuple[int, int]
    """(row, column), from 0."""
    title: str = ""
    cols: int = 80
    quiet_for: float = 0.0
    """Seconds since the program last printed."""
    styled: Callable[[int], str] = attrs.field(default=lambda _row: "", eq=False)
    """A row with its SGR sequences, for the few rules that the text is not enough for. See `core.styles`."""
    motion: Motion = Motion()

    def moving(self, motion: Motion) -> ScreenView:
        """The same view, with what moves in it."""
        return ScreenView(self.lines, self.cursor, self.title, self.cols, self.quiet_for, self.styled, motion)


@attrs.frozen
class Observation:
    """What a detector read off a screen. `rule` names the rule, for the evidence."""

    status: Status
    rule: str
    reason: str | None = None
    prompt: Prompt | None = None
    takes_text: bool = False
    """True only where an instruction may be typed: the agent's own ready screen with an empty input."""
    typed: str = ""
    """What stands in the agent's input and was not sent yet."""
    loads: bool = False
    """The agent's input is there, but it still loads: what it asks at its start may yet take the input's place."""
    at_once: bool = False
    """It is no flicker, and published at once."""


@attrs.frozen
class Claim:
    """What a hook or a program status report says the session is, and when it came.

    `is_end` marks the end of a turn, which is often told before it has come. `begins` is what a tool is given that
    begins, whether it will ask or not; `is_over` marks the end of one.
    """

    observation: Observation
    at: float
    is_end: bool = False
    begins: Prompt | None = None
    is_over: bool = False
