"""opencode. Measured with 1.18.33.

- Its own default allows every tool without asking. `OPENCODE_PERMISSION` (JSON, merged over the user's configuration)
  puts edits, commands and fetches on ask, and writes no file.
- `-s ID` goes on with a conversation; its id (`ses_…`) cannot be chosen.
- Screen: a block of rows that start with `┃`, closed by `╹▀▀▀`: an empty row, the text, an empty row, the model's row.
  The row below says `esc interrupt` while it works. A dialog is such a block without the closing row.
"""

from __future__ import annotations

import json
import re

from branchline.agents.base import Agent, LaunchRequest
from branchline.core.detection import InputBox, inside, last_row, ready, waiting, working
from branchline.core.model import Launch, Observation, ScreenView, WaitReason

ASK = {"edit": "ask", "bash": "ask", "webfetch": "ask"}

_PLACEHOLDER = re.compile(r"Ask anything(?:…|\.\.\.)(?:\s+\".*\")?", re.DOTALL)
_BAR = "┃"
_EDGE = re.compile("╹▀+")
_INTERRUPT = re.compile(r"\besc (?:again to )?interrupt\b")


def launch(request: LaunchRequest) -> Launch:
    env = {"OPENCODE_PERMISSION": json.dumps(ASK)}
    if request.resume:
        return Launch((request.program, "-s", request.resume), env=env, agent_session=request.resume)
    return Launch((request.program,), env=env)


def observe(view: ScreenView) -> Observation | None:
    if _asks(view):
        return waiting("opencode: permission dialog", WaitReason.APPROVAL)
    box = _input(view)
    if box is None:
        return None
    if any(_INTERRUPT.search(line) for line in view.lines[box.bottom + 1 :]):
        return working("opencode: interrupt hint below the input")
    return ready("opencode", view, box, _PLACEHOLDER)


def _input(view: ScreenView) -> InputBox | None:
    """The barred block around the cursor, if a model's row and the closing edge end it."""
    lines, (row, column) = view.lines, view.cursor
    if not 0 <= row < len(lines) or not lines[row].lstrip().startswith(_BAR):
        return None
    indent = len(lines[row]) - len(lines[row].lstrip())
    top = bottom = row
    while top > 0 and lines[top - 1][: indent + 1] == lines[row][: indent + 1]:
        top -= 1
    while bottom + 1 < len(lines) and lines[bottom + 1][: indent + 1] == lines[row][: indent + 1]:
        bottom += 1
    edge = _EDGE.match(lines[bottom + 1], indent) if bottom + 1 < len(lines) else None
    if edge is None:
        return None
    said = [inside(line[: edge.end()]) for line in lines[top : bottom + 1]]  # a wide terminal has a panel on the right
    if len(said) < 4 or not said[-1] or said[-2]:
        return None
    if said[0]:  # completions stand in the same block, above the empty row
        return InputBox(top, bottom, "\n".join(said), cursor_at_start=False)
    text = "\n".join(said[1:-2]).strip()
    return InputBox(top + 1, bottom - 2, text, cursor_at_start=(row, column) == (top + 1, indent + 3))


def _asks(view: ScreenView) -> bool:
    """The last block of the screen is barred, has no closing edge, and begins with the warning sign."""
    lines = view.lines
    end = next((row for row in range(len(lines) - 1, -1, -1) if lines[row].strip()), -1)
    if end < 0 or not lines[end].lstrip().startswith(_BAR):
        return False
    start = end
    while start > 0 and lines[start - 1].lstrip().startswith(_BAR):
        start -= 1
    texts = [inside(line) for line in lines[start : end + 1] if inside(line)]
    return len(texts) >= 2 and texts[0].startswith("△ ") and last_row(lines) <= end


AGENT = Agent(
    name="opencode",
    title="opencode",
    program="opencode",
    install="npm install -g opencode-ai",
    launch=launch,
    observe=observe,
    can_resume=True,
)
