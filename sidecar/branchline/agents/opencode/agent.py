"""opencode. Measured with 1.18.33.

- Its own default allows every tool without asking. `OPENCODE_PERMISSION` (JSON, merged over the user's configuration)
  puts edits, commands and fetches on ask, and writes no file.
- `-s ID` goes on with a conversation; its id (`ses_…`) cannot be chosen.
- Screen: a block of rows that start with `┃`, closed by `╹▀▀▀`: an empty row, the text, an empty row, the model's row.
  The row below says `esc interrupt` while it works. A dialog is such a block without the closing row, below all else.
- A permission takes 15 rows at most; what does not fit is cut off, and nothing on the screen tells.
"""

from __future__ import annotations

import json
import re

import attrs

from branchline.agents.opencode import conversations
from branchline.agents.opencode.names import GUARDED, TOOLS
from branchline.agents.shared.agent import Agent, LaunchRequest
from branchline.core.model.agent import Launch
from branchline.core.model.prompt import Meaning, Option, Prompt, WaitReason
from branchline.core.model.screen import Observation, ScreenView
from branchline.core.reasons import TurnReason
from branchline.core.screen.detection import (
    InputBox,
    inside,
    last_row,
    ready,
    row_above,
    text_of,
    trouble,
    waiting,
    working,
)
from branchline.core.screen.prompts import (
    ESCAPE,
    LEFT,
    NO_OPTIONS,
    RIGHT,
    Options,
    asking,
    meaning_of,
    stepped,
    unwrapped,
)
from branchline.core.screen.styles import runs

ASK = {"edit": "ask", "bash": "ask", "webfetch": "ask"}

_PLACEHOLDER = re.compile(r"Ask anything(?:…|\.\.\.)(?:\s+\".*\")?", re.DOTALL)
_BAR = "┃"
_EDGE = re.compile("╹▀+")
_WORKS = re.compile(r"\besc (?:again to )?interrupt\b|\[?\bretrying in \d|^ *[■⬝]")
"""A long error squeezes the hint out while it tries again, but not what moves in front of it."""
_NAME = "(?:Allow once|Allow always|Reject|Confirm|Cancel)"
_BUTTONS = re.compile(rf" {{3}}(?P<names>{_NAME}(?: {{3}}{_NAME})*)(?: {{2}}.*)?")
_DISMISS = re.compile(r"\besc dismiss$")
_CANCEL = re.compile(r"\besc cancel$")
_HIGHEST, _LOWEST = 15, 10
"""Rows of a permission at most; rows of a terminal in which an input with all that belongs to it has room."""
_HEADING = re.compile(
    r"\S (?:(?P<file>Edit|Read|List)(?: (?P<path>.+))?|(?P<search>Glob|Grep|WebFetch) .*|Shell (?P<shell>command)"
    r"|Access external (?P<outside>directory) (?P<folder>.+)|Call tool (?P<other>\S+))"
)
_NUMBERED = re.compile(r" {2}(?P<number>\d{1,2})\. (?P<box>\[.\] )?(?P<label>\S.*)")


def launch(request: LaunchRequest) -> Launch:
    env = {"OPENCODE_PERMISSION": json.dumps(ASK)}
    if request.resume:
        return Launch((request.program, "-s", request.resume), env=env, agent_session=request.resume)
    return Launch((request.program,), env=env)


def observe(view: ScreenView) -> Observation | None:
    block = _open_block(view)
    if block is not None:
        return _dialog(view, block)
    box = _input(view)
    if box is None:
        return None
    if any(_WORKS.search(line) for line in view.lines[box.bottom + 1 :]):
        return working("opencode: progress or interrupt hint below the input")
    return ready("opencode", view, box, _PLACEHOLDER, _trouble(view, box))


def _input(view: ScreenView) -> InputBox | None:
    """The barred block around the cursor, if a model's row and the closing edge end it."""
    lines, (row, column) = view.lines, view.cursor
    if not 0 <= row < len(lines) or not lines[row].lstrip().startswith(_BAR):
        return None
    indent = len(lines[row]) - len(lines[row].lstrip())
    top = bottom = row
    while top > 0 and lines[top - 1][: indent + 1] == lines[row][: indent + 1]:
        top -= 1
    while bottom + 1 < len(lines) and lines[bottom + 1][: indent + 1] == lines[row][: indent + 1]:
        bottom += 1
    edge = _EDGE.match(lines[bottom + 1], indent) if bottom + 1 < len(lines) else None
    if edge is None:
        return None
    said = [inside(line[: edge.end()]) for line in lines[top : bottom + 1]]  # a wide terminal has a panel on the right
    if len(said) < 4 or not said[-1] or said[-2]:
        return None
    if said[0]:  # completions stand in the same block, above the empty row
        return InputBox(top, bottom, "\n".join(said), cursor_at_start=False)
    text = "\n".join(said[1:-2]).strip()
    return InputBox(top + 1, bottom - 2, text, cursor_at_start=(row, column) == (top + 1, indent + 3))


