"""Qwen Code's dialogs.

- One that asks for a permission takes the place of the input; `⠏ Waiting for user confirmation...` is the last line.
  From the left: `? Tool what` at column 2, further rows of it at 4; question and pointer at 3; a command at 5, cut off
  at the right, so that nothing which is shown has a `?` or a pointer at their columns. Other tools that wait stand
  below the options. A label is cut off rather than wrapped.
- A question of the model's has a row of keys below its options. Start-up dialogs are frames at the bottom.
- A digit chooses at once. Where there are boxes to tick it moves the selection, and Space right behind it comes early.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import attrs

from branchline.agents.shared.gemini_dialogs import HIDDEN, mcp_tool
from branchline.core.model.prompt import Meaning, Option, Prompt, WaitReason
from branchline.core.model.screen import Observation, ScreenView
from branchline.core.regexes import regex
from branchline.core.screen.detection import (
    Choice,
    Lines,
    inside,
    is_rule,
    last_block,
    last_frame,
    last_row,
    numbered_choices,
    row_above,
    row_below,
    text_of,
)
from branchline.core.screen.observations import waiting
from branchline.core.screen.prompts import ENTER, NO_OPTIONS, Options, asking, numbered, stepped, unwrapped, url_in

_CONFIRMATION = regex(r"[⠀-⣿] Waiting for user confirmation\.\.\.")
_POINTED = regex(r"   [›❯] (?:\[.\] )?\d+\. ")
_CHECKBOX = regex(r"\[.\] (?=\d+\. )")
_KEYS = regex(r"   ↑/↓")
_HEADER = regex(r"  \? (?P<tool>\S+)(?: (?P<what>.*?))?(?: *←)?")
_FILE_TOOLS = frozenset({"WriteFile", "Edit"})
_CLIPPED = 11
"""So many columns at both sides of a command are never its own: a row that reaches beyond them may be cut off."""
_LOGIN = regex(r"\b(?:provider|sign in|log ?in|authenticat\w+|api key)\b", re.IGNORECASE)


def asked(view: ScreenView) -> Observation | None:
    lines = [line[: view.cols - 1].rstrip() for line in view.lines]  # without the scroll bar
    if not _CONFIRMATION.match(inside(lines[last_row(lines)]) if lines else ""):
        return _start_up(lines)
    at = next((row for row in range(len(lines) - 1, -1, -1) if _POINTED.match(lines[row])), None)
    if at is None:
        return None
    end = next((row for row in range(at, len(lines)) if not inside(lines[row])), len(lines))
    block = range(last_block(lines, at).start, end)
    choices = numbered_choices([_CHECKBOX.sub("", lines[row]) for row in block])
    if not choices:
        return None
    above = row_above(lines, block.start)
    header = next((row for row in range(above, -1, -1) if _HEADER.fullmatch(lines[row])), None)
    text = text_of(lines, range(header or 0, block.stop)).strip()
    if _KEYS.match(lines[row_below(lines, block.stop)]):
        title = text_of(lines, last_block(lines, above)).replace("\n", " ")
        options = _answers(choices, has_boxes=bool(_CHECKBOX.search(lines[at])))
        return waiting("qwen: list to choose from", asking(WaitReason.QUESTION, title, options, text=text))
    if len(choices) != len(block):
        return None
    options = numbered(choices, escapes=True)
    return waiting("qwen: permission dialog", _permission(lines, header, above, options, text, view.cols))


def _answers(choices: Sequence[Choice], has_boxes: bool) -> Options:
    """In the last option a text is being typed, and digits go there; boxes are the user's to tick in the terminal."""
    at = next(place for place, each in enumerate(choices) if each.selected)
    if at == len(choices) - 1:
        return stepped([each.label for each in choices], at, questions=True)
    options = numbered(choices, escapes=False, questions=True)
    if not has_boxes:
        return options
    boxes = [attrs.evolve(each, key="") for each in options.options]
    return attrs.evolve(options, options=(*boxes, Option("done", "Confirm", Meaning.OTHER, ENTER)))


