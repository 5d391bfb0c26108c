"""What the screen says of an instruction whose typing was cut off: never half of it is sent, nor twice."""

from __future__ import annotations

from typing import Any

import pytest

from branchline.core.model.screen import Observation, ScreenView
from branchline.core.model.status import Status
from branchline.core.model.under_way import Typed
from branchline.core.screen.cut_off import CutOff, Todo

TEXT = "Mend the clock on the tower,\nand then wind it up for the whole week"
LINE = TEXT.replace("\n", " ")
PATIENCE = 5.0
EMPTY = Observation(Status.READY, "x: empty input box", takes_text=True)
WORKS = Observation(Status.WORKING, "x: spinner")
ASKS = Observation(Status.WAITING, "x: dialog")
PART, ALL, LEFT = Typed.PART, Typed.ALL, Typed.LEFT


def box(text: str) -> Observation:
    return Observation(Status.READY, "x: half-typed line", typed=text)


def screen(*lines: str, column: int | None = None, quiet_for: float = 1.0) -> ScreenView:
    """With the cursor behind the last row."""
    column = len(lines[-1]) if lines and column is None else column or 0
    return ScreenView(lines, (max(0, len(lines) - 1), column), quiet_for=quiet_for)


def todo(typed: Typed, seen: Observation | None, view: ScreenView | None = None, **more: Any) -> Todo:
    more = {"is_adapted": True, "pastes": True, "watched": 0.0, **more}
    return CutOff(TEXT, typed, patience=PATIENCE, **more).todo(seen, view or screen("> "))


PASTED = [
    (PART, EMPTY, 0.0, Todo.WAIT),  # A busy agent may read it yet.
    (PART, EMPTY, PATIENCE, Todo.TYPE),
    (PART, box(TEXT), 0.0, Todo.ENTER),
    (PART, box("Mend the clock on\nthe tower, and\nthen wind it up for the\nwhole week"), 0.0, Todo.ENTER),
    (PART, box("[Pasted text #1 +1 lines]"), 0.0, Todo.ENTER),
    (PART, box("[Pasted text #1 +1 lines] and more"), PATIENCE, Todo.LEAVE),
    (PART, box("up for the whole week"), 0.0, Todo.ENTER),  # The end of one that is scrolled.
    (PART, box(TEXT + " and more"), PATIENCE, Todo.LEAVE),
    (PART, box("Mend the"), PATIENCE, Todo.LEAVE),  # A paste comes whole: this is the user's.
    (PART, box("something else"), 0.0, Todo.WAIT),
    (PART, box("something else"), PATIENCE, Todo.LEAVE),
    (PART, None, PATIENCE, Todo.LEAVE),
    (PART, WORKS, PATIENCE, Todo.WAIT),
    (PART, ASKS, PATIENCE, Todo.WAIT),
    (ALL, EMPTY, 0.0, Todo.SENT),
    (ALL, WORKS, 0.0, Todo.SENT),
    (ALL, ASKS, 0.0, Todo.SENT),
    (ALL, box(TEXT), 0.0, Todo.ENTER),
    (ALL, box("something else"), PATIENCE, Todo.LEAVE),
    (ALL, None, PATIENCE, Todo.LEAVE),
    (LEFT, box(TEXT + " and more"), PATIENCE, Todo.WAIT),
    (LEFT, box(TEXT), PATIENCE, Todo.WAIT),
    (LEFT, WORKS, 0.0, Todo.SENT),
    (LEFT, ASKS, 0.0, Todo.WAIT),
    (LEFT, EMPTY, 0.0, Todo.TYPE),
]


@pytest.mark.parametrize(("typed", "seen", "watched", "expected"), PASTED)
def test_what_was_pasted_is_sent_or_pasted_or_left(
    typed: Typed, seen: Observation | None, watched: float, expected: Todo
) -> None:
    assert todo(typed, seen, watched=watched) is expected


def test_what_the_user_sent_stands_above_the_empty_input() -> None:
    assert todo(LEFT, EMPTY, screen("> Mend the clock on the", "> ")) is Todo.TYPE, "half of it was cleared"
    assert (
        todo(
            LEFT,
            EMPTY,
            screen("> Mend the clock on the tower,", "  and then wind it up for the", "  whole week", "done", "> "),
        )
        is Todo.SENT
    )


TYPED = [
    (PART, EMPTY, False, Todo.CLEAR),
    (PART, EMPTY, True, Todo.TYPE),
    (PART, box("Mend the clock o"), False, Todo.CLEAR),
    (PART, box("Mend the clock o"), True, Todo.WAIT),
    (PART, box("something else"), False, Todo.WAIT),
    (PART, box(LINE), False, Todo.ENTER),
    (ALL, box(LINE), False, Todo.ENTER),
    (ALL, EMPTY, False, Todo.SENT),
]


@pytest.mark.parametrize(("typed", "seen", "cleared", "expected"), TYPED)
def test_what_was_typed_in_pieces_is_cleared_first(
    typed: Typed, seen: Observation, cleared: bool, expected: Todo
) -> None:
    assert todo(typed, seen, pastes=False, cleared=cleared) is expected


SIGN = Observation(Status.READY, "a bare prompt sign at the cursor", takes_text=True)
UNADAPTED = [
    (PART, SIGN, screen("$ "), Todo.CLEAR),
    (PART, None, screen(f"$ {LINE[:32]}"), Todo.CLEAR),
    (PART, None, screen("$ Mend the", "clock on the tower, and"), Todo.CLEAR),
    (PART, None, screen("the clock on the tower, a"), Todo.CLEAR),  # Its beginning is above the screen.
    (PART, None, screen(f"$ {LINE[:32]} and more"), Todo.LEAVE),
    (PART, None, screen(f"$ {LINE[:32]}", "below"), Todo.LEAVE),
    (PART, None, screen("building: 4 of 17"), Todo.LEAVE),
    (PART, None, screen(f"$ {LINE}"), Todo.ENTER),
    (ALL, None, screen(f"$ {LINE}"), Todo.ENTER),
    (ALL, None, screen(f"$ {LINE}", ""), Todo.SENT),  # The cursor stands in the row below.
    (ALL, None, screen(f"$ {LINE}", "building: 4 of 17"), Todo.SENT),
    (ALL, None, screen("building: 4 of 17", quiet_for=0.5), Todo.LEAVE),
    (ALL, SIGN, screen(f"$ {LINE}", "done", "$ "), Todo.SENT),
    (LEFT, SIGN, screen(f"$ {LINE}", "done", "$ "), Todo.SENT),
    (LEFT, SIGN, screen("$ "), Todo.TYPE),
]


@pytest.mark.parametrize(("typed", "seen", "view", "expected"), UNADAPTED)
def test_of_what_nobody_adapted_to_the_row_of_the_cursor_tells(
    typed: Typed, seen: Observation | None, view: ScreenView, expected: Todo
) -> None:
    assert todo(typed, seen, view, is_adapted=False, pastes=False, watched=PATIENCE) is expected


@pytest.mark.parametrize("typed", list(Typed))
@pytest.mark.parametrize("seen", [box(TEXT), box("something else"), None])
def test_a_screen_that_moves_says_nothing(typed: Typed, seen: Observation | None) -> None:
    assert todo(typed, seen, screen("> ", quiet_for=0.1), watched=PATIENCE) is Todo.WAIT
