"""The demo agent that ships with Branchline: no account, no network.

Its program is the Python that runs Branchline, started through the launcher beside the package.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import branchline
from branchline.agents.base import Agent, LaunchRequest, Typing
from branchline.core.detection import (
    input_box,
    numbered_choices,
    ready,
    row_above,
    texts_below,
    waiting,
    working,
)
from branchline.core.model import Launch, Observation, ScreenView, WaitReason

LAUNCHER = Path(branchline.__file__).parent.parent / "launch.py"

_MARKER = re.compile(r"│ > ")
_SPINNER = re.compile(r"[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] Working… \(\d+s · esc to interrupt\)")


def launch(request: LaunchRequest) -> Launch:
    return Launch((request.program, "-I", "-S", str(LAUNCHER), "demo-agent"))


def observe(view: ScreenView) -> Observation | None:
    if _dialog(view):
        return waiting("demo: dialog at the cursor", WaitReason.APPROVAL)
    box = input_box(view, _MARKER, _top, _bottom)
    if box is None:
        return None
    status_row = row_above(view.lines, box.top - 1)
    if status_row >= 0 and _SPINNER.fullmatch(view.lines[status_row].strip()):
        return working("demo: spinner above the input box")
    return ready("demo", view, box)


def _dialog(view: ScreenView) -> bool:
    """The cursor stands on the selected option of the last list; below it only the hint."""
    choices = numbered_choices(view.lines)
    if not any(each.selected and each.row == view.cursor[0] for each in choices):
        return False
    return len(texts_below(view.lines, choices[-1].row)) <= 1


def _top(line: str) -> bool:
    return line.startswith("╭─")


def _bottom(line: str) -> bool:
    return line.startswith("╰─")


AGENT = Agent(
    name="demo",
    title="Demo agent",
    program=sys.executable,
    install="It ships with Branchline; reinstall the extension.",
    launch=launch,
    observe=observe,
    typing=Typing(settle=0.05),
)
