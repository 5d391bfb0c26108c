"""Claude Code. Measured with 2.1.329 and 2.1.197.

- `--permission-mode default` asks before edits and commands; without it 2.1.329 starts in auto mode, in which `touch`
  runs unasked. 2.1.329 lists that mode as `manual`, but still takes `default`; 2.1.197 knows only `default`.
- A trusted repository covers its linked worktrees: no trust dialog there.
- `--session-id UUID` fixes the conversation's id, `--resume UUID` goes on with it.
- Screen: the input box is `❯ ` between two rules, a footer below. While it works the footer says `esc to
  interrupt`, and a line such as `· Roosting… (3s)` stands above. A dialog takes the place of the box, below a rule.
"""

from __future__ import annotations

import re

from branchline.agents.base import Agent, LaunchRequest
from branchline.core.detection import (
    InputBox,
    input_box,
    is_rule,
    last_block,
    last_row,
    numbered_choices,
    pointed_at,
    ready,
    texts_below,
    waiting,
    working,
)
from branchline.core.model import Launch, Observation, ScreenView, WaitReason

_MARKER = re.compile(r"[❯>!][ \u00a0]")
_PLACEHOLDER = re.compile(r"Try \".*\"?")
_SPINNER = re.compile(r"[·✢✳✶✻✽*] .*…")
_INTERRUPT = re.compile(r"\besc to interrupt\b")
_BUSY_TITLE = re.compile(r"[◐◑◒◓⠂⠐⠁-⣿]")
_HINT = re.compile(r"\b(?:Enter to (?:confirm|select|continue)|Esc to (?:cancel|exit|go back))\b", re.IGNORECASE)
_LOGIN = re.compile(r"API key|log ?in|sign in", re.IGNORECASE)


def launch(request: LaunchRequest) -> Launch:
    conversation = request.resume or request.session_id
    argv = [request.program, "--permission-mode", "default"]
    argv += ["--resume" if request.resume else "--session-id", conversation]
    return Launch(tuple(argv), agent_session=conversation)


def observe(view: ScreenView) -> Observation | None:
    box = input_box(view, _MARKER, is_rule, is_rule)
    if box is None:
        return _dialog(view)
    if _works(view, box):
        return working("claude: interrupt hint or spinner at the input box")
    return ready("claude", view, box, _PLACEHOLDER)


def _works(view: ScreenView, box: InputBox) -> bool:
    if any(_INTERRUPT.search(line) for line in view.lines[box.bottom + 2 :]):
        return True
    if _BUSY_TITLE.match(view.title):
        return True
    above = last_block(view.lines, box.top - 2)
    return any(_SPINNER.match(view.lines[row]) for row in above)


def _dialog(view: ScreenView) -> Observation | None:
    """A list with one option pointed at, where the cursor stands, at the bottom of the screen."""
    lines, row = view.lines, view.cursor[0]
    choices = numbered_choices(lines)
    if choices and any(each.selected and each.row == row for each in choices):
        below = texts_below(lines, choices[-1].row)
        if len(below) > 3:
            return None
        if any(re.search(r"\bEnter to select\b", text) for text in below):
            return waiting("claude: list to choose from", WaitReason.QUESTION)
        head = "\n".join(lines[: choices[0].row])
        if any("trust" in each.label for each in choices):
            return waiting("claude: trust dialog", WaitReason.TRUST)
        if _LOGIN.search(head[-400:]) and any(re.search(r"\bEnter to confirm\b", text) for text in below):
            return waiting("claude: login dialog", WaitReason.LOGIN)
        return waiting("claude: permission dialog", WaitReason.APPROVAL)
    last = last_row(lines)
    if pointed_at(lines, row) and row < last <= row + 8 and _HINT.search(lines[last]):
        around = "\n".join(lines[max(row - 14, 0) : last])
        if "trust" in around:
            return waiting("claude: trust dialog", WaitReason.TRUST)
        return waiting("claude: start-up dialog", WaitReason.LOGIN)
    return None


AGENT = Agent(
    name="claude",
    title="Claude Code",
    program="claude",
    install="npm install -g @anthropic-ai/claude-code",
    launch=launch,
    observe=observe,
    can_resume=True,
)
