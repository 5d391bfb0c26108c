"""GitHub Copilot CLI. Measured with 1.0.102.

- Its default mode asks. `--session-id UUID` fixes the conversation's id, `--resume=ID` goes on with it.
- Screen: the input is a bar between `╻▄▄▄` and `╹▀▀▀`, or `❯ ` between two rules where the terminal does not tell its
  colours; one footer row below, which begins with `○ Working` while it works. Permission dialogs are frames at the
  bottom, questions stand between two rules; the cursor is wherever it painted last. A scroll bar may stand at the right
  edge.
- `@path` takes a file or an image along.
"""

from __future__ import annotations

import re

from branchline.agents.copilot import hooks as copilot_hooks
from branchline.agents.copilot import usage
from branchline.agents.copilot.names import GUARDED, TOOLS
from branchline.agents.shared import mentions
from branchline.agents.shared.agent import Agent, HookNames, LaunchRequest
from branchline.core.model.agent import Launch
from branchline.core.model.prompt import Prompt, WaitReason
from branchline.core.model.screen import Observation, ScreenView
from branchline.core.reasons import TurnReason
from branchline.core.regexes import regex
from branchline.core.screen.detection import (
    Choice,
    Lines,
    edges_above,
    inside,
    is_rule,
    last_block,
    last_frame,
    last_row,
    numbered_choices,
    row_above,
    text_of,
)
from branchline.core.screen.input_box import InputBox, input_box
from branchline.core.screen.observations import loading, ready, trouble, waiting, working
from branchline.core.screen.prompts import NO_OPTIONS, asking, full_labels, numbered, stepped, unwrapped

_MARKER = regex(r"[┃❯] ")
_LOADING = regex(r"[○●◉◎◌◍] Loading\b")
_WORKING = regex(r"[○●◉◎◌◍] \S")
_RUNS = regex(r"\brun (?:this|these) commands?\b")
_FILE = regex(r"\b(?:create|edit|make this edit to|make changes to|overwrite|delete|read) (?P<file>\S.*)\?$")
_ACCESS = regex(r"\b(?:path|directory|folder) access\b", re.IGNORECASE)
_TRUST = regex(r"\btrust\b.*\b(?:folder|directory|files|workspace)\b", re.IGNORECASE)
_QUESTION_KEYS = regex(r"\benter accept\b")
_SEVERAL = regex(r"\bspace toggle\b")
_OPTION = regex(r" (?P<pointer>❯| ) (?P<label>\S.*)")


def launch(request: LaunchRequest) -> Launch:
    conversation = request.resume or request.session_id
    flag = f"--resume={conversation}" if request.resume else f"--session-id={conversation}"
    argv = (request.program, flag, *(("--plan", "--deny-tool=write") if request.read_only else ()))
    if not request.hook:
        return Launch(argv, agent_session=conversation)
    plugin = ("--plugin-dir", f"{request.folder}/{copilot_hooks.FOLDER}")
    files = copilot_hooks.plugin(request.hook)
    return Launch((*argv, *plugin), files=files, agent_session=conversation)


def observe(view: ScreenView) -> Observation | None:
    # First of all: the field of a question may look just like the input.
    dialog = _dialog(view)
    if dialog is not None:
        return dialog
    box = input_box(view, _MARKER, _is_edge, _is_edge)
    if box is None:
        return None
    footer = " ".join(view.lines[box.bottom + 2 :]).strip()
    if _LOADING.match(footer):
        return loading("copilot")
    if _WORKING.match(footer):
        return working("copilot: status in the footer")
    return ready("copilot", view, box, reason=_trouble(view, box))


def _is_edge(line: str) -> bool:
    return line.startswith(("╻▄", "╹▀")) or is_rule(line, "─")


def _trouble(view: ScreenView, box: InputBox) -> TurnReason | None:
    """What the last turn ended with, where its last block, above the folder's line, is marked as an error."""
    end = row_above(view.lines, row_above(view.lines, box.top - 1))
    said = "\n".join(line.rstrip("┃ ") for line in view.lines[: end + 1]).split("\n\n")[-1].strip() if end >= 0 else ""
    return (trouble(said) or TurnReason.API_ERROR) if said.startswith("✗") else None


def _dialog(view: ScreenView) -> Observation | None:
    lines = view.lines
    frame = last_frame(lines)
    # A command stands in a frame of its own, and may say what it likes.
    own = [line if row in frame and not line.startswith("│ │") else "" for row, line in enumerate(lines)]
    choices = numbered_choices(own)
    if choices:
        return _framed(view, frame, choices)
    last = last_row(lines)
    if last < 1 or lines[last] != "─" * view.cols:
        return None
    keys = last_block(lines, last - 1)
    if _QUESTION_KEYS.search(text_of(lines, keys).replace("\n", " ")):
        return waiting("copilot: question", _question(view, keys))
    return None


# ---------------------------------------------------------------- permissions


