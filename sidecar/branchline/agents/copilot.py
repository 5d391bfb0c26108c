"""GitHub Copilot CLI. Measured with 1.0.102.

- Its default mode asks. `--session-id UUID` fixes the conversation's id, `--resume=ID` goes on with it.
- Screen: the input is a bar between `╻▄▄▄` and `╹▀▀▀`, one footer row below, which begins with `○ Working` while it
  works. Permission dialogs are frames at the bottom, questions stand between two rules; the cursor is wherever it
  painted last. A scroll bar may stand at the right edge.
"""

from __future__ import annotations

import re

from branchline.agents.base import Agent, LaunchRequest
from branchline.core.detection import (
    input_box,
    inside,
    is_rule,
    last_frame,
    last_row,
    numbered_choices,
    ready,
    row_above,
    text_of,
    waiting,
    working,
)
from branchline.core.model import Launch, Observation, ScreenView, WaitReason

_MARKER = re.compile(r"┃ ")
_LOADING = re.compile(r"[○●◉◎◌◍] Loading\b")
_WORKING = re.compile(r"[○●◉◎◌◍] \S")
_QUESTION_KEYS = re.compile(r"\benter accept\b")


def launch(request: LaunchRequest) -> Launch:
    conversation = request.resume or request.session_id
    flag = f"--resume={conversation}" if request.resume else f"--session-id={conversation}"
    return Launch((request.program, flag), agent_session=conversation)


def observe(view: ScreenView) -> Observation | None:
    box = input_box(view, _MARKER, lambda line: line.startswith("╻▄"), lambda line: line.startswith("╹▀"))
    if box is None:
        return _dialog(view)
    footer = " ".join(view.lines[box.bottom + 2 :]).strip()
    if _LOADING.match(footer):
        return None
    if _WORKING.match(footer):
        return working("copilot: status in the footer")
    return ready("copilot", view, box)


def _dialog(view: ScreenView) -> Observation | None:
    lines = view.lines
    frame = last_frame(lines)
    choices = numbered_choices(lines[: frame.stop])
    if choices and choices[0].row in frame:
        if "trust" in text_of(lines, frame).lower() and "folder" in text_of(lines, frame).lower():
            return waiting("copilot: trust dialog", WaitReason.TRUST)
        return waiting("copilot: permission dialog", WaitReason.APPROVAL)
    last = last_row(lines)
    keys = row_above(lines, last) if last >= 0 and is_rule(lines[last]) else last
    if keys >= 0 and _QUESTION_KEYS.search(inside(lines[keys])):
        return waiting("copilot: list to choose from", WaitReason.QUESTION)
    return None


AGENT = Agent(
    name="copilot",
    title="GitHub Copilot CLI",
    program="copilot",
    install="npm install -g @github/copilot",
    launch=launch,
    observe=observe,
    can_resume=True,
)
