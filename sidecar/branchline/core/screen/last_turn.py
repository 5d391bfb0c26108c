"""What an agent said last, as far as it is on its screen: for agents that no hook tells it of."""

from __future__ import annotations

import textwrap

from branchline.core.screen.detection import Lines, inside, is_rule

_EDGES = ("╭─", "╰─", "┃", "╹", "╻")
_MOST_BELOW = 12
"""Rows that the input and what is around it may have."""


def last_turn(lines: Lines, instruction: str) -> str:
    """The rows between the instruction's echo, or the top of the screen, and the input."""
    end = _end(lines)
    start = next((row + 1 for row in range(end - 1, -1, -1) if _echoes(lines[row], instruction)), 0)
    return textwrap.dedent("\n".join(line.rstrip() for line in lines[start:end])).strip("\n")


def _end(lines: Lines) -> int:
    """The row of the input's upper edge; or that of a bare prompt sign."""
    filled = [row for row, line in enumerate(lines) if line.strip()]
    if not filled:
        return 0
    last = filled[-1]
    near = range(last, max(last - _MOST_BELOW, -1), -1)
    edges = [row for row in near if is_rule(lines[row]) or lines[row].lstrip().startswith(_EDGES)]
    if edges:
        return edges[-1]
    return last if inside(lines[last])[:1] in ">❯›$" else last + 1


def _echoes(line: str, instruction: str) -> bool:
    """It ends as the instruction does, or holds the beginning of its last line."""
    told = instruction.strip().rsplit("\n", 1)[-1].strip()
    shown = line.strip().lstrip(">❯› ").strip()
    return bool(told) and len(shown) > 3 and (told.endswith(shown) or shown.startswith(told[:60]))