def _permission(lines: Lines, top: int | None, question: int, options: Options, text: str, cols: int) -> Prompt:
    """`top` is None where the header is out of sight: then so may be the beginning of what is asked for."""
    title = inside(lines[question])
    header = None if top is None else _HEADER.fullmatch(lines[top])
    tool, what = (header["tool"], header["what"] or "") if header else (None, "")
    command, paths, url, complete = None, list[str](), None, header is not None
    if "MCP tool" in title or "MCP Server)" in what:
        tool = mcp_tool(title) or "mcp__"
    elif tool == "Shell" and top is not None:
        command, complete = _command(lines, top, question, cols)
    elif tool in _FILE_TOOLS and top is not None:
        path = re.sub(r"^(?:Writing to|Create) ", "", what)
        complete = bool(path) and "..." not in path and not inside(lines[top + 1])
        paths = [path] if complete else []
    elif tool == "WebFetch":
        url, complete = _url([inside(lines[row]) for row in last_block(lines, question - 1)])
    else:
        complete = False
    return asking(
        WaitReason.APPROVAL,
        title,
        options,
        text=text,
        tool=tool,
        command=command,
        paths=paths,
        url=url,
        complete=complete,
    )


def _command(lines: Lines, top: int, question: int, cols: int) -> tuple[str | None, bool]:
    """Below the header and a blank row. The header says the command as well, then perhaps what it is for: where they
    differ the command is cut off, is not to run here (`[in FOLDER]`), or has a warning below it."""
    for gap in range(top + 1, question):
        rows = [lines[row][5:] for row in range(gap + 1, last_row(lines[:question]) + 1)]
        if lines[gap] or not rows or not rows[0] or any(lines[row][:5].strip() for row in range(gap, question)):
            continue
        told = _squeezed([lines[top][4:].removesuffix("←"), *lines[top + 1 : gap]]).removeprefix("Shell")
        if not told.startswith(_squeezed(rows[:1])):
            continue
        shown = [row for row in rows if not HIDDEN.fullmatch(row)]
        command, certain = unwrapped(shown, cols - _CLIPPED)
        is_whole = shown == rows and all(len(row) < cols - _CLIPPED for row in rows)
        same = told == _squeezed(shown) or told.startswith(f"{_squeezed(shown)}(")
        return command, certain and is_whole and same
    return None, False


def _squeezed(rows: Iterable[str]) -> str:
    return "".join("".join(rows).split())


def _url(asks: list[str]) -> tuple[str | None, bool]:
    """The block above the question: a heading and a list, which goes on in further rows if it is long."""
    url = url_in(asks[1]) if len(asks) > 1 else None
    return url, url is not None and asks[1:] == [f"- {url}"]


def _start_up(lines: Lines) -> Observation | None:
    """A frame at the bottom with a list, numbered or not."""
    frame = last_frame(lines)
    choices = numbered_choices(lines[frame.start : frame.stop])
    pointed = [row for row in frame if inside(lines[row]).startswith("› ")]
    if not choices and len(pointed) != 1:
        return None
    first = frame.start + choices[0].row if choices else pointed[0]
    texts = [text for row in range(frame.start, first) if (text := inside(lines[row]))]
    title = next((text for text in texts if text.endswith("?")), next(iter(texts), ""))
    text = text_of(lines, frame).strip()
    if choices and choices[0].label.startswith("Trust "):
        options = numbered(choices, escapes=True)
        return waiting("qwen: trust dialog", asking(WaitReason.TRUST, title, options, text=text))
    options = numbered(choices, escapes=False, questions=True) if choices else _unnumbered(lines, frame, pointed[0])
    if _LOGIN.search(title):
        return waiting("qwen: login dialog", asking(WaitReason.LOGIN, title, options, text=text))
    return waiting("qwen: list to choose from", asking(WaitReason.QUESTION, title, options, text=text))


def _unnumbered(lines: Lines, frame: range, pointed: int) -> Options:
    """Each option is a block: its label, and a description. A low terminal has no blank rows between them: then nobody
    knows which is which."""
    rows = range(frame.start, next((row for row in frame if is_rule(inside(lines[row]))), frame.stop))
    starts = [row for row in rows if inside(lines[row]) and not inside(lines[row - 1])][1:]  # the first is the title
    if pointed not in starts or len(starts) < 2:
        return NO_OPTIONS
    return stepped([inside(lines[row]).removeprefix("› ") for row in starts], starts.index(pointed), questions=True)
