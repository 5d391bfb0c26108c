"""Gemini CLI's dialogs: a frame at the bottom of the screen; the cursor is at the left edge then.

- A permission's options are the last rows of the frame; above them is a question, and above that, for a command or an
  edit, a frame within the frame. In a low terminal, and for a moment when it is drawn, that one says how many lines are
  hidden. A label is cut off rather than wrapped.
- A question of the model's has a row of keys below its options. Start-up dialogs have further text there, or nothing.
- A digit chooses at once, and ticks where there are boxes. A text with Enter right behind it is not submitted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from branchline.agents.shared.gemini_dialogs import HIDDEN, mcp_tool
from branchline.core.model.prompt import Meaning, Prompt, WaitReason
from branchline.core.model.screen import Observation, ScreenView
from branchline.core.regexes import regex
from branchline.core.screen.detection import (
    Choice,
    Lines,
    inside,
    last_block,
    last_frame,
    last_row,
    numbered_choices,
    row_above,
    text_of,
    texts_below,
)
from branchline.core.screen.observations import waiting, working
from branchline.core.screen.prompts import NO_OPTIONS, Options, asking, numbered, stepped, unwrapped, url_in

_OPTION = regex(r"│ (?P<pointer>●| ) +(?P<number>\d)\. (?P<label>\S.*?) *│")
_COUNT = r"(?:  +\d+ of \d+)? *│"
_FRAMED = regex(rf"│ \? (?P<tool>\S+)(?:  (?P<what>.*?))?{_COUNT}")
"""The first row, for what is shown in a frame of its own: commands and edits."""
_PLAIN = regex(rf"│ \?  (?P<tool>\S+)(?: (?P<what>.*?))?{_COUNT}")
"""Below `Action Required`, for all else. What is shown then may itself look like a frame."""
_ASKS = regex(r"Allow execution of \[Shell\]\?|Redirection detected\..*")
_FILE_TOOLS = frozenset({"WriteFile", "Edit", "Replace"})
_DRAWN = regex("[╭╮╰╯│]")
_KEYS = regex(r"Enter to (?P<what>select|submit)\b.*")
_LOGIN = regex(r"\b(?:sign in|log ?in|authenticat\w+|api key)\b", re.IGNORECASE)


def asked(view: ScreenView) -> Observation | None:
    lines, frame = view.lines, last_frame(view.lines)
    if not frame:
        return None
    if any("restarting" in text for text in texts_below(lines, frame.stop)):
        return working("gemini: starts again after its trust dialog")
    choices, header = _last_rows(lines, frame), _header(lines, frame)
    options = numbered(choices, escapes=True)
    meanings = {each.meaning for each in options.options}
    if choices and (header or {Meaning.ACCEPT, Meaning.REJECT} <= meanings):
        return waiting("gemini: permission dialog", _permission(lines, frame, header, choices[0].row, options))
    keys = _KEYS.fullmatch(inside(lines[last_row(lines[: frame.stop])]))
    listed = numbered_choices(lines[frame.start : frame.stop])
    if keys:
        prompt = _question(lines, frame, listed, submits=keys["what"] == "submit")
        return waiting("gemini: list to choose from", prompt)
    return _start_up(lines, frame, listed) if listed else None


def _last_rows(lines: Lines, frame: range) -> tuple[Choice, ...]:
    """The options that are the last rows of the frame: all that is shown in the dialog stands above them."""
    found = list[Choice]()
    for row in reversed(frame):
        match = _OPTION.fullmatch(lines[row])
        if match is None:
            break
        found.insert(0, Choice(int(match["number"]), match["label"], row, match["pointer"] == "●"))
    in_order = [each.number for each in found] == list(range(1, len(found) + 1))
    return tuple(found) if in_order and sum(each.selected for each in found) == 1 else ()


def _header(lines: Lines, frame: range) -> re.Match[str] | None:
    """None too where it is out of sight."""
    if not lines[frame.start - 1].startswith("╭"):
        return None
    first, *others = (lines[row] for row in frame)
    if not inside(first).startswith("Action Required"):
        return _FRAMED.fullmatch(first)
    return _PLAIN.fullmatch(others[1]) if len(others) > 1 else None


def _permission(lines: Lines, frame: range, header: re.Match[str] | None, first: int, options: Options) -> Prompt:
    tool, what = (str(header["tool"]), str(header["what"] or "")) if header else ("", "")
    inner = _inner_frame(lines, frame)
    asks = [inside(lines[row]) for row in last_block(lines, first - 1) if row > inner.stop]
    title = next((line for line in reversed(asks) if line.endswith("?")), " ".join(asks))
    command, paths, url, complete = None, list[str](), None, header is not None
    is_framed = header is not None and header.re.pattern == _FRAMED.pattern
    if (mcp := mcp_tool(" ".join(asks))) or (not is_framed and "MCP Server)" in what):
        tool = mcp or "mcp__"
    elif is_framed and tool in _FILE_TOOLS:
        path, complete = _path(tool, what)
        paths = [path] if path else []
    elif is_framed and tool == "Shell" and inner:
        command, certain = _command(lines, inner, len(lines[frame.stop]) - 10)
        complete = certain and bool(asks) and all(_ASKS.fullmatch(line) for line in asks)
    elif not is_framed and tool == "WebFetch":
        url, complete = _url(asks)
    else:
        complete = False
    return asking(
        WaitReason.APPROVAL,
        title,
        options,
        text=text_of(lines, frame).strip(),
        tool=tool or None,
        command=command,
        paths=paths,
        url=url,
        complete=complete,
    )


def _inner_frame(lines: Lines, frame: range) -> range:
    """The rows of the frame within: nothing that it shows reaches the columns of its edges."""
    edge = "─" * (len(lines[frame.stop]) - 6)
    top = next((row for row in frame if lines[row] == f"│ ╭{edge}╮ │"), frame.stop)
    end = next((row for row in frame if lines[row] == f"│ ╰{edge}╯ │"), frame.start)
    return range(top + 1, end) if top < end else range(frame.start, frame.start)


def _command(lines: Lines, inner: range, width: int) -> tuple[str, bool]:
    """Several commands have blank rows between them: a blank row may be a line of the command or not."""
    rows = [lines[row][4:].removesuffix(" │ │").rstrip() for row in inner]
    shown = [row for row in rows if not HIDDEN.fullmatch(row)]
    command, certain = unwrapped(shown, width)
    is_framed = all(lines[row].startswith("│ │ ") and lines[row].endswith(" │ │") for row in inner)
    return command, certain and is_framed and shown == rows and all(rows) and not _DRAWN.search(command)


def _path(tool: str, what: str) -> tuple[str, bool]:
    """`Writing to FILE`, or of an edit `Create FILE` or `FILE: old => new`. A long path has its middle cut out."""
    certain = True
    if tool == "WriteFile":
        path = what.removeprefix("Writing to ")
    elif " => " in what:
        path, _, more = what.partition(": ")
        certain = ": " not in more.partition(" => ")[0]  # else either of them may be part of the path
    else:
        path = what.removeprefix("Create ")
    return ("", False) if not path or "..." in path or "…" in path else (path, certain)


def _url(asks: list[str]) -> tuple[str | None, bool]:
    """The list right above the question. The prompt, which may hold such a list too, stands above it."""
    start = max((at + 1 for at, line in enumerate(asks) if line == "URLs to fetch:"), default=0)
    listed = asks[start:-1]
    url = url_in(listed[0]) if listed else None
    return url, url is not None and listed in ([url], [f"- {url}"])


def _question(lines: Lines, frame: range, choices: Sequence[Choice], submits: bool) -> Prompt:
    """A list, a text to type after `> `, or the last of several tabs, on which Enter submits all answers."""
    typed = next((row for row in reversed(frame) if inside(lines[row]).startswith("> ")), None)
    end = frame.start + choices[0].row if choices else frame.stop if typed is None else typed
    above = last_block(lines, end - 1 - (inside(lines[end - 1]) == "▲"))
    title, options = text_of(lines, above).replace("\n", " "), NO_OPTIONS
    if choices and submits:  # the last option is a text that is being typed, and digits go there
        at = next(place for place, each in enumerate(choices) if each.selected)
        options = stepped([each.label for each in choices], at, questions=True)
    elif choices:
        options = numbered(choices, escapes=False, questions=True)
    elif typed is None:
        title, options = "Review your answers", stepped(["Submit"], 0, questions=True)
    return asking(WaitReason.QUESTION, title, options, text=text_of(lines, frame).strip())


def _start_up(lines: Lines, frame: range, choices: Sequence[Choice]) -> Observation:
    first, text = frame.start + choices[0].row, text_of(lines, frame).strip()
    asks = (line for row in range(frame.start, first) if (line := inside(lines[row])).endswith("?"))
    title = next(asks, inside(lines[row_above(lines, first)]))
    if choices[0].label.startswith("Trust "):
        options = numbered(choices, escapes=False)
        return waiting("gemini: trust dialog", asking(WaitReason.TRUST, title, options, text=text))
    options = numbered(choices, escapes=False, questions=True)
    if _LOGIN.search(f"{title} {choices[0].label}"):
        return waiting("gemini: login dialog", asking(WaitReason.LOGIN, title, options, text=text))
    return waiting("gemini: list to choose from", asking(WaitReason.QUESTION, title, options, text=text))
