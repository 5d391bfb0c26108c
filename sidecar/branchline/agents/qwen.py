"""Qwen Code. Measured with 0.24.4.

- `--approval-mode default` asks; its own default is an automatic mode. `--session-id UUID` fixes the conversation's id,
  `--resume ID` goes on with it.
- Screen: the input is `> ` between two rules; the line above them is `⠋ … (3s · esc to cancel)` while it works. A
  dialog takes the place of the input: its options, and `⠏ Waiting for user confirmation...` as the last line;
  start-up dialogs are frames at the bottom. A scroll bar may stand at the right edge.
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
    texts_below,
    waiting,
    working,
)
from branchline.core.model import Launch, Observation, ScreenView, WaitReason

_MARKER = re.compile(r"[>!*] ")
_PLACEHOLDER = re.compile(r"Type your message or @path/to/file.*")
_WORKING = re.compile(r"[⠀-⣿] .*\besc to cancel\b|[⠀-⣿] .*(?:…|\.\.\.)")
_CONFIRMATION = re.compile(r"[⠀-⣿] Waiting for user confirmation\.\.\.")
_BUSY_TITLE = ("◐", "✳")


def launch(request: LaunchRequest) -> Launch:
    conversation = request.resume or request.session_id
    flag = "--resume" if request.resume else "--session-id"
    argv = (request.program, "--approval-mode", "default", flag, conversation)
    return Launch(argv, agent_session=conversation)


def observe(view: ScreenView) -> Observation | None:
    box = input_box(view, _MARKER, is_rule, is_rule)
    if box is None:
        return _dialog(view)
    if view.title.startswith(_BUSY_TITLE) or _works(view, box):
        return working("qwen: status line above the input")
    return ready("qwen", view, box, _PLACEHOLDER)


def _works(view: ScreenView, box: InputBox) -> bool:
    status = row_above(view.lines, box.top - 1)
    return status >= 0 and _WORKING.match(view.lines[status].strip()) is not None


def _dialog(view: ScreenView) -> Observation | None:
    lines = view.lines
    frame = last_frame(lines)
    text = text_of(lines, frame)
    if "Do you trust this folder?" in text:
        return waiting("qwen: trust dialog", WaitReason.TRUST)
    if "Connect a Provider" in text:
        return waiting("qwen: login dialog", WaitReason.LOGIN)
    choices = numbered_choices(lines)
    if not choices:
        return None
    below = texts_below(lines, choices[-1].row)
    if not below or len(below) > 3 or not _CONFIRMATION.match(below[-1]):
        return None
    if len(below) > 1:  # its own key hints: a list to choose from
        return waiting("qwen: list to choose from", WaitReason.QUESTION)
    return waiting("qwen: permission dialog", WaitReason.APPROVAL)


AGENT = Agent(
    name="qwen",
    title="Qwen Code",
    program="qwen",
    install="npm install -g @qwen-code/qwen-code",
    launch=launch,
    observe=observe,
    can_resume=True,
)
