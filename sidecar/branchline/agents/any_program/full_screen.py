"""Programs that draw more than a line: pagers, editors, boxes with buttons, lists with a pointer.

Each is told by where it puts things. Output goes on where the cursor is; only a program that has taken the screen
leaves the cursor above its last row, or behind a mark on the lowest row of the terminal.
"""

from __future__ import annotations

import re

from branchline.core.model.prompt import Meaning, Option, WaitReason
from branchline.core.model.screen import Observation, ScreenView
from branchline.core.regexes import regex
from branchline.core.screen.detection import POINTERS, inside, last_row, row_above, text_of, texts_below
from branchline.core.screen.observations import waiting
from branchline.core.screen.prompts import LEFT, NO_OPTIONS, RIGHT, Options, asking, stepped
from branchline.core.screen.styles import runs


def asked(view: ScreenView) -> Observation | None:
    return _pager(view) or _editor(view) or _box(view) or _list(view)


# ---------------------------------------------------------------- pagers and editors

_PAGER = regex(
    r"(?:.*\s)?\(END\)|-- ?More ?--.*|.*\(press h for help or q to quit\)|.*\bpress RETURN\)?|HELP -- Press RETURN .*"
)
_PAGER_AT_THE_BOTTOM = regex(r":|(?:.*\s)?lines \d+-\d+(?:/\d+)?(?: .*)?|.*\bbytes? \d+-\d+/\d+.*")
_COLOUR = regex(r"[345]8;(?:5;\d+|2;\d+;\d+;\d+)")
_PAGER_KEYS = Options((Option("next", "Next page", Meaning.OTHER, " "), Option("quit", "Quit", Meaning.OTHER, "q")))


def _pager(view: ScreenView) -> Observation | None:
    (row, column), lines = view.cursor, view.lines
    text = lines[row]
    is_behind = column - 1 <= len(text) <= column or (column == view.cols - 1 and len(text) >= view.cols)
    if not text.strip() or not is_behind or last_row(lines) != row:
        return None
    lowest = row == len(lines) - 1
    marked = _PAGER.fullmatch(text) or (lowest and (_PAGER_AT_THE_BOTTOM.fullmatch(text) or _is_reversed(view, row)))
    title = "A pager shows a text"
    return waiting("a pager", asking(WaitReason.QUESTION, title, _PAGER_KEYS, text=title)) if marked else None


def _is_reversed(view: ScreenView, row: int) -> bool:
    """All of the row is drawn in reverse, as `less` draws the name of the file."""
    said = [run for run in runs(view.styled(row)) if run.text.strip()]
    return bool(said) and all("7" in _COLOUR.sub("", run.sgr).split(";") for run in said)


_EDITORS = (
    ("vim", 1, regex(r".*(?:^|\s)\d+,\d+(?:-\d+)?\s+(?:Top|Bot|All|\d{1,2}%)")),
    ("vim", 1, regex(r'"[^"]*" (?:\[[^\]]+\]|\d+L, \d+[BC]|\d+ lines?, ).*')),
    ("vim", 1, regex(r"-- (?:INSERT|REPLACE|VISUAL(?: \w+)?|INSERT VISUAL) --.*")),
    ("nano", 1, regex(r"\^[XC] ?[A-Z].*\^[A-Z] ?[A-Z].*|\s?N No\s+\^C Cancel")),
    ("emacs", 2, regex(r"-?[-UuT]{1,4}[:\\(].{3}.*\bL\d+\b.*\(.+\).*")),
    ("micro", 1, regex(r".*\(\d+,\d+\) .*\bft:\w+.*")),
    ("helix", 2, regex(r"\s*(?:NOR|INS|SEL)\s.*\d+:\d+")),
)
"""Name, the row from below, what it says."""
_VIM_KEYS = Options(
    (
        Option("save", "Save and quit", Meaning.OTHER, "\x1b:wq\r"),
        Option("abort", "Quit without saving, with an error", Meaning.OTHER, "\x1b:cq!\r"),
    )
)


def _editor(view: ScreenView) -> Observation | None:
    (row, _), lines = view.cursor, view.lines
    name = next(
        (
            name
            for name, below, pattern in _EDITORS
            if row < len(lines) - below and pattern.fullmatch(lines[len(lines) - below])
        ),
        None,
    )
    if name is None and _rows_after_the_end(view):
        name = "vim"
    if name is None:
        return None
    options = _VIM_KEYS if name == "vim" else NO_OPTIONS
    title = f"An editor is open: {name}"
    return waiting("an editor", asking(WaitReason.QUESTION, title, options, text=title))


def _rows_after_the_end(view: ScreenView) -> bool:
    """Rows of `~` down to the status line, below the cursor: what vi draws after the end of a file."""
    lines = view.lines
    for end in (len(lines) - 2, len(lines) - 3):
        if end > 0 and lines[end] == lines[end - 1] == "~" and view.cursor[0] < end - 1:
            return True
    return False


# ---------------------------------------------------------------- boxes with buttons

_BUTTONS = regex(r"(?:<\s*\w[\w ]{0,14}>\s*)+")
_SECRET = regex(r"pass(?:word|phrase|code)|\bPIN\b", re.IGNORECASE)


