"""GitHub Copilot CLI. Measured with 1.0.102.

- Its default mode asks. `--session-id UUID` fixes the conversation's id, `--resume=ID` goes on with it.
- Screen: the input is a bar between `╻▄▄▄` and `╹▀▀▀`, one footer row below, which begins with `○ Working` while it
  works. Permission dialogs are frames at the bottom, questions stand between two rules; the cursor is wherever it
  painted last. A scroll bar may stand at the right edge.
"""

from __future__ import annotations

import re

from branchline.agents import copilot_hooks
from branchline.agents.base import Agent, LaunchRequest
from branchline.core.detection import (
    POINTERS,
    Choice,
    InputBox,
    input_box,
    inside,
    is_rule,
    last_block,
    last_frame,
    last_row,
    numbered_choices,
    pointed_at,
    ready,
    row_above,
    text_of,
    trouble,
    waiting,
    working,
)
from branchline.core.model import Launch, Observation, Prompt, ScreenView, WaitReason
from branchline.core.prompts import asking, full_labels, numbered, stepped, unwrapped, url_in

_MARKER = re.compile(r"┃ ")
_LOADING = re.compile(r"[○●◉◎◌◍] Loading\b")
_WORKING = re.compile(r"[○●◉◎◌◍] \S")
_RUNS = re.compile(r"\brun (?:this|these) commands?\b")
_FILE = re.compile(r"\b(?:create|edit|make this edit to|make changes to|overwrite|delete|read) (?P<file>\S.*)\?$")
_QUESTION_KEYS = re.compile(r"\benter accept\b")


def launch(request: LaunchRequest) -> Launch:
    conversation = request.resume or request.session_id
    flag = f"--resume={conversation}" if request.resume else f"--session-id={conversation}"
    if not request.hook:
        return Launch((request.program, flag), agent_session=conversation)
    plugin = ("--plugin-dir", f"{request.folder}/{copilot_hooks.FOLDER}")
    files = copilot_hooks.plugin(request.hook)
    return Launch((request.program, flag, *plugin), files=files, agent_session=conversation)


def observe(view: ScreenView) -> Observation | None:
    box = input_box(view, _MARKER, lambda line: line.startswith("╻▄"), lambda line: line.startswith("╹▀"))
    if box is None:
        return _dialog(view)
    footer = " ".join(view.lines[box.bottom + 2 :]).strip()
    if _LOADING.match(footer):
        return None
    if _WORKING.match(footer):
        return working("copilot: status in the footer")
    return ready("copilot", view, box, reason=_trouble(view, box))


def _dialog(view: ScreenView) -> Observation | None:
    lines = view.lines
    frame = last_frame(lines)
    choices = numbered_choices(lines[: frame.stop])
    if choices and choices[0].row in frame:
        return _framed(view, frame, choices)
    last = last_row(lines)
    keys = row_above(lines, last) if last >= 0 and is_rule(lines[last]) else last
    if keys >= 0 and _QUESTION_KEYS.search(inside(lines[keys])):
        return waiting("copilot: list to choose from", _question(view, keys))
    return None


def _framed(view: ScreenView, frame: range, choices: tuple[Choice, ...]) -> Observation:
    """A heading and a rule, what is to be done (a command in a frame of its own), the question, the options, keys."""
    lines = view.lines
    text = text_of(lines, range(frame.start, choices[-1].row + 1))
    title = inside(lines[row_above(lines, choices[0].row)])
    options = numbered(full_labels(lines, choices, frame.stop), escapes=True)
    if "trust" in title.lower() or ("trust" in text.lower() and "folder" in text.lower()):
        return waiting("copilot: trust dialog", asking(WaitReason.TRUST, title, options, text=text))
    inner = [line for row in frame if (line := lines[row]).startswith("│ │ ")]
    whole = sum(lines[row].startswith("│ ╭─") for row in frame) == 1
    if inner and _RUNS.search(title):
        rows = [line[4:].rstrip().removesuffix("│").rstrip().removesuffix("│").rstrip() for line in inner]
        command, certain = unwrapped(rows, view.cols - 8)
        prompt = asking(
            WaitReason.APPROVAL,
            title,
            options,
            text=text,
            tool="Shell",
            command=command,
            complete=whole and certain and len(rows) == 1,
        )
        return waiting("copilot: permission dialog", prompt)
    file, heading = _FILE.search(title), inside(lines[frame.start])
    prompt = asking(
        WaitReason.APPROVAL,
        title,
        options,
        text=text,
        tool=heading or None,
        paths=[file["file"]] if file else [],
        url=url_in(text) if "fetch" in heading.lower() or "url" in title.lower() else None,
        complete=file is not None,
    )
    return waiting("copilot: permission dialog", prompt)


def _question(view: ScreenView, keys: int) -> Prompt:
    """Between two rules: `Copilot needs information.`, the question, a field's name, its options, the keys."""
    lines = view.lines
    top = next((row for row in range(keys - 1, -1, -1) if is_rule(lines[row], "─")), -1)
    said = [row for row in range(top + 1, keys) if inside(lines[row])]
    text = text_of(lines, range(top + 1, keys))
    title = next((line for row in said if (line := inside(lines[row])).endswith("?")), "")
    rows = list(last_block(lines, said[-1])) if said else []
    at = next((place for place, row in enumerate(rows) if pointed_at(lines, row)), None)
    if at is None:
        return asking(WaitReason.QUESTION, title, text=text)
    labels = [re.sub(rf"^[{POINTERS}]\s*", "", inside(lines[row])) for row in rows]
    named = 1 if labels[0].endswith(":") and at > 0 else 0  # the field's own name
    return asking(WaitReason.QUESTION, title, stepped(labels[named:], at - named, questions=True), text=text)


def _trouble(view: ScreenView, box: InputBox) -> str | None:
    """What the last turn ended with, where its last block, above the folder's line, is marked as an error."""
    end = row_above(view.lines, row_above(view.lines, box.top - 1))
    said = "\n".join(line.rstrip("┃ ") for line in view.lines[: end + 1]).split("\n\n")[-1].strip() if end >= 0 else ""
    return (trouble(said) or "api error") if said.startswith("✗") else None


AGENT = Agent(
    name="copilot",
    title="GitHub Copilot CLI",
    program="copilot",
    install="npm install -g @github/copilot",
    launch=launch,
    observe=observe,
    can_resume=True,
    hook=copilot_hooks.claim,
)
