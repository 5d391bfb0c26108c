"""Codex's dialogs: they take the place of the input and its footer; what they say is indented by two.

- A heading, details, a blank row and `$ ` with the command, or `Destination: ` and a file for each; options `› 1. …`
  and `  2. …`; last a hint of the keys. A command is wrapped, and may have several lines and blank ones.
- The transcript, right above, says the command's first line as well: `• Running make …`.
- A low terminal cuts off the command's end (`[… 9 lines]`), then either end of the list: one option may be left.
- The login list has blank rows and descriptions between its options.
- A letter chooses where the label has one, a digit always.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

import attrs

from branchline.core.model.prompt import Meaning, Option, Prompt, WaitReason
from branchline.core.model.screen import Observation, ScreenView
from branchline.core.regexes import regex
from branchline.core.screen.detection import Choice, Lines, inside, last_block, last_row, numbered_choices, text_of
from branchline.core.screen.observations import waiting
from branchline.core.screen.prompts import ESCAPE, Options, asking, full_labels, numbered, retold, unwrapped

TITLE = regex(r"\[ [.!] \] Action Required")
_OPTION = regex(r"(?P<pointer>› |  )(?P<number>\d{1,2})\. (?P<label>\S.*)")
_GOES_ON = " " * 5
"""What the further rows of a label begin with; some labels have many."""
_HINT = regex(r"(?:press |(?:tab|space|ctrl|↑|←)\S* .*)?\b(?:enter|esc)\b", re.IGNORECASE)
_ESCAPES = regex(r"\besc (?:to )?(?P<what>cancel|back|go back)\b")
_HEADING = regex(r"  (?:Would you like to|Do you want to|Allow|Approve)\b")
_CUT = regex(r"  \[… \d+ lines?\]")
_RUNS = regex(r"[•◦] Running (?P<said>.*)")
_TARGET = regex(r"^Destination:\s*", re.MULTILINE)


def asked(view: ScreenView) -> Observation | None:
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
    if not 0 < len(below) <= 3 or not _HINT.match(hint) or any(lines[row].startswith("› ") for row in below):
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
    alone = len(found) == 1 and not TITLE.match(view.title)
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
    """What stands from the heading on. A message above the dialog may hold the words of a heading, and the command
    those of a heading or the `$ ` of a command: of two of a kind neither is certain; from the upper one on is all."""
    lines = view.lines
    if not heads:
        return asking(WaitReason.APPROVAL, _question(lines, first), options, text=text, complete=False)
    body = range(heads[0], last_row(lines[:first]) + 1)
    title = " ".join(itertools.takewhile(bool, (inside(lines[row]) for row in body)))
    is_cut = bool(_CUT.match(lines[body[-1]]))
    shown = [lines[row][2:] for row in (body[:-1] if is_cut else body)]
    is_elsewhere = any(row.startswith("Environment: ") and row != "Environment: local" for row in shown)
    is_indented = all(lines[row].startswith("  ") for row in body if inside(lines[row]))
    certain = len(heads) == 1 and not is_cut and not is_elsewhere and is_indented
    commands = [at for at in range(1, len(shown)) if shown[at].startswith("$ ") and not shown[at - 1]]
    if commands:
        said, whole = unwrapped(shown[commands[0] :], view.cols - 4)
        complete = certain and whole and sum(row.lstrip().startswith("$ ") for row in shown) == 1
        command = said.removeprefix("$ ")
        runs = [found["said"] for row in last_block(lines, heads[0] - 1) if (found := _RUNS.match(lines[row]))]
        complete = complete and all(retold(each, command) for each in runs)
        return asking(WaitReason.APPROVAL, title, options, text=text, tool="shell", command=command, complete=complete)
    targets = [each.strip() for each in _TARGET.split("\n".join(shown))[1:]]
    paths = [each for each in targets if each and "\n" not in each]  # one that was wrapped may have lost a blank
    complete = certain and bool(targets) and paths == targets
    tool = "apply_patch" if targets else "shell" if "command" in title else None
    return asking(WaitReason.APPROVAL, title, options, text=text, tool=tool, paths=paths, complete=complete)
