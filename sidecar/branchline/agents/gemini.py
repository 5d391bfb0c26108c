"""Gemini CLI. Measured with 0.61.0.

- Its default mode asks. `--session-id UUID` fixes the conversation's id, `--resume ID` goes on with it.
- Screen: the input is ` > ` between a row of `▄` and one of `▀`; above them a rule, and above that the status line
  (`⠙ Thinking... (esc to cancel, 3s)` while it works). The title begins with `◇` ready, `✦` working, `✋` asking.
  A dialog is a frame at the bottom; the cursor is at the left edge then.
"""

from __future__ import annotations

import re

from branchline.agents.base import Agent, LaunchRequest
from branchline.core.detection import (
    InputBox,
    input_box,
    is_rule,
    last_frame,
    numbered_choices,
    ready,
    row_above,
    text_of,
    waiting,
    working,
)
from branchline.core.model import Launch, Observation, ScreenView, WaitReason

_MARKER = re.compile(r" [>!*] ")
_PLACEHOLDER = re.compile(r"Type your message or @path/to/file.*")
_WORKING = re.compile(r"\(esc to cancel\b")


def launch(request: LaunchRequest) -> Launch:
    conversation = request.resume or request.session_id
    flag = "--resume" if request.resume else "--session-id"
    return Launch((request.program, flag, conversation), agent_session=conversation)


def observe(view: ScreenView) -> Observation | None:
    box = input_box(view, _MARKER, lambda line: is_rule(line, "▄"), lambda line: is_rule(line, "▀"))
    if box is None:
        return _dialog(view)
    if view.title.startswith("✋"):
        return None  # the dialog that the title speaks of is not drawn yet, or not known
    if view.title.startswith("✦") or _works(view, box):
        return working("gemini: status line above the input")
    return ready("gemini", view, box, _PLACEHOLDER)


def _works(view: ScreenView, box: InputBox) -> bool:
    rule = next((row for row in range(box.top - 2, max(box.top - 6, -1), -1) if is_rule(view.lines[row], "─")), -1)
    status = row_above(view.lines, rule)
    return status >= 0 and _WORKING.search(view.lines[status]) is not None


def _dialog(view: ScreenView) -> Observation | None:
    frame = last_frame(view.lines)
    choices = numbered_choices(view.lines[: frame.stop])
    if not choices or choices[0].row not in frame:
        return None
    text = text_of(view.lines, frame)
    if "Do you trust" in text:
        return waiting("gemini: trust dialog", WaitReason.TRUST)
    if "How would you like to authenticate" in text:
        return waiting("gemini: login dialog", WaitReason.LOGIN)
    if any(each.label.startswith("Allow once") for each in choices):
        return waiting("gemini: permission dialog", WaitReason.APPROVAL)
    return waiting("gemini: list to choose from", WaitReason.QUESTION)


AGENT = Agent(
    name="gemini",
    title="Gemini CLI",
    program="gemini",
    install="npm install -g @google/gemini-cli",
    launch=launch,
    observe=observe,
    can_resume=True,
)