def _box(view: ScreenView) -> Observation | None:
    """A frame around the cursor with `<OK>` in it."""
    (row, column), lines = view.cursor, view.lines
    left = max((at for at, each in enumerate(lines[row][:column]) if each in "│┃║"), default=-1)
    if left < 0:
        return None

    def edge(each: int) -> str:
        return lines[each][left : left + 1] if 0 <= each < len(lines) else ""

    top = bottom = row
    while edge(top) in ("│", "┃", "║", "├"):
        top -= 1
    while edge(bottom) in ("│", "┃", "║", "├"):
        bottom += 1
    if edge(top) not in ("┌", "╔", "┏") or edge(bottom) not in ("└", "╚", "┗"):
        return None
    rows = range(top + 1, bottom)
    shown = [lines[each][left:].strip("│┃║█ ") for each in rows]
    if not any(_BUTTONS.fullmatch(each) for each in shown[-3:]):
        return None
    said = [each.strip("_ ") for each in shown if each.strip("_ ") and not _BUTTONS.fullmatch(each)]
    has_field = not _BUTTONS.fullmatch(shown[row - top - 1]) or any("____" in each for each in shown)
    secret = has_field and _SECRET.search("\n".join(said))
    kind = WaitReason.PASSWORD if secret else WaitReason.QUESTION
    return waiting(f"a {kind.value} in a box", asking(kind, next(iter(said), ""), text="\n".join(said)))


# ---------------------------------------------------------------- lists with a pointer

_POINTERS = POINTERS + "»‣"
_MARKS = "○◯◉●◻◼☐☑"
_ITEM = regex(rf"[│┃║ ]*[{_POINTERS}](?P<box> ?[{_MARKS}])?\s+(?=\S)")
_FIELD = regex(r"◆\s+\S")
_SIGN = regex(r"[│┃ ]*[?❓◆]\s")
_HINT = regex(
    r"\b(?:enter|return|space(?:bar)?)\b[^.]{0,20} to (?:select|choose|confirm|submit|accept|pick)\b"
    r"|\barrow.keys\b|[↑↓⏎]",
    re.IGNORECASE,
)
_HINT_BEHIND = regex(r"\s*\([^)]*(?:arrow|↑|↓|shortcut)[^)]*\)$|\s[›»…‣](?:\s.*)?$")
_SIDE_BY_SIDE = regex(r"(?:[●○] [^/●○]+/ )+[●○] [^/●○]+")
_NUMBER = regex(r"\d{1,2}[.)]\s+")
_HINT_ROWS = 3
_MAX_ROWS = 40


def _list(view: ScreenView) -> Observation | None:
    """One option pointed at, others at its left edge, a question above, nothing but hints below, the cursor there."""
    lines, end = view.lines, last_row(view.lines)
    for row in range(end, max(-1, end - _MAX_ROWS), -1):
        if found := _ITEM.match(lines[row]):
            return _list_around(view, row, found.end(), is_simple=not found["box"])
        if _FIELD.match(lines[row]) and lines[end].startswith("└") and view.cursor[0] in (end, end + 1):
            title = lines[row].lstrip("◆ ")  # A field to type into.
            kind = WaitReason.PASSWORD if _SECRET.search(title) else WaitReason.QUESTION
            takes_text = kind is WaitReason.QUESTION
            return waiting("a field at the end", asking(kind, title, text=title, takes_text=takes_text))
    return None


def _list_around(view: ScreenView, row: int, column: int, is_simple: bool) -> Observation | None:
    """`is_simple`: the option pointed at is the one that Enter takes; where boxes are ticked, more keys are needed."""
    lines = view.lines
    first = last = row
    options = NO_OPTIONS
    if _SIDE_BY_SIDE.fullmatch(inside(lines[row])):
        parts = [each.strip() for each in inside(lines[row]).split("/ ")]
        at = [place for place, each in enumerate(parts) if each.startswith("●")]
        if len(at) != 1:
            return None
        options = stepped([each.lstrip("●○ ") for each in parts], at[0], RIGHT, LEFT)
    else:
        while first > 0 and _is_option(lines[first - 1], column):
            first -= 1
        while last + 1 < len(lines) and _is_option(lines[last + 1], column):
            last += 1
        if first == last:
            return None
        if is_simple:
            labels = [_NUMBER.sub("", inside(line[column:]), count=1) for line in lines[first : last + 1]]
            options = stepped(labels, row - first)
    top = bottom = row_above(lines, first)
    while top > 0 and not _SIGN.match(lines[top]) and len(lines[top - 1]) >= view.cols - 1 and bottom - top < 3:
        top -= 1
    heading = "".join(line.ljust(view.cols) for line in lines[top : bottom + 1]).rstrip()
    below = texts_below(lines, last)
    if not 0 <= first - bottom <= 2 or bottom < 0 or len(below) > _HINT_ROWS:
        return None
    if not top <= view.cursor[0] <= last_row(lines) + 1:
        return None
    if view.cursor[0] > last and not all(_HINT.search(each) or not each.strip("└╰╯┘─ ") for each in below):
        return None  # What stands below is somewhere to type.
    # An indented text below a bullet looks the same: a list has the sign of a question, a hint, or the cursor.
    points = first <= view.cursor[0] <= last and inside(heading).endswith(("?", ":"))
    if not _SIGN.match(heading) and not _HINT.search(" ".join([heading, *below])) and not points:
        return None
    title = _HINT_BEHIND.sub("", inside(heading).lstrip("?❓◆ "))
    accepts = any(each.meaning is Meaning.ACCEPT for each in options.options)
    kind = WaitReason.APPROVAL if accepts else WaitReason.QUESTION
    text = text_of(lines, range(top, last + 1))
    return waiting("a list with a pointer", asking(kind, title, options, text=text))


def _is_option(line: str, column: int) -> bool:
    """The label of an option that is not pointed at starts where the pointed one's does."""
    starts = line[column - 1 : column] == " " and line[column : column + 1].strip() != ""
    return starts and not inside(line[:column]).strip(_MARKS)
