"""A row's styles in short, for clients that draw it.

A row is its text and its runs: `4 3:Bf1 12:g#102030` are 4 characters without a style, 3 bold ones in colour 1, and 12
on a background of their own. Colours 0 to 15 are the client's theme's; the others are looked up here. What underlines
look like, and what colour they have, is left out.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable

from branchline.core.regexes import regex
from branchline.core.screen.styles import runs

_CODE = regex(r"(?P<ground>[345])8;(?:5;(?P<index>\d+)|2;(?P<rgb>\d+;\d+;\d+))|(?P<flag>\d+)(?::(?P<kind>\d+))?")
_FLAGS = {"1": "B", "2": "F", "3": "I", "4": "U", "7": "R", "8": "H", "9": "S"}
_GROUNDS = {"3": "f", "4": "g"}
_LEVELS = (0, 95, 135, 175, 215, 255)
_THEMED = 16


def row(styled: str) -> tuple[str, str]:
    """The text of a row with SGR sequences, without blanks at its end that nothing is seen of, and its runs."""
    found = [(run.text, _style(run.sgr)) for run in runs(styled)]
    while found and not found[-1][1]:
        text = found[-1][0].rstrip()
        if text:
            found[-1] = (text, "")
            break
        found.pop()
    return "".join(text for text, _ in found), " ".join(_joined(found))


def _joined(found: Iterable[tuple[str, str]]) -> Iterable[str]:
    """Neighbours that look the same are one; a row without any style has no runs."""
    merged: list[tuple[int, str]] = []
    for text, style in found:
        if merged and merged[-1][1] == style:
            merged[-1] = (merged[-1][0] + len(text), style)
        else:
            merged.append((len(text), style))
    if len(merged) == 1 and not merged[0][1]:
        return ()
    return (f"{length}:{style}" if style else str(length) for length, style in merged)


@functools.lru_cache(maxsize=1024)
def _style(sgr: str) -> str:
    flags, grounds = set(), {}
    for code in _CODE.finditer(sgr):
        if ground := code["ground"]:
            if ground in _GROUNDS:
                grounds[_GROUNDS[ground]] = _colour(code["index"], code["rgb"])
        elif code["flag"] in _FLAGS and code["kind"] != "0":
            flags.add(_FLAGS[code["flag"]])
    return "".join(sorted(flags)) + "".join(f"{ground}{grounds[ground]}" for ground in sorted(grounds))


def _colour(index: str | None, rgb: str | None) -> str:
    if index is None:
        red, green, blue = (min(255, int(each)) for each in (rgb or "0;0;0").split(";"))
        return f"#{red:02x}{green:02x}{blue:02x}"
    number = min(255, int(index))
    if number < _THEMED:
        return str(number)
    if number >= 232:  # The greys.
        return "#" + f"{8 + 10 * (number - 232):02x}" * 3
    place = number - _THEMED
    return "#" + "".join(f"{_LEVELS[each]:02x}" for each in (place // 36, place // 6 % 6, place % 6))
