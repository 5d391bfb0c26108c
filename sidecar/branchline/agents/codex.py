"""Codex. Measured with 0.169.0.

- `--no-daemon`: without it a detached app server starts, which outlives the terminal and is shared by worktrees.
- The conversation's id cannot be chosen; `codex resume ID` goes on with one.
- It asks by its own configuration (`approval_policy`), whose default is to ask.
- A trusted repository covers its linked worktrees: no trust dialog there.
- Screen: the input is `› ` between two blank rows, a footer below. While it works `• Working (3s • esc to interrupt)`
  stands above and a spinner leads the title. A dialog takes the place of input and footer: a heading, details and `$ `
  with the command, indented by two; options `› 1. …` and `  2. …`; last a hint of the keys. In a low terminal it cuts
  off the command's end (`[… 9 lines]`), then the list. What it says of errors begins with `■ ` at the left edge.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

import attrs

from branchline.agents.base import Agent, LaunchRequest
from branchline.core.detection import (
    Choice,
    InputBox,
    Lines,
    input_box,
    inside,
    last_block,
    last_row,
    numbered_choices,
    ready,
    text_of,
    texts_below,
    trouble,
    waiting,
    working,
)
from branchline.core.model import Launch, Meaning, Observation, Option, Prompt, ScreenView, WaitReason
from branchline.core.prompts import ESCAPE, Options, asking, full_labels, numbered, unwrapped

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
_OPTION = re.compile(r"(?P<pointer>› |  )(?P<number>\d{1,2})\. (?P<label>\S.*)")
_GOES_ON = " " * 5
"""What the further rows of a label begin with; some labels have many."""
_HINT = re.compile(r"(?:press |(?:tab|space|ctrl|↑|←)\S* .*)?\b(?:enter|esc)\b", re.IGNORECASE)
_ESCAPES = re.compile(r"\besc (?:to )?(?P<what>cancel|back|go back)\b")
_HEADING = re.compile(r"  (?:Would you like to|Do you want to|Allow|Approve)\b")
_CUT = re.compile(r"  \[… \d+ lines?\]")
_TARGET = re.compile(r"^Destination:\s*", re.MULTILINE)


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


def _trouble(view: ScreenView, box: InputBox) -> str | None:
    """What the last block says. Codex marks its answers to Escape and to mistyped commands alike: no reason, no error."""
    block = last_block(view.lines, box.top - 1)
    marked = bool(block) and view.lines[block.start].startswith("■ ")
    return trouble(text_of(view.lines, block)) if marked else None


def _dialog(view: ScreenView) -> Observation | None:
    """A list with one option pointed at, and a hint of the keys as the last thing on the screen.

    The cursor says nothing here: Codex leaves it where it painted last.
    """
    lines = view.lines
    dense = _choices(view)
    choices = dense or numbered_choices(lines)
    if not choices:
        return None
    first, last = choices[0].row, choices[-1].row
    below = [row for row in range(last + 1, len(lines)) if inside(lines[row]) and not lines[row].startswith(_GOES_ON)]
    hint = " ".join(inside(lines[row]) for row in below)
    if not 0 < len(below) <= 3 or not _HINT.match(hint):
        return None
    start = next((row for row in range(first - 1, -1, -1) if lines[row][:1].strip()), -1) + 1
    text, title = text_of(lines, range(start, below[0])).strip(), _question(lines, first)
    options = _with_escape(numbered(full_labels(lines, choices, below[0]), escapes=True), hint)
    heads = [row for row in range(start, first) if _HEADING.match(lines[row])]
    decides = any(each.meaning is not Meaning.OTHER for each in options.options)
    if dense and decides and "submit" not in hint:
        if re.search(r"\btrust\b", choices[0].label, re.IGNORECASE):
            return waiting("codex: trust dialog", asking(WaitReason.TRUST, title, options, text=text))
        if heads or any(re.match(r"Yes\b", each.label) for each in choices):
            return waiting("codex: permission dialog", _permission(view, heads, first, options, text))
    options = numbered(choices, escapes=False, questions=True)
    if any(re.search(r"\bsign in\b", each.label, re.IGNORECASE) for each in choices):
        return waiting("codex: login dialog", asking(WaitReason.LOGIN, title, options, text=text))
    return waiting("codex: list to choose from", asking(WaitReason.QUESTION, title, options, text=text))


def _choices(view: ScreenView) -> tuple[Choice, ...]:
    """The last rows with options, one below the other; () when there is more between them than what their labels say.
    In a low terminal there may be one alone; the title must tell of it then."""
    lines, found = view.lines, list[Choice]()
    for row in range(last_row(lines), -1, -1):
        match = _OPTION.match(lines[row])
        if match and (not found or int(match["number"]) == found[0].number - 1):
            found.insert(0, Choice(int(match["number"]), match["label"], row, match["pointer"] == "› "))
        elif match or (found and not lines[row].startswith(_GOES_ON)):
            break
    alone = len(found) == 1 and not _ASKING_TITLE.match(view.title)
    return () if alone or sum(each.selected for each in found) != 1 else tuple(found)


def _question(lines: Lines, first: int) -> str:
    """What the block above the options asks, or all that it says."""
    said = " ".join(text_of(lines, last_block(lines, first - 1)).split("\n"))
    asked = re.match(r"[^?]+\?", said)
    return asked[0] if asked else said


def _with_escape(options: Options, hint: str) -> Options:
    """What the hint says of Escape is an option too, where the list has no such thing, or it is out of sight."""
    escapes = _ESCAPES.search(hint)
    if escapes is None or any(each.meaning is Meaning.REJECT for each in options.options):
        return options
    escape = Option("esc", f"{escapes['what'].capitalize()} (esc)", Meaning.REJECT, ESCAPE)
    return attrs.evolve(options, options=(*options.options, escape))


def _permission(view: ScreenView, heads: Sequence[int], first: int, options: Options, text: str) -> Prompt:
    """What stands from the heading on. A message above the dialog may hold the words of a heading, and the command those
    of a heading or the `$ ` of a command: of two of a kind neither is certain, and the upper one shows all there is."""
    lines = view.lines
    if not heads:
        return asking(WaitReason.APPROVAL, _question(lines, first), options, text=text, complete=False)
    body = range(heads[0], last_row(lines[:first]) + 1)
    title = " ".join(itertools.takewhile(bool, (inside(lines[row]) for row in body)))
    is_cut = bool(_CUT.match(lines[body[-1]]))
    certain = len(heads) == 1 and not is_cut
    shown = [lines[row][2:] for row in (body[:-1] if is_cut else body)]
    commands = [at for at in range(1, len(shown)) if shown[at].startswith("$ ") and not shown[at - 1]]
    if commands:
        said, whole = unwrapped(shown[commands[0] :], view.cols - 4)
        complete = certain and whole and len(commands) == 1
        command = said.removeprefix("$ ")
        return asking(WaitReason.APPROVAL, title, options, text=text, tool="shell", command=command, complete=complete)
    targets = [each.strip() for each in _TARGET.split("\n".join(shown))[1:]]
    paths = [each for each in targets if each and "\n" not in each]  # one that was wrapped may have lost a blank
    complete = certain and bool(targets) and paths == targets
    tool = "apply_patch" if targets else None
    return asking(WaitReason.APPROVAL, title, options, text=text, tool=tool, paths=paths, complete=complete)


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
