"""How a row of the screen is drawn: the few things that its text does not say.

A row comes as text with SGR sequences, each style on its own between resets, as `Screen.styled` writes it.
"""

from __future__ import annotations

import attrs

from branchline.core.regexes import regex

_SGR = regex(r"\x1b\[([0-9;:]*)m")
_CODE = regex(r"[345]8;5;\d+|[345]8;2(?:;\d+){3}|\d+")
_BACKGROUND = regex(r"48;.*|(?:4|10)[0-7]")


@attrs.frozen
class Run:
    """Neighbouring cells in one style. `start` is the column of the first."""

    text: str
    start: int
    sgr: str

    @property
    def is_faint(self) -> bool:
        return "2" in _CODE.findall(self.sgr)

    @property
    def background(self) -> str | None:
        """As in the sequence; None for the terminal's own."""
        return next((code for code in _CODE.findall(self.sgr) if _BACKGROUND.fullmatch(code)), None)


def runs(styled: str) -> list[Run]:
    """The runs of a row. Wide characters count as one column: good for rows of plain text."""
    found: list[Run] = []
    sgr, column, at = "", 0, 0
    for match in (*_SGR.finditer(styled), None):
        text = styled[at : match.start() if match else None]
        if text:
            found.append(Run(text, column, sgr))
            column += len(text)
        if match is None:
            break
        at = match.end()
        sgr = "" if match[1] in ("", "0") else f"{sgr};{match[1]}".strip(";")
    return found


def is_faint_from(styled: str, column: int) -> bool:
    """Whether there is text at or right of `column` and all of it is faint: a placeholder, nobody's typing."""
    said = [run for run in runs(styled) if run.start + len(run.text) > column and run.text.strip()]
    return bool(said) and all(run.is_faint for run in said)
