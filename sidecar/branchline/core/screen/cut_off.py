"""What is to be done about an instruction whose typing was cut off, by the screen: it is never sent half, nor twice.

What went out to the agent is known only roughly (`Typed`), for who typed was killed, or the agent asked something
meanwhile. What stands in the agent's input tells the rest.
"""

from __future__ import annotations

import enum

import attrs

from branchline.core.model.screen import Observation, ScreenView
from branchline.core.model.status import Status
from branchline.core.model.under_way import Typed
from branchline.core.regexes import regex
from branchline.core.screen.activity import QUIET
from branchline.core.screen.observations import STILL
from branchline.core.screen.typing_plan import PIECE

_KNOWN, _LEAST = 24, 3
"""Characters at the end of a text by which it is known, and with fewer than which it may be anything."""
_PASTED = regex(r"\[Paste[^\[\]]*\]")
"""What agents draw in place of a long paste."""


class Todo(str, enum.Enum):
    WAIT = "wait"
    """The screen may say more in a moment, or when the agent's turn is over."""
    SENT = "sent"
    """Nothing: the agent has it."""
    ENTER = "enter"
    """All of it stands in the input."""
    CLEAR = "clear"
    """What may be in the input is to go, by the key for it; then it is looked at again."""
    TYPE = "type"
    """From its beginning: the input is empty."""
    LEAVE = "leave"
    """Something else stands there, or nobody can tell: that is the user's."""


@attrs.frozen
class CutOff:
    """`is_adapted`: the agent's rules tell what stands in its input; else it is what stands before the cursor.
    `pastes`: it was pasted, in one piece, and not typed. `patience`: seconds in which the agent has drawn what it got;
    `watched`: for how many it has been looked at. `cleared`: the key for it was pressed."""

    text: str
    typed: Typed
    is_adapted: bool
    pastes: bool
    patience: float
    watched: float = 0.0
    cleared: bool = False

    def todo(self, seen: Observation | None, view: ScreenView) -> Todo:
        """`seen` is what the agent's rules say of the view."""
        if seen is not None and seen.status in {Status.WORKING, Status.WAITING}:
            is_sent = self.typed is Typed.ALL or (self.typed is Typed.LEFT and seen.status is Status.WORKING)
            return Todo.SENT if is_sent else Todo.WAIT
        if view.quiet_for < STILL:
            return Todo.WAIT
        if seen is not None and seen.takes_text:
            return self._at_empty_input(view)
        stands = _in_input(self.text, seen) if self.is_adapted else _before_cursor(self.text, view)
        if self.typed is Typed.LEFT:
            return Todo.WAIT
        if stands is Typed.ALL:
            return Todo.ENTER
        if stands is Typed.PART and not self.pastes and not self.cleared:
            return Todo.CLEAR
        if self.typed is Typed.ALL and stands is None and not self.is_adapted and view.quiet_for >= QUIET:
            return Todo.SENT
        return Todo.LEAVE if self.watched >= self.patience else Todo.WAIT

    def _at_empty_input(self, view: ScreenView) -> Todo:
        if self.typed is Typed.ALL:
            return Todo.SENT
        if self.typed is Typed.LEFT:  # The user sent it or cleared it: what was sent stands above, to its end.
            return Todo.SENT if _squeezed(self.text)[-_KNOWN:] in _squeezed("".join(view.lines)) else Todo.TYPE
        if self.pastes:  # An agent that is busy may read it yet.
            return Todo.TYPE if self.watched >= self.patience else Todo.WAIT
        return Todo.TYPE if self.cleared else Todo.CLEAR  # What it has not read yet goes by the same key.


# How much of the text stands in the input, and nothing beside it; None: something else, or nothing. Blanks count for
# nothing: rows are wrapped at them.


def _in_input(text: str, seen: Observation | None) -> Typed | None:
    if seen is None or not seen.typed:
        return None
    typed, whole = _squeezed(seen.typed), _squeezed(text)
    if typed == whole or _PASTED.fullmatch(seen.typed.strip()):
        return Typed.ALL
    return _scrolled(typed, whole) or (Typed.PART if whole.startswith(typed) else None)


def _before_cursor(text: str, view: ScreenView) -> Typed | None:
    (row, column), lines, whole = view.cursor, view.lines, _squeezed(text)
    if len(whole) < _LEAST or not column or row >= len(lines):
        return None
    if lines[row][column + 1 :].strip() or any(line.strip() for line in lines[row + 1 :]):
        return None
    before = _squeezed("".join(lines[: row + 1]))
    if before.endswith(whole):
        return Typed.ALL
    pieces = (_squeezed(text[:end]) for end in range(PIECE, len(text), PIECE))
    return Typed.PART if any(piece and before.endswith(piece) for piece in pieces) else _scrolled(before, whole)


def _scrolled(shown: str, whole: str) -> Typed | None:
    """Only the last rows of a long one show."""
    if len(shown) < PIECE or shown not in whole:
        return None
    return Typed.ALL if whole.endswith(shown) else Typed.PART


def _squeezed(text: str) -> str:
    return "".join(text.split())
