"""Where an agent that nobody adapted to takes its instructions, and whether it is at work: by kinds of screens.

Agents have an input near the end of the screen: in a frame, between two rules, beside a bar, or behind a sign. While
they work something moves: a spinner before a word, `Thinking…`, seconds that count, a row that says how to stop it.
What does not move says nothing, and what moves without words or such a sign is an ornament.
"""

from __future__ import annotations

import functools
import re

from branchline.core.model.screen import Observation, ScreenView
from branchline.core.model.status import Status
from branchline.core.regexes import regex
from branchline.core.screen.detection import inside, is_rule, last_row
from branchline.core.screen.motion import least
from branchline.core.screen.observations import STILL, working

MOVES = 1.3
"""Seconds within which a row that moves changes: clocks do once in a second."""

_SIGN = regex(r"(?:[●▌▏*!]\s*)?[>❯›▸»$λ✎✏](?:\s|▋|█|$)|[●*]\s")
_LOWEST = 14
"""Rows with text from the end of the screen up, among which the input is."""
_MAX_ROWS = 10
_NEAR = 5
"""Rows above the input in which a sign of work may stand still."""
_PALETTE = regex(r"(?:\W*\s)?[/@]\w*$")
_STOPS = regex(
    r"\b(?:esc(?:ape)?|ctrl ?[+-] ?c|\^c)\b[^|·•]{0,16}\b(?:interrupt|cancel|stop|abort)\b"
    r"|\b(?:interrupt|cancel|stop|abort)\b[^|·•]{0,12}\((?:press )?(?:esc|ctrl ?[+-] ?c)",
    re.IGNORECASE,
)
_TURNS = regex(r"[⠀-⣿◐-◓◜-◡◴-◷◰-◳✢✳∗✶✻✽⏳⌛▁-█▖-▟|/\\-]+\s+[^\W\d]{3}|[⠁-⣿]\s*$")
_GOES_ON = regex(r"\b(?!\w*thing\b)\w{3,}ing\b[^.…]{0,40}(?:\.{2,3}|…)", re.IGNORECASE)
_COUNTS = regex(r"\(\s*(?:\d+m\s*)?\d+(?:\.\d+)?\s?s\b")


def observe(view: ScreenView) -> Observation | None:
    """Working, or ready but not for text: nothing is typed on a screen that nobody knows. None: activity decides."""
    if at_work(view):
        return working("a sign of work that moves")
    rows = input_rows(view)
    if rows is None:
        return None
    lines, motion = view.lines, view.motion
    if any(_PALETTE.match(inside(lines[row])) for row in rows):
        return Observation(Status.READY, "an input that begins a command")
    if least(motion.rows, lambda row: row not in rows) < MOVES and any(
        says_work(lines[row], is_input=row in rows) for row in range(max(0, rows.start - _NEAR), len(lines))
    ):
        return working("a sign of work, and something moves")
    if least(motion.words, lambda row: row not in rows) < STILL:
        return None
    return Observation(Status.READY, "an input, and no sign of work")


@functools.lru_cache(maxsize=4096)
def says_work(line: str, is_input: bool) -> bool:
    return bool(_STOPS.search(line) or (not is_input and _GOES_ON.search(line)))


def at_work(view: ScreenView, below: int = -1) -> bool:
    """Whether a sign of work moves in a row below that one."""
    motion = view.motion
    return any(
        row > below and still < MOVES and _is_sign(inside(view.lines[row]), is_moved=still < motion.words[row])
        for row, still in enumerate(motion.rows)
    )


def _is_sign(text: str, is_moved: bool) -> bool:
    """`is_moved`: it has changed since its words stand there."""
    stops = _STOPS.search(text)
    if stops and (is_moved or " to " in stops[0] or "(" in stops[0]):
        return True
    return is_moved and bool(_TURNS.match(text) or _GOES_ON.search(text) or _COUNTS.search(text))


# ---------------------------------------------------------------- the input


def input_rows(view: ScreenView, below: int = -1) -> range | None:
    """The rows of the input's text, without its edges; below a row, where only one with a sign counts, or an empty one.
    None: there is none."""
    seen = 0
    for row in range(last_row(view.lines), below, -1):
        if not inside(view.lines[row]) and not _is_bar(view.lines[row]):
            continue
        seen += 1
        if seen > _LOWEST:
            break
        found = _between(view, row, below < 0) or _beside_bar(view, row) or _behind_sign(view, row)
        if found is not None and found.start > below:
            return found
    return None


def _between(view: ScreenView, bottom: int, by_cursor: bool) -> range | None:
    """In the frame, or between the rules, that end with this row."""
    lines = view.lines
    if not _is_edge(lines[bottom]):
        return None
    top = bottom - 1
    while top >= 0 and bottom - top <= _MAX_ROWS and not _is_edge(lines[top]):
        top -= 1
    rows = range(top + 1, bottom)
    if top < 0 or not rows or not _is_edge(lines[top]):
        return None
    said = [inside(lines[row]) for row in rows]
    first = next((each for each in said if each), "")
    signed = not first or _SIGN.match(first) is not None
    return rows if signed or (by_cursor and view.cursor[0] in rows and len(rows) <= 3) else None


@functools.lru_cache(maxsize=4096)
def _is_edge(line: str) -> bool:
    text = line.strip()
    return is_rule(line, least=20) or (text[:1] in "╭╰┌└╹╻┏┗" and text.count("─") + text.count("▀") >= 10)


def _is_bar(line: str) -> bool:
    return line.strip() in ("┃", "▌", "▎", "│", "▏")


def _beside_bar(view: ScreenView, row: int) -> range | None:
    """`┃ > …`, with nothing at the right edge."""
    lines = view.lines
    bar = lines[row].lstrip()[:1]
    if bar not in "┃▌▎" or not bar:
        return None
    top = bottom = row
    while top > 0 and lines[top - 1].lstrip().startswith(bar):
        top -= 1
    while bottom + 1 < len(lines) and lines[bottom + 1].lstrip().startswith(bar):
        bottom += 1
    said = [inside(line) for line in lines[top : bottom + 1]]
    signed = any(_SIGN.match(each) or each.startswith("/") for each in said[:3])
    return range(top, bottom + 1) if signed else None


def _behind_sign(view: ScreenView, row: int) -> range | None:
    """`❯ …` at the left, with the cursor in it."""
    if row != view.cursor[0] or not re.match(r"\s*[>❯›](?:\s|$)", view.lines[row]):
        return None
    return range(row, row + 1)
