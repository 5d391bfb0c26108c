"""aider. Measured with 0.86.2.

- It asks before each command and new file, but edits files that are in the chat and commits them without asking.
- Its history files would lie in the worktree and show up as changes; they go nowhere. Its tag cache
  (`.aider.tags.cache.v4/`) cannot be moved. `--no-gitignore` keeps it from changing the repository's .gitignore.
- `--no-show-release-notes`: a new version starts with a question about them.
- Screen: one prompt line at the cursor: `> ` or `diff> ` below a rule when ready, `… (Y)es/(N)o … [Yes]: ` when it
  asks.
"""

from __future__ import annotations

import os
import re

from branchline.agents.base import Agent, LaunchRequest
from branchline.core.detection import InputBox, inside, is_rule, last_row, ready, texts_below, waiting, working
from branchline.core.model import Launch, Observation, ScreenView, WaitReason

_PROMPT = re.compile(r"(?:[a-z]+ ?){0,2}> ")
_CONFIRM = re.compile(r".*\(Y\)es/\(N\)o.*\[[A-Za-z]+\]: ?")
_SPINNER = re.compile(r"[░█]{2,} |[ .=#|]*[░█]+ *(?:Waiting|Updating)")


def launch(request: LaunchRequest) -> Launch:
    histories = ("--chat-history-file", os.devnull, "--input-history-file", os.devnull)
    return Launch((request.program, "--no-gitignore", "--no-show-release-notes", *histories))


def observe(view: ScreenView) -> Observation | None:
    row, column = view.cursor
    if not 0 <= row < len(view.lines):
        return None
    line = view.lines[row].ljust(view.cols)
    if _CONFIRM.fullmatch(_wrapped(view, row) + line[:column]) and last_row(view.lines) <= row:
        return waiting("aider: question at the cursor", WaitReason.APPROVAL)
    prompt = _PROMPT.match(line)
    if prompt is not None and row > 0 and _below_rule(view, row):
        text = inside(line[prompt.end() :]) + "".join(texts_below(view.lines, row))
        box = InputBox(row, row, text, cursor_at_start=column == prompt.end())
        return ready("aider", view, box)
    if _SPINNER.match(view.lines[last_row(view.lines)]):
        return working("aider: spinner on the last line")
    return None


def _wrapped(view: ScreenView, row: int) -> str:
    """What the row continues: full rows right above it."""
    start = row
    while start > 0 and len(view.lines[start - 1]) >= view.cols:
        start -= 1
    return "".join(view.lines[start:row])


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
)