def _framed(view: ScreenView, frame: range, choices: tuple[Choice, ...]) -> Observation:
    """A heading and a rule, what is to be done (commands and paths in frames of their own), the question, the options,
    keys. In a low terminal its top is out of sight."""
    lines = view.lines
    text = text_of(lines, range(frame.start, choices[-1].row + 1))
    asked = last_block(lines, row_above(lines, choices[0].row))
    rows = [row for row in asked if row in frame and not lines[row].startswith(("│ ╰", "│ │"))]
    title, sure = unwrapped([lines[row][2:-2] for row in rows], view.cols - 4)
    options = numbered(full_labels(lines, choices, frame.stop), escapes=True)
    file = _FILE.search(title)
    if file is None and _TRUST.search(title):
        return waiting("copilot: trust dialog", asking(WaitReason.TRUST, title, options, text=text))
    has_top = frame.start > 0 and lines[frame.start - 1].startswith("╭")
    boxes = _boxes(lines, frame)
    named = [file["file"]] if file and sure else []
    prompt = asking(WaitReason.APPROVAL, title, options, text=text, paths=named, complete=False)
    if boxes and _RUNS.search(title):
        command, _ = unwrapped(boxes[-1], view.cols - 8)
        whole = len(boxes) == 1 and len(boxes[-1]) == 1 and _is_drawn(lines, frame)
        prompt = asking(
            WaitReason.APPROVAL, title, options, text=text, tool="Shell", command=command, complete=whole and has_top
        )
    elif has_top:
        heading = inside(lines[frame.start])
        whole = bool(named) or (bool(boxes) and all(len(box) == 1 for box in boxes) and _is_drawn(lines, frame))
        first = "".join(boxes[0]) if boxes else ""
        url = first if re.match(r"https?://", first) else None
        is_path = bool(_ACCESS.search(heading))
        paths = named or ([first] if is_path else [])
        whole = whole and (bool(named) or is_path or url is not None)
        prompt = asking(
            WaitReason.APPROVAL,
            title,
            options,
            text=text,
            tool=heading or None,
            paths=paths,
            url=url,
            complete=whole,
        )
    return waiting("copilot: permission dialog", prompt)


def _boxes(lines: Lines, frame: range) -> list[list[str]]:
    """What stands in the frames within the frame. Of the first one the top may be out of sight: then it counts as two,
    since nobody knows what else it holds."""
    found: list[list[str]] = []
    for row in frame:
        if lines[row].startswith("│ ╭"):
            found.append([])
        elif lines[row].startswith("│ │ "):
            found = found or [[], []]
            found[-1].append(lines[row][4:-4].rstrip())
    return found


def _is_drawn(lines: Lines, frame: range) -> bool:
    """Each row of a frame within ends with its edge and the frame's: else a part of what it says was taken for that."""
    return all(lines[row].endswith(" │ │") for row in frame if lines[row].startswith("│ │"))


# ---------------------------------------------------------------- questions


def _question(view: ScreenView, keys: range) -> Prompt:
    """Between two rules: `Copilot needs information.` and what it says, fields to choose from, one field, the keys."""
    lines = view.lines
    top = next(iter(edges_above(view, keys.start, "─")), -1)
    field = last_block(lines, keys.start - 1)
    first = range(top + 1, next((row for row in range(top + 1, keys.start) if not inside(lines[row])), keys.start))
    said = [inside(lines[row]) for row in first][1:] if top >= 0 else []
    title = " ".join(said) or (inside(lines[field.start]) if field.start > top >= 0 else "")
    edge = next((row for row in field if lines[row].startswith((" ──", " ▄▄"))), None)
    if edge is not None:
        text = text_of(lines, range(top + 1, edge))
        return asking(WaitReason.QUESTION, title, text=text, takes_text=True)
    labels: list[str] = []
    at = None
    for row in field:
        option = _OPTION.fullmatch(lines[row])
        if option:
            at = len(labels) if option["pointer"] == "❯" else at
            labels.append(option["label"])
        elif labels:
            labels[-1] += " " + inside(lines[row])
    several = _SEVERAL.search(text_of(lines, keys).replace("\n", " "))
    options = NO_OPTIONS if several or at is None else stepped(labels, at, questions=True)
    text = text_of(lines, range(top + 1, keys.start))
    return asking(WaitReason.QUESTION, title, options, text=text)


AGENT = Agent(
    name="copilot",
    title="GitHub Copilot CLI",
    program="copilot",
    install="npm install -g @github/copilot",
    launch=launch,
    observe=observe,
    mention=mentions.at_quoted,
    tools=TOOLS,
    guarded=GUARDED,
    has_read_only=True,
    can_resume=True,
    hook=copilot_hooks.claim,
    hook_names=HookNames(instructed="userPromptSubmitted", conversation="sessionId"),
    reply=copilot_hooks.reply,
    usage=usage.USAGE,
)
