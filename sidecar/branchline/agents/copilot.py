"""GitHub Copilot CLI. Measured with 1.0.102.

- Its default mode asks. `--session-id UUID` fixes the conversation's id, `--resume=ID` goes on with it.
- Screen: the input is a bar between `╻▄▄▄` and `╹▀▀▀`, one footer row below. Permission dialogs are frames at the
  bottom, questions stand between two rules; the cursor is wherever it painted last. A scroll bar may stand at the right.
"""

from __future__ import annotations

import re

from branchline.agents.base import Agent, LaunchRequest
from branchline.core.detection import (
    InputBox,
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
_WORKING = re.compile(r"\besc (?:to )?(?:cancel|stop|interrupt)\b", re.IGNORECASE)
_QUESTION_KEYS = re.compile(r"\benter accept\b")


def launch(request: LaunchRequest) -> Launch:
    conversation = request.resume or request.session_id
    flag = f"--resume={conversation}" if request.resume else f"--session-id={conversation}"
    return Launch((request.program, flag), agent_session=conversation)


def observe(view: ScreenView) -> Observation | None:
    box = input_box(view, _MARKER, lambda line: line.startswith("╻▄"), lambda line: line.startswith("╹▀"))
    if box is None:
        return _dialog(view)
    if _works(view, box):
        return working("copilot: working line at the input")
    return ready("copilot", box)


def _works(view: ScreenView, box: InputBox) -> bool:
    near = view.lines[box.bottom + 2 :] + view.lines[row_above(view.lines, box.top - 1) : box.top]
    return any(_WORKING.search(line) for line in near)


def _dialog(view: ScreenView) -> Observation | None:
    lines = view.lines
    frame = last_frame(lines)
    choices = numbered_choices(lines[: frame.stop])
    if choices and choices[0].row in frame:
        if "trust" in text_of(lines, frame).lower() and "folder" in text_of(lines, frame).lower():
            return waiting("copilot: trust dialog", WaitReason.TRUST)
        return waiting("copilot: permission dialog", WaitReason.APPROVAL)
    last = last_row(lines)
    keys = row_above(lines, last) if is_rule(lines[last]) else last
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
