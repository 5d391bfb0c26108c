"""Codex. Measured with 0.169.0.

- `--no-daemon`: without it a detached app server starts, which outlives the terminal and is shared by worktrees.
- The conversation's id cannot be chosen; `codex resume ID` goes on with one.
- It asks by its own configuration (`approval_policy`), whose default is to ask.
- A trusted repository covers its linked worktrees: no trust dialog there.
- Screen: the input is `› ` between two blank rows, a footer below. While it works `• Working (3s • esc to interrupt)`
  stands above and a spinner leads the title. Messages begin at the left edge: `• ` the agent's, `■ ` errors.
  A dialog takes the place of input and footer: see `codex_dialogs`.
- An image whose path is pasted alone is attached; of other files it reads what it is told the path of.
"""

from __future__ import annotations

from branchline.agents.codex import conversations, usage
from branchline.agents.codex import dialogs as codex_dialogs
from branchline.agents.codex import hooks as codex_hooks
from branchline.agents.codex.names import GUARDED, TOOLS
from branchline.agents.shared import hooks
from branchline.agents.shared.agent import Agent, LaunchRequest
from branchline.core.model.agent import Launch
from branchline.core.model.screen import Observation, ScreenView
from branchline.core.reasons import TurnReason
from branchline.core.regexes import regex
from branchline.core.screen.detection import inside, last_block, text_of, texts_below
from branchline.core.screen.input_box import InputBox, input_box
from branchline.core.screen.observations import loading, ready, trouble, working

_MARKER = regex(r"› ")
_PLACEHOLDER = regex(
    r"Ask Codex to do anything|Explain this codebase|Summarize recent commits|Implement \{feature\}"
    r"|Find and fix a bug in @filename|Write tests for @filename|Improve documentation in @filename"
    r"|Run /review on my current changes|Use /skills to list available skills"
)
_WORKING = regex(r"[•◦⠀-⣿] .*\((?:\d+[hms] ?)+ • esc to interrupt\)")
_BUSY_TITLE = regex(r"[⠁-⣿]")
_STATUS_REACH = 12
"""Rows between the working line and the input: details of the work and queued messages stand there."""


def launch(request: LaunchRequest) -> Launch:
    read_only = ["--sandbox", "read-only"] if request.read_only else []
    options = ["--no-daemon", *read_only, *(codex_hooks.arguments(request.hook) if request.hook else [])]
    if request.resume:
        return Launch((request.program, "resume", request.resume, *options), agent_session=request.resume)
    return Launch((request.program, *options))


def observe(view: ScreenView) -> Observation | None:
    dialog = codex_dialogs.asked(view)
    if dialog is not None:
        return dialog
    box = input_box(view, _MARKER, _blank, _blank)
    if box is None or codex_dialogs.TITLE.match(view.title):
        return None
    if _starts(view, box):
        return loading("codex")
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


def _trouble(view: ScreenView, box: InputBox) -> TurnReason | None:
    """What the last block says, if it is so marked. So are answers to Escape and to mistyped commands: they tell no
    reason."""
    block = last_block(view.lines, box.top - 1)
    marked = bool(block) and view.lines[block.start].startswith("■ ")
    return trouble(text_of(view.lines, block)) if marked else None


def _blank(line: str) -> bool:
    return not inside(line)


AGENT = Agent(
    name="codex",
    title="Codex",
    program="codex",
    install="npm install -g @openai/codex",
    launch=launch,
    observe=observe,
    tools=TOOLS,
    guarded=GUARDED,
    has_read_only=True,
    can_resume=True,
    past=conversations.latest,
    hook=codex_hooks.claim,
    reply=hooks.reply,
    work=codex_hooks.work,
    shows_folder=False,
    usage=usage.USAGE,
)
