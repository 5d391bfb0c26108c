"""What Claude Code's permission dialogs ask for, in every form that they had from 2.1.197 to 2.1.332.

Below a rule: a heading, perhaps a tip; what is to be done; the question, right above the options.

- A command from 2.1.310 on: between two dashed lines, indented by one, with a bar before each row unless it is one
  short line.
- Before: one block, indented by three, with blank rows around: the command, then what it is for. From 2.1.240 on either
  has a bar before each row unless it is one short line; in 2.1.197 neither has, nor do blank lines.
- Right above the rule the transcript says the command as well, perhaps cut off: `⎿  $ make`, or `● Bash(make)`.

What is drawn otherwise is no command: neither a part of something else nor a part of the command must pass for it.
"""

from __future__ import annotations

from branchline.core.model.prompt import Prompt, WaitReason
from branchline.core.model.screen import ScreenView
from branchline.core.regexes import regex
from branchline.core.screen.detection import Lines, edges_above, inside, last_block, row_above, row_below
from branchline.core.screen.prompts import Options, asking, retold, unwrapped, url_in

_BAR, _SHORT = "│", 80
_STEP = "   "
_FILE = regex(r"\b(?:create|edit to|overwrite|write to|read|delete|changes to) (?P<file>\S.*)\?$")
_TOOLS = {
    "bash command": "Bash",
    "create file": "Write",
    "overwrite file": "Write",
    "edit file": "Edit",
    "read file": "Read",
    "fetch": "WebFetch",
    "web search": "WebSearch",
}
_CALL = regex(r"(?P<mark>  ⎿  )\$ (?P<said>.*)|(?:[●⏺•]| ) Bash\((?P<called>.*)")


def permission(view: ScreenView, top: int, first: int, options: Options, text: str) -> Prompt:
    """`top` is the rule's row, -1 where it is out of sight; `first` that of the first option."""
    lines, question = view.lines, row_above(view.lines, first)
    heading, title = inside(lines[row_below(lines, top)]), inside(lines[question])
    tool = _TOOLS.get(heading.lower(), heading) if top >= 0 else None
    command, paths, url, complete = None, list[str](), None, top >= 0
    if tool == "Bash":
        command, complete = _command(view, top, question)
        said = _said(lines, top)
        complete = complete and (said is None or retold(said, command or ""))
    elif tool == "WebFetch":
        url, complete = _url(view, range(top + 1, question))
    elif named := _FILE.search(title):
        paths, complete = _path(lines, top, named["file"])
    return asking(
        WaitReason.APPROVAL,
        title,
        options,
        text=text,
        tool=tool,
        command=command,
        paths=paths,
        url=url,
        complete=complete and top >= 0,
    )


def _command(view: ScreenView, top: int, question: int) -> tuple[str | None, bool]:
    dashes = [row for row in edges_above(view, question, "╌") if row > top]
    if len(dashes) == 2:
        shown = view.lines[dashes[1] + 1 : dashes[0]]
        if not shown or any(row[:1].strip() for row in shown):
            return None, False
        return _framed([row[1:] for row in shown], view.cols - 2)
    return (None, False) if dashes else _block(view, top, question)


def _framed(shown: Lines, width: int) -> tuple[str | None, bool]:
    is_long = len(shown) > 1 or len(shown[0].rstrip()) > _SHORT
    barred = _barred(shown)
    if is_long and len(barred) == len(shown):
        return unwrapped(barred, width - 2)
    command, certain = unwrapped(shown, width)
    return command, certain and not is_long


def _block(view: ScreenView, top: int, question: int) -> tuple[str | None, bool]:
    lines = view.lines
    start = next((row for row in range(top + 1, question) if not lines[row].strip()), question) + 1
    shown = lines[start : question - 1]
    is_blank_below = start < question and not lines[question - 1].strip()
    heads = all(row[:1] == " " != row[1:2] for row in lines[top + 1 : start - 1])
    if not (shown and is_blank_below and heads and all(row.startswith(_STEP) for row in shown)):
        return None, False
    rows = [row[len(_STEP) :] for row in shown]
    if barred := _barred(rows):
        command, certain = unwrapped(barred, view.cols - 2 * len(_STEP) - 2)
        return command, certain and len(rows) - len(barred) == 1
    if len(rows) == 2 or (rows[1:] and len(_barred(rows[1:])) == len(rows) - 1):
        return unwrapped(rows[:1], view.cols)
    return unwrapped(rows[:-1] or rows, view.cols - 2 * len(_STEP))[0], False


def _barred(rows: Lines) -> list[str]:
    """The first rows that have a bar, without it."""
    count = next((place for place, row in enumerate(rows) if not f"{row} ".startswith(f"{_BAR} ")), len(rows))
    return [row[len(_BAR) + 1 :] for row in rows[:count]]


def _said(lines: Lines, top: int) -> str | None:
    """What the transcript says right above the rule is to be run."""
    block = last_block(lines, top - 1)
    for row in reversed(block):
        if not (found := _CALL.match(lines[row])):
            continue
        more = [inside(line) for line in lines[row + 1 : block.stop]]
        if found["mark"]:
            return "\n".join([found["said"], *more])
        until = next((place for place, line in enumerate(more) if line.startswith("⎿")), len(more))
        return "\n".join([found["called"], *more[:until]]).removesuffix(")")
    return None


def _url(view: ScreenView, body: range) -> tuple[str | None, bool]:
    """In a row of its own, which is not so long that it may have been wrapped."""
    row = next((row for row in body if url_in(view.lines[row])), None)
    if row is None:
        return None, False
    url = url_in(view.lines[row])
    return url, inside(view.lines[row]) in (url, f"url: {url}") and len(view.lines[row]) < view.cols - 2 * len(_STEP)


def _path(lines: Lines, top: int, named: str) -> tuple[list[str], bool]:
    """Below the heading; the question says no more than the end of it."""
    for row in range(row_below(lines, top) + 1, len(lines)):
        if not lines[row].startswith(" ") or not inside(lines[row]):
            break
        if inside(lines[row]).endswith(named):
            return [inside(lines[row])], True
    return [named], False
