"""aider. Measured with 0.86.2.

- It asks before each command and new file, but edits known files and commits them itself; `--no-auto-commits` leaves the
  commits to the user. `--no-gitignore` keeps it from adding to the repository's .gitignore; its history and
  tag cache go to the worktree's git folder, since in the worktree they would show up as changes.
- Screen: one prompt line at the cursor: `> ` or `diff> ` below a rule when ready, `… (Y)es/(N)o … [Yes]: ` when it asks.
"""

from __future__ import annotations

import re

from branchline.agents.base import Agent, LaunchRequest, Typing
from branchline.core.detection import inside, is_rule, last_row, waiting, working
from branchline.core.model import Launch, Observation, ScreenView, Status, WaitReason

_PROMPT = re.compile(r"(?:[a-z]+ ?){0,2}> ")
_CONFIRM = re.compile(r".*\(Y\)es/\(N\)o.*\[[A-Za-z]+\]: ?")
_SPINNER = re.compile(r"[░█]{2,} |[ .=#|]*[░█]+ *(?:Waiting|Updating)")


def launch(request: LaunchRequest) -> Launch:
    return Launch((request.program, "--no-gitignore", "--no-auto-commits"))


def observe(view: ScreenView) -> Observation | None:
    row, column = view.cursor
    if not 0 <= row < len(view.lines):
        return None
    line = view.lines[row].ljust(view.cols)
    if _CONFIRM.fullmatch(line[:column]) and last_row(view.lines) <= row:
        return waiting("aider: question at the cursor", WaitReason.APPROVAL)
    prompt = _PROMPT.match(line)
    if prompt is not None and row > 0 and _below_rule(view, row):
        empty = column == prompt.end() and not inside(line[column:]) and last_row(view.lines) <= row
        if empty:
            return Observation(Status.READY, "aider: empty prompt line", takes_text=True)
        return Observation(Status.READY, "aider: half-typed line")
    if _SPINNER.match(view.lines[last_row(view.lines)]):
        return working("aider: spinner on the last line")
    return None


def _below_rule(view: ScreenView, row: int) -> bool:
    """A rule stands above the prompt; files in the chat may be listed between."""
    for above in range(row - 1, max(row - 30, -1), -1):
        if is_rule(view.lines[above], "─"):
            return True
        if not inside(view.lines[above]):
            return False
    return False


AGENT = Agent(
    name="aider",
    title="aider",
    program="aider",
    install="python3 -m pip install aider-chat",
    launch=launch,
    observe=observe,
    typing=Typing(),
)
