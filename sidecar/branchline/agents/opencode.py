"""opencode. Measured with 1.18.33.

- Its own default allows every tool without asking. `OPENCODE_PERMISSION` (JSON, merged over the user's configuration)
  puts edits, commands and fetches on ask, and writes no file.
- `-s ID` goes on with a conversation; its id (`ses_…`) cannot be chosen.
- Screen: a block of rows that start with `┃`, closed by `╹▀▀▀`: an empty row, the text, an empty row, the model's row.
  The row below says `esc interrupt` while it works. A dialog is such a block without the closing row.
"""

from __future__ import annotations

import json
import re

import attrs

from branchline.agents.base import Agent, LaunchRequest
from branchline.core.detection import InputBox, inside, last_row, ready, row_above, text_of, trouble, waiting, working
from branchline.core.model import Launch, Meaning, Observation, Option, Prompt, ScreenView, WaitReason
from branchline.core.prompts import LEFT, RIGHT, Options, asking, meaning_of, stepped, unwrapped, url_in
from branchline.core.styles import Run, runs

ASK = {"edit": "ask", "bash": "ask", "webfetch": "ask"}

_PLACEHOLDER = re.compile(r"Ask anything(?:…|\.\.\.)(?:\s+\".*\")?", re.DOTALL)
_BAR = "┃"
_EDGE = re.compile("╹▀+")
_NAMES = ("Allow once", "Allow always", "Reject", "Confirm", "Cancel")
_HINTS = frozenset({"ctrl+f", "fullscreen", "⇆", "select", "enter", "confirm"})
_EDIT = re.compile(r"→ (?:Edit|Write|Patch) (?P<file>\S.*)")
_FETCH = re.compile(r"% WebFetch .*")
_WORKS = re.compile(r"\besc (?:again to )?interrupt\b|\[retrying\b|\bretrying in \d")
"""A long error squeezes the hint out while it tries again."""


def launch(request: LaunchRequest) -> Launch:
    env = {"OPENCODE_PERMISSION": json.dumps(ASK)}
    if request.resume:
        return Launch((request.program, "-s", request.resume), env=env, agent_session=request.resume)
    return Launch((request.program,), env=env)


def observe(view: ScreenView) -> Observation | None:
    prompt = _asked(view)
    if prompt is not None:
        return waiting("opencode: permission dialog", prompt)
    box = _input(view)
    if box is None:
        return None
    if any(_WORKS.search(line) for line in view.lines[box.bottom + 1 :]):
        return working("opencode: interrupt hint below the input")
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


def _trouble(view: ScreenView, box: InputBox) -> str | None:
    """What the last turn ended with: a barred block right above the line with the model's name, as errors are drawn. So
    is what tools print, but that begins with the command; only the providers' own words count."""
    lines = view.lines
    model = row_above(lines, box.top - 1)
    if model < 0 or not inside(lines[model]).startswith("▣"):
        return None
    end = row_above(lines, model)
    start = end
    while start > 0 and lines[start - 1].lstrip().startswith(_BAR):
        start -= 1
    said = text_of(lines, range(start, end + 1)).strip()
    barred = end >= 0 and lines[end].lstrip().startswith(_BAR)
    return trouble(said) if barred and not said.startswith(("$ ", "# ")) else None


def _asked(view: ScreenView) -> Prompt | None:
    """The last block of the screen is barred, has no closing edge, and begins with the warning sign; its last row has
    the buttons, of which the selected one differs by its colour only."""
    lines = view.lines
    end = next((row for row in range(len(lines) - 1, -1, -1) if lines[row].strip()), -1)
    if end < 0 or not lines[end].lstrip().startswith(_BAR):
        return None
    start = end
    while start > 0 and lines[start - 1].lstrip().startswith(_BAR):
        start -= 1
    said = [row for row in range(start, end + 1) if inside(lines[row])]
    if len(said) < 2 or not inside(lines[said[0]]).startswith("△ ") or last_row(lines) > end:
        return None
    title = inside(lines[said[0]]).removeprefix("△ ")
    options = _buttons(view, said[-1])
    text = text_of(lines, range(said[0], said[-1]))
    if not title.startswith("Permission"):  # the second step: what is allowed for ever
        return asking(WaitReason.APPROVAL, title, options, text=text, complete=False)
    return _permission(view, said, title, options, text)


def _permission(view: ScreenView, said: list[int], title: str, options: Options, text: str) -> Prompt | None:
    """Below the title, one step further right, what is asked; a command below that, from `$ ` on."""
    lines = view.lines
    bar = lines[said[0]].index(_BAR)
    rows = {row: lines[row][bar + 1 :].rstrip() for row in said[1:-1]}
    head = next((line.strip() for line in rows.values() if line.startswith("    ")), "")
    body = [line[2:] for line in rows.values() if not line.startswith("    ")]
    if body and body[0].startswith("$ "):
        command, certain = unwrapped([body[0][2:], *body[1:]], view.cols - bar - 8)
        whole = certain and len(body) == 1
        return asking(WaitReason.APPROVAL, title, options, text=text, tool="bash", command=command, complete=whole)
    if not body and head.startswith("# "):
        return None  # The command comes with the next frame.
    named = _EDIT.fullmatch(head)
    if named:
        return asking(WaitReason.APPROVAL, title, options, text=text, tool="edit", paths=[named["file"]])
    fetched = _FETCH.fullmatch(head)
    if fetched:
        url = url_in("\n".join(body)) or url_in(head)
        return asking(WaitReason.APPROVAL, title, options, text=text, tool="webfetch", url=url)
    return asking(WaitReason.APPROVAL, title, options, text=text, tool=head or None, complete=False)


def _buttons(view: ScreenView, row: int) -> Options:
    """Texts of their own background between the row's: without colours nobody knows which one Enter takes."""
    drawn = [run for run in runs(view.styled(row)) if run.text.strip() and run.text.strip() not in _HINTS]
    names = [name for name in _NAMES if name in view.lines[row]]
    found = [run for name in names for run in drawn if run.text.strip() == name]
    backgrounds = [run.background for run in found]
    if len(found) != len(names) or len(set(backgrounds)) != 2:
        keys = tuple(Option(str(n), name, _meaning(name), "") for n, name in enumerate(names, 1))
        return Options(keys, None)
    odd = [place for place, each in enumerate(backgrounds) if backgrounds.count(each) == 1]
    at = odd[0] if len(odd) == 1 else _accented(view, row, found)
    stepped_through = stepped(names, at, RIGHT, LEFT)
    options = [attrs.evolve(each, meaning=_meaning(each.label)) for each in stepped_through.options]
    return Options(tuple(options), stepped_through.selected)


def _accented(view: ScreenView, row: int, found: list[Run]) -> int:
    """Of two buttons the one whose background is not that of the rest of the row."""
    rest = [run.background for run in runs(view.styled(row)) if not run.text.strip()]
    common = max(set(rest), key=rest.count) if rest else None
    return next((place for place, run in enumerate(found) if run.background != common), 0)


def _meaning(name: str) -> Meaning:
    return {"Confirm": Meaning.ACCEPT_ALWAYS}.get(name) or meaning_of(name)


AGENT = Agent(
    name="opencode",
    title="opencode",
    program="opencode",
    install="npm install -g opencode-ai",
    launch=launch,
    observe=observe,
    can_resume=True,
)
