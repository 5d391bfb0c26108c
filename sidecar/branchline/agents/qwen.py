"""Qwen Code. Measured with 0.24.4.

- `--approval-mode default` asks; its own default is an automatic mode. `--session-id UUID` fixes the conversation's id,
  `--resume ID` goes on with it.
- Screen: the input is `> ` between two rules; the line above them is `⠋ … (3s · esc to cancel)` while it works. A
  dialog takes the place of the input: its options, and `⠏ Waiting for user confirmation...` as the last line;
  start-up dialogs are frames at the bottom. A scroll bar may stand at the right edge.
"""

from __future__ import annotations

import re

from branchline.agents import hooks
from branchline.agents.base import Agent, LaunchRequest
from branchline.core.detection import (
    InputBox,
    input_box,
    inside,
    is_rule,
    last_frame,
    last_row,
    marked_end,
    numbered_choices,
    ready,
    row_above,
    text_of,
    texts_below,
    trouble,
    waiting,
    working,
)
from branchline.core.model import Launch, Observation, Prompt, ScreenView, WaitReason
from branchline.core.prompts import Options, asking, full_labels, numbered, unwrapped, url_in

_MARKER = re.compile(r"[>!*] ")
_PLACEHOLDER = re.compile(r"Type your message or @path/to/file.*")
_DEFAULTS, _DEFAULTS_FILE = "QWEN_CODE_SYSTEM_DEFAULTS_PATH", "qwen-defaults.json"
_MAC_DEFAULTS = "/Library/Application Support/QwenCode/system-defaults.json"
_HOOK_TIMEOUT = 10_000
"""Milliseconds."""
_TOOL = re.compile(r"  \? (?P<tool>\S+) (?P<what>\S.*)")
_FILE = re.compile(r"(?:Writing to |Edit )?(?P<file>[^:]+?)(?::.*)?$")
_FILE_TOOLS = frozenset({"WriteFile", "Edit", "ReadFile", "NotebookEdit"})
_WORKING = re.compile(r"[⠀-⣿] .*\besc to cancel\b|[⠀-⣿] .*(?:…|\.\.\.)")
_CONFIRMATION = re.compile(r"[⠀-⣿] Waiting for user confirmation\.\.\.")
_BUSY_TITLE = ("◐", "✳")


def launch(request: LaunchRequest) -> Launch:
    conversation = request.resume or request.session_id
    flag = "--resume" if request.resume else "--session-id"
    argv = (request.program, "--approval-mode", "default", flag, conversation)
    if not request.hook:
        return Launch(argv, agent_session=conversation)
    files = {_DEFAULTS_FILE: hooks.settings(hooks.EVENTS, request.hook, _HOOK_TIMEOUT)}
    env = {_DEFAULTS: f"{request.folder}/{_DEFAULTS_FILE}"}
    return Launch(argv, env=env, files=files, agent_session=conversation)


def observe(view: ScreenView) -> Observation | None:
    box = input_box(view, _MARKER, is_rule, is_rule)
    if box is None:
        return _dialog(view)
    if view.title.startswith(_BUSY_TITLE) or _works(view, box):
        return working("qwen: status line above the input")
    return ready("qwen", view, box, _PLACEHOLDER, _trouble(view, box))


def _works(view: ScreenView, box: InputBox) -> bool:
    status = row_above(view.lines, box.top - 1)
    return status >= 0 and _WORKING.match(view.lines[status].strip()) is not None


def _dialog(view: ScreenView) -> Observation | None:
    lines = view.lines
    frame = last_frame(lines)
    text = text_of(lines, frame)
    if "Do you trust this folder?" in text:
        options = numbered(numbered_choices(lines[: frame.stop]), escapes=True)
        title = "Do you trust this folder?"
        return waiting("qwen: trust dialog", asking(WaitReason.TRUST, title, options, text=text))
    if "Connect a Provider" in text:
        return waiting("qwen: login dialog", asking(WaitReason.LOGIN, "Connect a Provider", text=text))
    choices = numbered_choices(lines)
    if not choices:
        return None
    below = texts_below(lines, choices[-1].row)
    if not below or len(below) > 3 or not _CONFIRMATION.match(below[-1]):
        return None
    # A scroll bar may stand at the right edge of any row.
    rows = [row for row in range(choices[0].row) if _TOOL.match(lines[row])]
    top = rows[-1] if rows else choices[0].row
    title = inside(lines[row_above(lines, choices[0].row)])
    text = text_of(lines, range(top, choices[-1].row + 1))
    if len(below) > 1:  # its own key hints: a list to choose from
        options = numbered(choices, escapes=True, questions=True)
        return waiting("qwen: list to choose from", asking(WaitReason.QUESTION, title, options, text=text))
    options = numbered(full_labels(lines, choices, last_row(lines)), escapes=True)
    if not rows:
        prompt = asking(WaitReason.APPROVAL, title, options, text=text, complete=False)
        return waiting("qwen: permission dialog", prompt)
    return waiting("qwen: permission dialog", _permission(view, top, choices[0].row, title, options, text))


def _permission(view: ScreenView, top: int, first: int, title: str, options: Options, text: str) -> Prompt:
    """Below `  ? Tool what …`: the command, indented by five, and the question, indented by three."""
    lines = view.lines
    head = _TOOL.match(lines[top])
    name = head["tool"] if head else None
    question = row_above(lines, first)
    body = [_unbarred(lines[row]) for row in range(top + 1, question)]
    if name == "Shell":
        inner = [line[5:] for line in body if line.startswith("     ")]
        command, certain = unwrapped(inner, view.cols - 10)
        whole = certain and len(inner) == 1
        return asking(
            WaitReason.APPROVAL, title, options, text=text, tool=name, command=command or None, complete=whole
        )
    what = _unbarred(head["what"]).removesuffix("←").rstrip() if head else ""
    file = _FILE.match(what) if name in _FILE_TOOLS else None
    listed = [line.strip() for line in body if line.strip().startswith("- http")]
    url = url_in(listed[0]) if name == "WebFetch" and len(listed) == 1 else None
    paths = [file["file"]] if file else []
    return asking(WaitReason.APPROVAL, title, options, text=text, tool=name, paths=paths, url=url)


def _unbarred(line: str) -> str:
    return line.rstrip("█│┃ ")


def _trouble(view: ScreenView, box: InputBox) -> str | None:
    """What the last turn ended with, where its last block is marked as an error."""
    said = marked_end(view.lines, row_above(view.lines, box.top - 1), "✕", "◆>✓●")
    return (trouble(said) or "api error") if said else None


AGENT = Agent(
    name="qwen",
    title="Qwen Code",
    program="qwen",
    install="npm install -g @qwen-code/qwen-code",
    launch=launch,
    observe=observe,
    can_resume=True,
    hook=hooks.claim,
    hooks_yield_to=(_DEFAULTS, "/etc/qwen-code/system-defaults.json", _MAC_DEFAULTS),
)
