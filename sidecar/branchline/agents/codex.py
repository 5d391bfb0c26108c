"""Codex. Measured with 0.169.0.

- `--no-daemon`: without it a detached app server starts, which outlives the terminal and is shared by worktrees.
- The conversation's id cannot be chosen; `codex resume ID` goes on with one.
- It asks by its own configuration (`approval_policy`), whose default is to ask.
- A trusted repository covers its linked worktrees: no trust dialog there.
- Screen: the input is `› ` between two blank rows, a footer below. While it works `• Working (3s • esc to interrupt)`
  stands above and a spinner leads the title. A dialog takes the place of input and footer.
"""

from __future__ import annotations

import re

from branchline.agents.base import Agent, LaunchRequest
from branchline.core.detection import (
    InputBox,
    input_box,
    inside,
    last_block,
    last_row,
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
from branchline.core.prompts import Options, asking, full_labels, numbered, unwrapped

_MARKER = re.compile(r"› ")
_PLACEHOLDER = re.compile(
    r"Ask Codex to do anything|Explain this codebase|Summarize recent commits|Implement \{feature\}"
    r"|Find and fix a bug in @filename|Write tests for @filename|Improve documentation in @filename"
    r"|Run /review on my current changes|Use /skills to list available skills"
)
_WORKING = re.compile(r"[•◦⠀-⣿] .*\((?:\d+[hms] ?)+ • esc to interrupt\)")
_BUSY_TITLE = re.compile(r"[⠁-⣿]")
_ASKING_TITLE = re.compile(r"\[ [.!] \] Action Required")
_STATUS_REACH = 12
"""Rows between the working line and the input: details of the work and queued messages stand there."""
_HEADING = re.compile(r"  (?:Would you like to|Do you want to|Allow |Folder access).*")
_DESTINATION = re.compile(r"  Destination: (?P<path>\S.*)")
_HINT = re.compile(r"\b(?:enter|esc)\b", re.IGNORECASE)


def launch(request: LaunchRequest) -> Launch:
    if request.resume:
        return Launch((request.program, "resume", request.resume, "--no-daemon"), agent_session=request.resume)
    return Launch((request.program, "--no-daemon"))


def observe(view: ScreenView) -> Observation | None:
    dialog = _dialog(view)
    if dialog is not None:
        return dialog
    box = input_box(view, _MARKER, _blank, _blank)
    if box is None or _ASKING_TITLE.match(view.title) or _starts(view, box):
        return None
    if _works(view, box):
        return working("codex: working line above the input")
    return ready("codex", view, box, _PLACEHOLDER, _trouble(view, box))


def _works(view: ScreenView, box: InputBox) -> bool:
    if _BUSY_TITLE.match(view.title):
        return True
    return any(_WORKING.match(line) for line in view.lines[max(box.top - _STATUS_REACH, 0) : box.top])


def _starts(view: ScreenView, box: InputBox) -> bool:
    """It draws an empty input before it knows whether to ask for a login or for trust: no title, no status line yet."""
    below = texts_below(view.lines, box.bottom)
    return not view.title and all(text.startswith("? for shortcuts") for text in below)


def _dialog(view: ScreenView) -> Observation | None:
    """A list whose selected option starts the row, with the key hint as the last thing on the screen.

    The cursor says nothing here: Codex leaves it where it painted last. What the dialog is about stands above the list,
    indented by two blanks, from its heading on.
    """
    lines = view.lines
    choices = numbered_choices(lines)
    below = texts_below(lines, choices[-1].row) if choices else []
    if not 0 < len(below) <= 5 or not _HINT.search(" ".join(below[-2:])):  # labels and hint wrap in a narrow terminal
        return None
    labelled = full_labels(lines, choices, last_row(lines))
    heads = [row for row in range(choices[0].row) if _HEADING.match(lines[row])]
    top = heads[-1] if heads else choices[0].row
    text = text_of(lines, range(top, choices[-1].row + 1))
    head = "\n".join(lines[: choices[0].row])[-800:]
    if "Trust this folder?" in head or "trust" in choices[0].label.lower():
        options, title = numbered(labelled, escapes=True), "Trust this folder?"
        return waiting("codex: trust dialog", asking(WaitReason.TRUST, title, options, text=text))
    if any(re.search(r"\bsign in\b", each.label, re.IGNORECASE) for each in choices):
        title = inside(lines[row_above(lines, choices[0].row)])
        options = numbered(choices, escapes=False, questions=True)
        return waiting("codex: login dialog", asking(WaitReason.LOGIN, title, options, text=text))
    options = numbered(labelled, escapes=True)
    if heads and any(re.match(r"Yes\b", each.label) for each in choices):
        return waiting("codex: permission dialog", _permission(view, top, choices[0].row, options, text))
    title = inside(lines[row_above(lines, choices[0].row)])
    listed = numbered(choices, escapes=True, questions=True)
    return waiting("codex: list to choose from", asking(WaitReason.QUESTION, title, listed, text=text))


def _permission(view: ScreenView, top: int, first: int, options: Options, text: str) -> Prompt:
    """The command is the last block above the options that begins with `$ `: nothing in it starts further left."""
    lines, title = view.lines, inside(view.lines[top])
    if "edits" in title:
        named = [match["path"] for row in range(top, first) if (match := _DESTINATION.match(lines[row]))]
        return asking(
            WaitReason.APPROVAL, title, options, text=text, tool="apply_patch", paths=named, complete=bool(named)
        )
    starts = [row for row in range(top, first) if lines[row].startswith("  $ ")]
    if not starts:
        return asking(WaitReason.APPROVAL, title, options, text=text, complete=False)
    stop = next((row for row in range(first, starts[0], -1) if inside(lines[row - 1])), first)
    rows = [lines[starts[0]][4:], *(line[2:].removeprefix("  ") for line in lines[starts[0] + 1 : stop])]
    command, complete = unwrapped(rows, view.cols - 6)
    return asking(
        WaitReason.APPROVAL,
        title,
        options,
        text=text,
        tool="shell",
        command=command,
        complete=complete and len(rows) == 1,
    )


def _trouble(view: ScreenView, box: InputBox) -> str | None:
    """What the last turn ended with, where its last block is marked as an error."""
    said = text_of(view.lines, last_block(view.lines, row_above(view.lines, box.top)))
    return (trouble(said) or "api error") if said.startswith("■") else None


def _blank(line: str) -> bool:
    return not inside(line)


AGENT = Agent(
    name="codex",
    title="Codex",
    program="codex",
    install="npm install -g @openai/codex",
    launch=launch,
    observe=observe,
    can_resume=True,
)