def _trouble(view: ScreenView, box: InputBox) -> TurnReason | None:
    """What the last turn ended with: a barred block right above the line with the model's name, as errors are drawn.
    The user's own words are drawn so too, but with the input's colour, and what tools print, but it begins with a sign.
    """
    lines = view.lines
    model = row_above(lines, box.top - 1)
    if model < 0 or not inside(lines[model]).startswith("▣"):
        return None
    block = _barred(view, row_above(lines, model))
    if not block or _colour(view, block.start) == _colour(view, box.top):
        return None
    said = text_of(lines, block).strip()
    return trouble(said) if re.match(r"\w", said) else None


def _colour(view: ScreenView, row: int) -> str:
    """Of the bar."""
    bar = next((run for run in runs(view.styled(row)) if _BAR in run.text), None)
    return bar.sgr.replace(bar.background or "", "") if bar else ""


# ---------------------------------------------------------------- dialogs


@attrs.frozen
class Block:
    """Rows that begin with a bar in the same column. `said` is what stands right of the bar, `width` the columns for
    text, `beside` whether something else stands right of the block."""

    top: int
    bar: int
    said: tuple[str, ...]
    width: int
    beside: bool

    @property
    def shown(self) -> list[int]:
        """The places in `said` of the rows that are not empty."""
        return [place for place, text in enumerate(self.said) if text]


def _barred(view: ScreenView, end: int) -> range:
    lines = view.lines
    if end < 0 or not lines[end].lstrip().startswith(_BAR):
        return range(0)
    left = lines[end][: lines[end].index(_BAR) + 1]
    start = end
    while start > 0 and lines[start - 1].startswith(left):
        start -= 1
    return range(start, end + 1)


def _open_block(view: ScreenView) -> Block | None:
    """The barred block that the screen ends with: an input is closed by an edge. Where it ends on the right shows only
    by the background: a wide terminal has a panel beside it."""
    end = next((row for row in range(len(view.lines) - 1, -1, -1) if view.lines[row].strip()), -1)
    rows = _barred(view, end)
    if not rows or last_row(view.lines) > end:
        return None
    bar = view.lines[end].index(_BAR)
    drawn = runs(view.styled(rows.start))
    outside = drawn[0].background if drawn else None
    right = next((run.start for run in drawn if run.start > bar and run.background == outside), 0)
    edge = right if right > bar + 1 else view.cols - bar
    said = tuple(view.lines[row][bar + 1 : edge].rstrip() for row in rows)
    return Block(rows.start, bar, said, edge - bar - 6, beside=edge < view.cols - bar)


def _dialog(view: ScreenView, block: Block) -> Observation | None:
    """A question may say what it likes in its first row, but ends with its hint. In a low terminal the end is cut off:
    what then reaches the last row is a dialog, since nothing else does."""
    said, shown = block.said, block.shown
    if len(shown) < 2 or said[0]:
        return None
    title = said[shown[0]].removeprefix("  △ ")
    is_title, dismissed = title != said[shown[0]], _DISMISS.search(said[shown[-1]]) is not None
    is_cut = block.top + len(said) == len(view.lines) >= _LOWEST
    if dismissed and not (is_title and said[-1]):
        return waiting("opencode: question", _question(view, block, shown[-1]))
    if not is_title:
        return waiting("opencode: question", _question(view, block, len(said))) if is_cut else None
    buttons = next((place for place in (shown[-1], shown[-2]) if _BUTTONS.fullmatch(said[place])), None)
    options = _options(view, block, buttons) if buttons is not None else NO_OPTIONS
    if title == "Permission required":
        prompt = _permission(block, title, buttons, options)
        return waiting("opencode: permission dialog", prompt) if prompt else None
    if buttons is None and _CANCEL.search(said[shown[-1]]):  # what to tell the agent that may not
        return waiting("opencode: text to enter", asking(WaitReason.QUESTION, title, text=title, takes_text=True))
    text = _text(said[shown[0] : buttons])  # the second step: what is allowed for ever
    return waiting(
        "opencode: permission dialog", asking(WaitReason.APPROVAL, title, options, text=text, complete=False)
    )


