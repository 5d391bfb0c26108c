"""Gemini CLI. Measured with 0.61.0.

- Its default mode asks. `--session-id UUID` fixes the conversation's id, `--resume ID` goes on with it.
- Screen: the input is ` > ` between a row of `▄` and one of `▀`; above them a rule, and above that the status line
  (`⠙ Thinking... (esc to cancel, 3s)` while it works). The title begins with `◇` ready, `✦` working, `✋` asking.
  A dialog is a frame at the bottom; the cursor is at the left edge then.
"""

from __future__ import annotations

import re

from branchline.agents import gemini_hooks
from branchline.agents.base import Agent, LaunchRequest
from branchline.core.detection import (
    InputBox,
    Lines,
    input_box,
    inside,
    is_rule,
    last_block,
    last_frame,
    marked_end,
    numbered_choices,
    ready,
    row_above,
    text_of,
    trouble,
    waiting,
    working,
)
from branchline.core.model import Launch, Observation, Prompt, ScreenView, WaitReason
from branchline.core.prompts import Options, asking, full_labels, numbered, unwrapped, url_in

_MARKER = re.compile(r" [>!*] ")
_PLACEHOLDER = re.compile(r"Type your message or @path/to/file.*")
_TOOL = re.compile(r"│ \?  ?(?P<tool>\S+)  ?(?P<what>\S.*)")
_FILE = re.compile(r"(?:Writing to |Edit )?(?P<file>[^:]+?)(?::.*)?$")
_FILE_TOOLS = frozenset({"WriteFile", "Edit", "Replace", "ReadFile"})
_WORKING = re.compile(r"\(esc to cancel\b")


def launch(request: LaunchRequest) -> Launch:
    conversation = request.resume or request.session_id
    flag = "--resume" if request.resume else "--session-id"
    argv = (request.program, flag, conversation)
    if not request.hook:
        return Launch(argv, agent_session=conversation)
    env = {gemini_hooks.DEFAULTS: f"{request.folder}/{gemini_hooks.FILE}"}
    files = {gemini_hooks.FILE: gemini_hooks.defaults(request.hook)}
    return Launch(argv, env=env, files=files, agent_session=conversation)


def observe(view: ScreenView) -> Observation | None:
    box = input_box(view, _MARKER, lambda line: is_rule(line, "▄"), lambda line: is_rule(line, "▀"))
    if box is None:
        return _dialog(view)
    if view.title.startswith("✋"):
        return None  # the dialog that the title speaks of is not drawn yet, or not known
    if view.title.startswith("✦") or _works(view, box):
        return working("gemini: status line above the input")
    return ready("gemini", view, box, _PLACEHOLDER, _trouble(view, box))


def _works(view: ScreenView, box: InputBox) -> bool:
    rule = next((row for row in range(box.top - 2, max(box.top - 6, -1), -1) if is_rule(view.lines[row], "─")), -1)
    status = row_above(view.lines, rule)
    return status >= 0 and _WORKING.search(view.lines[status]) is not None


def _dialog(view: ScreenView) -> Observation | None:
    """A frame at the bottom: what is to be done (`? Tool  what`), perhaps framed itself, a question, options."""
    lines = view.lines
    frame = last_frame(lines)
    choices = numbered_choices(lines[: frame.stop])
    if not choices or choices[0].row not in frame:
        return None
    text = text_of(lines, frame)
    head = [inside(lines[row]) for row in range(frame.start, choices[0].row)]
    title = next((line for line in reversed(head) if line.endswith("?")), "")
    if "Do you trust" in title or "Do you trust" in text:
        options = numbered(choices, escapes=False)
        return waiting("gemini: trust dialog", asking(WaitReason.TRUST, title, options, text=text))
    if "How would you like to authenticate" in text:
        options = numbered(choices, escapes=False, questions=True)
        return waiting("gemini: login dialog", asking(WaitReason.LOGIN, title, options, text=text))
    tool = next((match for row in frame if (match := _TOOL.match(lines[row]))), None)
    if tool is not None and any(each.label.startswith("Allow") for each in choices):
        labelled = full_labels(lines, choices, frame.stop)
        options = numbered(labelled, escapes=True)
        return waiting("gemini: permission dialog", _permission(view, frame, tool, title, options, text))
    options = numbered(choices, escapes=True, questions=True)
    return waiting("gemini: list to choose from", asking(WaitReason.QUESTION, title, options, text=text))


def _permission(view: ScreenView, frame: range, tool: re.Match[str], title: str, options: Options, text: str) -> Prompt:
    """The inner frame holds the command, each row between `│ │ ` and ` │ │`; whatever is in it is further right."""
    name, what = tool["tool"], tool["what"].rstrip(" │")
    inner = [line for row in frame if (line := view.lines[row]).startswith("│ │ ")]
    rows = [line[4:].removesuffix("│").rstrip().removesuffix("│").rstrip() for line in inner]
    whole = sum(view.lines[row].startswith("│ ╭─") for row in frame) == 1 and bool(rows)
    if name == "Shell":
        command, certain = unwrapped(rows, view.cols - 8)
        return asking(
            WaitReason.APPROVAL,
            title,
            options,
            text=text,
            tool=name,
            command=command or what.rstrip("…"),
            complete=whole and certain and len(rows) == 1,
        )
    file = _FILE.match(what) if name in _FILE_TOOLS else None
    return asking(
        WaitReason.APPROVAL,
        title,
        options,
        text=text,
        tool=name,
        paths=[file["file"]] if file else [],
        url=_url(view.lines, frame) if name == "WebFetch" else None,
    )


def _url(lines: Lines, frame: range) -> str | None:
    """Below `URLs to fetch:` it stands whole; the line above may cut it off."""
    rows = [inside(lines[row]) for row in frame]
    if "URLs to fetch:" not in rows:
        return None
    listed = [row for row in rows[rows.index("URLs to fetch:") + 1 :] if row.startswith("- ")]
    return url_in(listed[0]) if len(listed) == 1 else None


def _trouble(view: ScreenView, box: InputBox) -> str | None:
    """What the last turn ended with, where its last block, above status line and rule, is marked as an error."""
    rules = [row for row in range(box.top - 1, max(box.top - 8, -1), -1) if is_rule(view.lines[row], "─")]
    end = row_above(view.lines, rules[0]) if rules else -1
    if end >= 0 and view.lines[end].startswith(" " * (view.cols // 2)):  # a hint at the right edge
        end = row_above(view.lines, end)
    while end >= 0 and inside(view.lines[last_block(view.lines, end).start]).startswith("ℹ"):
        end = row_above(view.lines, last_block(view.lines, end).start)
    said = marked_end(view.lines, end, "✕", "✦>✓ℹ") if end >= 0 else ""
    return (trouble(said) or "api error") if said else None


AGENT = Agent(
    name="gemini",
    title="Gemini CLI",
    program="gemini",
    install="npm install -g @google/gemini-cli",
    launch=launch,
    observe=observe,
    can_resume=True,
    hook=gemini_hooks.claim,
    hooks_yield_to=(gemini_hooks.DEFAULTS, *gemini_hooks.SYSTEM_FILES),
    hooks_need_safe_folder=True,
)
