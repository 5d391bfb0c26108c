"""Text made to fit a terminal's width, and the boxes around it. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

RESET = "\x1b[0m"
BOLD, DIM, RED, GREEN, BLUE, YELLOW = (f"\x1b[{code}m" for code in (1, 2, 31, 32, 34, 33))


@dataclass(frozen=True)
class Line:
    """One row: `text` in `style` between an unstyled `left` and `right`."""

    text: str = ""
    style: str = ""
    left: str = ""
    right: str = ""

    def render(self, columns: int) -> str:
        """With escape sequences, cut so that it never wraps."""
        text = cut(self.text, columns - width_of(self.left) - width_of(self.right))
        if width_of(self.left) + width_of(self.right) > columns:
            return cut(self.left, columns)
        return f"{self.left}{self.style}{text}{RESET if self.style else ''}{self.right}"


def printable(text: str) -> str:
    """Without anything a terminal would obey; line ends stay."""
    text = text.replace("\t", "    ")
    return "".join(c if c == "\n" or not unicodedata.category(c).startswith("C") else "\ufffd" for c in text)


def width_of(text: str) -> int:
    return sum(_width(each) for each in text)


def _width(character: str) -> int:
    if unicodedata.combining(character) or character in "\u200d\ufe0e\ufe0f":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cut(text: str, columns: int) -> str:
    """At most `columns` wide; a `…` stands for what is gone."""
    if width_of(text) <= columns:
        return text
    kept, used = "", 0
    for character in text:
        used += _width(character)
        if used > columns - 1:
            break
        kept += character
    return kept + "…" if columns > 0 else ""


def wrap(text: str, columns: int) -> list[str]:
    """Rows of at most `columns`, broken at spaces where there are any. Keeps empty lines; never empty."""
    columns = max(columns, 2)
    rows: list[str] = []
    for line in text.split("\n"):
        row = ""
        for character in line:
            if width_of(row) + _width(character) > columns:
                space = row.rfind(" ")
                keep = space + 1 if space > columns // 2 else len(row)
                rows.append(row[:keep].rstrip())
                row = row[keep:]
            row += character
        rows.append(row)
    return rows


def boxed(lines: Sequence[Line], columns: int) -> list[Line]:
    """The lines in a frame of the full width."""
    room = max(columns - 4, 0)
    bar = "─" * max(columns - 2, 0)
    middle = []
    for line in lines:
        text = cut(line.text, room - width_of(line.left))
        blank = " " * max(room - width_of(line.left) - width_of(text), 0)
        middle.append(replace(line, text=text, left=f"│ {line.left}", right=f"{blank} │"))
    return [Line(f"╭{bar}╮"), *middle, Line(f"╰{bar}╯")]