def _permission(block: Block, title: str, buttons: int | None, options: Options) -> Prompt | None:
    """The title, a heading one step further right, an empty row, what is to be done, two empty rows, the buttons."""
    said = block.said[:buttons]
    gap = next((place for place in range(2, len(said)) if not said[place]), len(said))
    heading, sure = unwrapped([line[4:] for line in said[2:gap]], block.width - 2)
    body = [line[2:] for line in said[gap + 1 :]]
    while body and not body[-1]:
        body.pop()
    fits = buttons is not None and len(block.said) < _HIGHEST and (not block.beside or "".join(body).isascii())
    found = _HEADING.fullmatch(heading)
    named = found.groupdict() if found else {}
    kind, text = WaitReason.APPROVAL, _text(said)
    if named.get("shell"):
        if not body:
            return None  # it comes with the next frame
        command, _ = unwrapped(body, block.width)
        whole = fits and len(body) == 1
        return asking(kind, title, options, text=text, tool="bash", command=command.removeprefix("$ "), complete=whole)
    tool = named.get("file") or named.get("search") or named.get("other")
    if tool == "WebFetch":
        url = "".join(body).removeprefix("URL: ") or None
        return asking(kind, title, options, text=text, tool="webfetch", url=url, complete=fits and len(body) == 1)
    if named.get("outside"):
        tool = "external_directory"
    path = named.get("path") or named.get("folder")
    # An edit is always cut off: its box takes all the rows there are.
    complete = sure and (path is not None if tool == "Edit" else fits and found is not None)
    tool = tool.lower() if tool else None
    paths = [path] if path else []
    return asking(kind, title, options, text=text, tool=tool, paths=paths, complete=complete)


def _options(view: ScreenView, block: Block, place: int) -> Options:
    """The buttons stand on a background of their own, and the selected one differs from that: without colours nobody
    knows which one Enter takes, nor whether these are buttons at all."""
    match = _BUTTONS.fullmatch(block.said[place])
    names = list(re.finditer(_NAME, match["names"])) if match else []
    row, left = block.top + place, block.bar + 1
    panel = _background(view, row, left)
    odd = [n for n, name in enumerate(names) if _background(view, row, left + 3 + name.start()) != panel]
    at = odd[0] if len(odd) == 1 and panel != _background(view, block.top, left) else None
    options = []
    for option in stepped([name[0] for name in names], at or 0, RIGHT, LEFT).options:
        meaning = Meaning.ACCEPT_ALWAYS if option.label == "Confirm" else meaning_of(option.label)
        key = "" if at is None else ESCAPE if meaning is Meaning.REJECT else option.key
        options.append(attrs.evolve(option, meaning=meaning, key=key))
    return Options(tuple(options), None if at is None else str(at + 1))


def _background(view: ScreenView, row: int, column: int) -> str | None:
    drawn = runs(view.styled(row))
    return next((run.background for run in drawn if run.start <= column < run.start + len(run.text)), None)


def _question(view: ScreenView, block: Block, end: int) -> Prompt:
    """Options with numbers, of which a digit chooses at once; descriptions stand further right. Where several may be
    chosen, or none are shown, nothing that could be typed is an answer."""
    said = block.said[:end]
    found: list[tuple[int, re.Match[str]]] = []
    for place in range(len(said) - 1, -1, -1):
        if match := _NUMBERED.fullmatch(said[place]):
            found.insert(0, (place, match))
            if match["number"] == "1":
                break
    first = found[0][0] if found else len(said)
    title = " ".join(line.strip() for line in said[:first] if line and not line.startswith("   "))
    last = found[-1][0] + 1 if found else end
    typed = last < end < len(block.said) and said[last] and view.cursor[0] == block.top + last
    if typed:  # an answer of one's own
        return asking(WaitReason.QUESTION, title, text=title, takes_text=True)
    in_order = [match["number"] for _, match in found] == [str(n) for n in range(1, len(found) + 1)]
    if not in_order or any(match["box"] for _, match in found):
        return asking(WaitReason.QUESTION, title, text=_text(said))
    options = [
        Option(match["number"], match["label"], Meaning.OTHER, match["number"] if len(match["number"]) == 1 else "")
        for _, match in found
    ]
    return asking(WaitReason.QUESTION, title, Options(tuple(options)), text=_text(said))


def _text(rows: tuple[str, ...]) -> str:
    return "\n".join(inside(row) for row in rows).strip()


AGENT = Agent(
    name="opencode",
    title="opencode",
    program="opencode",
    install="npm install -g opencode-ai",
    launch=launch,
    observe=observe,
    tools=TOOLS,
    guarded=GUARDED,
    can_resume=True,
    conversation=conversations.latest,
    shows_folder=False,
)
