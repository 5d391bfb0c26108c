"""The demo agent that ships with Branchline: no account, no network.

Its program is the Python that runs Branchline, started through the launcher beside the package.
"""

from __future__ import annotations

import sys
from pathlib import Path

import branchline
from branchline.agents.demo.names import TOOLS
from branchline.agents.shared.agent import Agent, LaunchRequest, Typing
from branchline.core.model.agent import Launch
from branchline.core.model.prompt import Prompt, WaitReason
from branchline.core.model.screen import Observation, ScreenView
from branchline.core.regexes import regex
from branchline.core.screen.detection import inside, last_frame, numbered_choices, row_above, text_of, texts_below
from branchline.core.screen.input_box import input_box
from branchline.core.screen.observations import ready, waiting, working
from branchline.core.screen.prompts import asking, full_labels, numbered

LAUNCHER = Path(branchline.__file__).parent.parent / "launch.py"

_MARKER = regex(r"│ > ")
_FILE = regex(r"^Do you want to (?:create|make this edit to) (?P<file>.+)\?$")
_OWN = regex(r"│ [^ ❯]")
_INDENTED = "│   "
"""How the frame begins a row of what is to be done; its own rows stand one step further left."""
_SPINNER = regex(r"[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] Working… \(\d+s · esc to interrupt\)")


def launch(request: LaunchRequest) -> Launch:
    read_only = ("--read-only",) if request.read_only else ()
    return Launch((request.program, "-I", "-S", str(LAUNCHER), "demo-agent", *read_only))


def observe(view: ScreenView) -> Observation | None:
    prompt = _dialog(view)
    if prompt is not None:
        return waiting("demo: dialog at the cursor", prompt)
    box = input_box(view, _MARKER, _top, _bottom)
    if box is None:
        return None
    status_row = row_above(view.lines, box.top - 1)
    if status_row >= 0 and _SPINNER.fullmatch(view.lines[status_row].strip()):
        return working("demo: spinner above the input box")
    return ready("demo", view, box)


def _dialog(view: ScreenView) -> Prompt | None:
    """A list with the cursor on its selected option, the last thing in the frame at the bottom of the screen: above it
    a heading, what is to be done, indented, and the question. In a tiny terminal there is nothing but the options."""
    lines, frame = view.lines, last_frame(view.lines)
    # What is to be done is indented as the options are, and may look like some; the question between them is not.
    question = next((row for row in reversed(frame) if _OWN.match(lines[row])), -1)
    choices = numbered_choices(["" if row <= question else line for row, line in enumerate(lines)])
    if not any(each.selected and each.row == view.cursor[0] for each in choices):
        return None
    if len(texts_below(lines, choices[-1].row)) > 1:
        return None
    labelled = full_labels(lines, choices, frame.stop if choices[-1].row in frame else choices[-1].row + 1)
    options = numbered(labelled, escapes=True)
    if choices[0].row not in frame or lines[frame.start - 1][:1] != "╭":
        return asking(WaitReason.APPROVAL, "", options, complete=False)
    said = [lines[row] for row in range(frame.start, choices[0].row)]
    own = [inside(line) for line in said if not line.startswith(_INDENTED) and inside(line)]
    body = [line[len(_INDENTED) :].removesuffix("│").rstrip() for line in said if line.startswith(_INDENTED)]
    heading, title = (own[0], own[-1]) if own else ("", "")
    text = text_of(lines, range(frame.start, choices[-1].row + 1))
    if heading == "A choice":
        return asking(WaitReason.QUESTION, title, numbered(labelled, escapes=False, questions=True), text=text)
    if heading.startswith("Run a command:"):
        command = "\n".join(body).strip("\n")
        whole = "…" not in command and len(own) > 1
        return asking(
            WaitReason.APPROVAL, title, options, text=text, tool="Run", command=command or None, complete=whole
        )
    file = _FILE.search(title)
    return asking(
        WaitReason.APPROVAL,
        title,
        options,
        text=text,
        tool=heading.split(" ")[0] or None,
        paths=[file["file"]] if file else [],
        complete=file is not None,
    )


def _top(line: str) -> bool:
    return line.startswith("╭─")


def _bottom(line: str) -> bool:
    return line.startswith("╰─")


AGENT = Agent(
    name="demo",
    title="Demo agent",
    program=sys.executable,
    install="It ships with Branchline; reinstall the extension.",
    launch=launch,
    observe=observe,
    tools=TOOLS,
    has_read_only=True,
    typing=Typing(settle=0.05),
)
