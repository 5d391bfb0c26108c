"""What the agents' detectors share: pieces of a screen, found by place rather than by words.

Anything may be printed on a terminal: a file that an agent shows may hold the words of its own dialogs. So a
dialog counts only at the bottom of the screen, where the agent draws its live part, and an input box only
around the cursor. Words decide which kind of dialog it is, never whether there is one.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

import attrs

from branchline.core.model.screen import ScreenView
from branchline.core.regexes import regex

POINTERS = "❯›●▶▸→>"
"""What agents draw before the selected option of a list."""

_FRAME = " \t│┃║▏▕█╎"
_OPTION = regex(rf"(?P<pointer>[{POINTERS}]\s*)?(?P<number>\d{{1,2}})[.)]\s+(?P<label>\S.*)")
_MAX_OPTION_GAP = 8
"""Rows from one option to the next: labels wrap, and some have a description below."""

Lines = Sequence[str]


# ---------------------------------------------------------------- lines and blocks


def inside(line: str) -> str:
    """What a line says without the frame or scroll bar around it."""
    return line.strip(_FRAME)


@functools.lru_cache(maxsize=4096)
def is_rule(line: str, characters: str = "─━═╌▄▀", least: int = 10) -> bool:
    """A horizontal line: at least `least` of the same drawing character, corners and a short label apart."""
    text = line.strip()
    if len(text) < least or text[0] in "│┃":
        return False
    wanted = max(least, len(text) // 2)
    return any(each in text and text.count(each) >= wanted for each in characters)


def last_row(lines: Lines) -> int:
    """The last row that shows anything, or -1."""
    return next((row for row in range(len(lines) - 1, -1, -1) if inside(lines[row])), -1)


def last_block(lines: Lines, end: int | None = None) -> range:
    """The rows of the last run of lines without a blank one, at or above row `end`."""
    stop = last_row(lines if end is None else lines[: end + 1])
    start = stop
    while start > 0 and inside(lines[start - 1]):
        start -= 1
    return range(max(start, 0), stop + 1)


def row_above(lines: Lines, row: int) -> int:
    """The nearest row above `row` that shows anything, or -1."""
    return last_row(lines[: max(row, 0)])


def row_below(lines: Lines, row: int) -> int:
    """The nearest row below `row` that shows anything, or the last row."""
    return next((each for each in range(row + 1, len(lines)) if inside(lines[each])), len(lines) - 1)


def edges_above(view: ScreenView, row: int, character: str) -> list[int]:
    """The rows above `row`, lowest first, that are nothing but `character` from edge to edge: what a program shows
    inside a dialog is indented, and so cannot look like one."""
    return [each for each in range(row - 1, -1, -1) if view.lines[each] == character * view.cols]


def text_of(lines: Lines, rows: range) -> str:
    """The rows without their frames, one line each."""
    return "\n".join(inside(lines[row]) for row in rows)


# ---------------------------------------------------------------- lists of options


@attrs.frozen
class Choice:
    """One option of a list: its number as drawn, its label, where it stands, and whether it is preselected."""

    number: int
    label: str
    row: int
    selected: bool


def numbered_choices(lines: Lines) -> tuple[Choice, ...]:
    """The last list `1. … 2. …` with exactly one option pointed at, or (). A long list may be scrolled."""
    found = [
        Choice(int(match["number"]), match["label"], row, bool(match["pointer"]))
        for row, line in enumerate(lines)
        if (match := _OPTION.match(inside(line)))
    ]
    while found:
        run = [found[-1]]
        for each in reversed(found[:-1]):
            if run[0].row - each.row > _MAX_OPTION_GAP or run[0].number == 1:
                break
            if each.number == run[0].number - 1:
                run.insert(0, each)
        if len(run) >= 2 and sum(each.selected for each in run) == 1:
            return tuple(run)
        found.pop()
    return ()


def is_option(line: str) -> bool:
    """Whether the line looks like one of a numbered list."""
    return _OPTION.match(inside(line)) is not None


def pointed_at(lines: Lines, row: int, pointers: str = POINTERS) -> bool:
    """Whether the row starts with a pointer and a label, as a selected option does."""
    return 0 <= row < len(lines) and re.match(rf"[{pointers}]\s+\S", inside(lines[row])) is not None


def texts_below(lines: Lines, row: int) -> list[str]:
    """What the rows below `row` say; frames, rules and blanks say nothing."""
    return [inside(line) for line in lines[row + 1 :] if inside(line) and not is_rule(line)]


def last_frame(lines: Lines) -> range:
    """The rows inside the frame `╭─ … ╰─` at the bottom of the screen, if there is one; one hint may stand below it.

    In a low terminal its top may be out of sight. One whose bottom is shorter than its top is half drawn, and none yet.
    """
    bottom = last_row(lines)
    if bottom >= 0 and not _starts_with(lines[bottom], "╰─", "└─"):
        bottom = row_above(lines, bottom)
    if bottom < 0 or not _starts_with(lines[bottom], "╰─", "└─"):
        return range(0)
    column = len(lines[bottom]) - len(lines[bottom].lstrip())
    for row in range(bottom - 1, -1, -1):
        if lines[row][column : column + 1] not in ("│", "├", "║"):
            is_half = _starts_with(lines[row], "╭─", "┌─") and len(lines[bottom]) < len(lines[row])
            return range(0) if is_half else range(row + 1, bottom)
    return range(bottom)


def _starts_with(line: str, *edges: str) -> bool:
    return line.lstrip().startswith(edges)


def marked_end(lines: Lines, end: int, mark: str, others: str) -> str:
    """What the block that ends at or above row `end` says from its last row that begins with `mark` on; "" when a row
    below that begins with one of the agent's `others`, or there is none."""
    block = last_block(lines, end)
    for row in reversed(block):
        text = inside(lines[row])
        if text.startswith(mark):
            return text_of(lines, range(row, block.stop))
        if text.startswith(tuple(others)) or is_rule(lines[row]):
            break
    return ""
