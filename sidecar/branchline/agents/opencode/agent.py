"""opencode. Measured with 1.18.33.

- Its own default allows every tool without asking. `OPENCODE_PERMISSION` (JSON, merged over the user's configuration)
  puts edits, commands and fetches on ask, and writes no file.
- `-s ID` goes on with a conversation; its id (`ses_…`) cannot be chosen.
- Screen: a block of rows that start with `┃`, closed by `╹▀▀▀`: an empty row, the text, an empty row, the model's row.
  The row below says `esc interrupt` while it works. A dialog is such a block without the closing row, below all else.
- A permission takes 15 rows at most; what does not fit is cut off, and nothing on the screen tells.
- An image whose path is pasted alone is attached; of other files it reads what it is told the path of.
"""

from __future__ import annotations

import json
import re

from branchline.agents.opencode import conversations, usage
from branchline.agents.opencode.blocks import BAR, barred, open_block
from branchline.agents.opencode.dialogs import dialog
from branchline.agents.opencode.names import GUARDED, TOOLS
from branchline.agents.shared.agent import Agent, LaunchRequest
from branchline.core.model.agent import Launch
from branchline.core.model.screen import Observation, ScreenView
from branchline.core.reasons import TurnReason
from branchline.core.regexes import regex
from branchline.core.screen.detection import inside, row_above, text_of
from branchline.core.screen.input_box import InputBox
from branchline.core.screen.observations import ready, trouble, working
from branchline.core.screen.styles import runs

ASK = {"edit": "ask", "bash": "ask", "webfetch": "ask"}

_PLACEHOLDER = regex(r"Ask anything(?:…|\.\.\.)(?:\s+\".*\")?", re.DOTALL)
_EDGE = regex("╹▀+")
_WORKS = regex(r"\besc (?:again to )?interrupt\b|\[?\bretrying in \d|^ *[■⬝]")
"""A long error squeezes the hint out while it tries again, but not what moves in front of it."""


def launch(request: LaunchRequest) -> Launch:
    env = {"OPENCODE_PERMISSION": json.dumps({**ASK, "edit": "deny"} if request.read_only else ASK)}
    if request.resume:
        return Launch((request.program, "-s", request.resume), env=env, agent_session=request.resume)
    return Launch((request.program,), env=env)


def observe(view: ScreenView) -> Observation | None:
    block = open_block(view)
    if block is not None:
        return dialog(view, block)
    box = _input(view)
    if box is None:
        return None
    if any(_WORKS.search(line) for line in view.lines[box.bottom + 1 :]):
        return working("opencode: progress or interrupt hint below the input")
    return ready("opencode", view, box, _PLACEHOLDER, _trouble(view, box))


def _input(view: ScreenView) -> InputBox | None:
    """The barred block around the cursor, if a model's row and the closing edge end it."""
    lines, (row, column) = view.lines, view.cursor
    if not 0 <= row < len(lines) or not lines[row].lstrip().startswith(BAR):
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


def _trouble(view: ScreenView, box: InputBox) -> TurnReason | None:
    """What the last turn ended with: a barred block right above the line with the model's name, as errors are drawn.
    The user's own words are drawn so too, but with the input's colour, and what tools print, but it begins with a sign.
    """
    lines = view.lines
    model = row_above(lines, box.top - 1)
    if model < 0 or not inside(lines[model]).startswith("▣"):
        return None
    block = barred(view, row_above(lines, model))
    if not block or _colour(view, block.start) == _colour(view, box.top):
        return None
    said = text_of(lines, block).strip()
    return trouble(said) if re.match(r"\w", said) else None


def _colour(view: ScreenView, row: int) -> str:
    """Of the bar."""
    bar = next((run for run in runs(view.styled(row)) if BAR in run.text), None)
    return bar.sgr.replace(bar.background or "", "") if bar else ""


AGENT = Agent(
    name="opencode",
    title="opencode",
    program="opencode",
    install="npm install -g opencode-ai",
    launch=launch,
    observe=observe,
    tools=TOOLS,
    guarded=GUARDED,
    has_read_only=True,
    can_resume=True,
    past=conversations.past,
    conversation=conversations.latest,
    shows_folder=False,
    usage=usage.USAGE,
)
