"""Claude Code. Measured with 2.1.332, 2.1.329 and 2.1.197.

- `--permission-mode default` asks before edits and commands; without it 2.1.329 starts in auto mode, in which `touch`
  runs unasked. 2.1.329 lists that mode as `manual`, but still takes `default`; 2.1.197 knows only `default`.
- A trusted repository covers its linked worktrees: no trust dialog there.
- `--session-id UUID` fixes the conversation's id, `--resume UUID` goes on with it.
- Screen: the input box is `❯ ` between two rules, a footer below. While it works the footer says `esc to
  interrupt`, and a line such as `· Roosting… (3s)` stands above. A dialog takes the place of the box, below a rule:
  see `permissions`.
- `@path` takes a file or an image along, also one outside of the folder; `@"…"` where the path has blanks.
"""

from __future__ import annotations

import re
from functools import partial

from branchline.agents.claude import conversations, usage
from branchline.agents.claude.names import GUARDED, TOOLS
from branchline.agents.claude.permissions import permission
from branchline.agents.shared import hooks, mentions, work
from branchline.agents.shared.agent import Agent, LaunchRequest
from branchline.core.model.agent import Launch
from branchline.core.model.prompt import WaitReason
from branchline.core.model.screen import Observation, ScreenView
from branchline.core.reasons import TurnReason
from branchline.core.regexes import regex
from branchline.core.screen.detection import (
    POINTERS,
    Choice,
    Lines,
    edges_above,
    inside,
    is_rule,
    last_block,
    last_row,
    numbered_choices,
    pointed_at,
    row_above,
    row_below,
    text_of,
    texts_below,
)
from branchline.core.screen.input_box import InputBox, input_box
from branchline.core.screen.observations import ready, trouble, waiting, working
from branchline.core.screen.prompts import asking, full_labels, numbered, stepped

_ASKING = ("--permission-mode", "default")
_READ_ONLY = ("--permission-mode", "plan", "--disallowed-tools", "Edit,Write,NotebookEdit,ExitPlanMode")
"""Without the last of them it ends its turn with a question whether to begin."""
_HOOK_TIMEOUT = 10
"""Seconds."""
_MARKER = regex(r"[❯>!][ \u00a0]")
_PLACEHOLDER = regex(r"Try \".*\"?")
_SPINNER = regex(r"[·✢✳✶✻✽*] .*…")
_INTERRUPT = regex(r"\besc to interrupt\b")
_BUSY_TITLE = regex(r"[◐◑◒◓⠂⠐⠁-⣿]")
_HINT = regex(r"\b(?:Enter to (?:confirm|select|continue)|Esc to (?:cancel|exit|go back))\b", re.IGNORECASE)
_REJECTS = regex(r"\bEsc to (?:cancel|exit)\b", re.IGNORECASE)
_ERROR = regex(
    r"[●⎿]\s*(?:API Error|Please run /login|Not logged in|Invalid API key|Credit balance|Prompt is too long"
    r"|Context limit reached|You['’]ve (?:hit|reached) your|.{0,40}· API Error)"
)
_BACKGROUND = regex(r"\b\d+ (?:background )?(?:tasks?|shells?|bash(?:es)?|monitors?|agents?)\b.*\brunning\b")
_LOGIN = regex(r"API key|log ?in|sign in", re.IGNORECASE)


def launch(request: LaunchRequest) -> Launch:
    conversation = request.resume or request.session_id
    argv = [request.program, *(_READ_ONLY if request.read_only else _ASKING)]
    argv += ["--resume" if request.resume else "--session-id", conversation]
    if request.hook:
        argv += ["--settings", hooks.settings(hooks.EVENTS, request.hook, _HOOK_TIMEOUT, hooks.SLOW_TOOLS)]
    return Launch(tuple(argv), agent_session=conversation)


def observe(view: ScreenView) -> Observation | None:
    box = input_box(view, _MARKER, is_rule, is_rule)
    if box is None:
        return _dialog(view)
    if _works(view, box):
        return working("claude: interrupt hint or spinner at the input box")
    return ready("claude", view, box, _PLACEHOLDER, _trouble(view, box))


def _works(view: ScreenView, box: InputBox) -> bool:
    if any(_INTERRUPT.search(line) for line in view.lines[box.bottom + 2 :]):
        return True
    if _BUSY_TITLE.match(view.title):
        return True
    above = last_block(view.lines, box.top - 2)
    return any(_SPINNER.match(view.lines[row]) for row in above)


def _trouble(view: ScreenView, box: InputBox) -> TurnReason | None:
    """What its last turn ended with, if its last words are an error of its own; or what goes on without it."""
    end = row_above(view.lines, box.top - 1)
    if view.lines[end].startswith(" " * (view.cols // 2)):  # a hint at the right edge
        end = row_above(view.lines, end)
    text = text_of(view.lines, last_block(view.lines, end))
    if _ERROR.match(text):
        return trouble(text) or TurnReason.API_ERROR
    footer = view.lines[box.bottom + 2 :]
    return TurnReason.BACKGROUND_TASKS if any(_BACKGROUND.search(line) for line in footer) else None


def _dialog(view: ScreenView) -> Observation | None:
    """A list with one option pointed at, where the cursor stands, at the bottom of the screen."""
    lines, row = view.lines, view.cursor[0]
    choices = numbered_choices(lines)
    if choices and any(each.selected and each.row == row for each in choices):
        below = texts_below(lines, choices[-1].row)
        return _numbered(view, choices, below) if len(below) <= 3 else None
    last = last_row(lines)
    if pointed_at(lines, row) and row < last <= row + 8 and _HINT.search(lines[last]):
        return _plain(view, row, last)
    return None


def _numbered(view: ScreenView, choices: tuple[Choice, ...], below: list[str]) -> Observation | None:
    lines, hints = view.lines, " ".join(below)
    top = next(iter(edges_above(view, choices[0].row, "─")), -1)
    text = text_of(lines, range(top + 1, choices[-1].row + 1))
    if re.search(r"\bEnter to select\b", hints):
        title = inside(lines[row_above(lines, choices[0].row)])
        options = numbered(choices, escapes=True, questions=True)
        return waiting("claude: list to choose from", asking(WaitReason.QUESTION, title, options, text=text))
    if top < 0 < choices[0].row and not inside(lines[choices[0].row - 1]):
        return None  # what remains of a dialog that is being erased: its question stands right above the options
    labelled = full_labels(lines, choices, last_row(lines) + 1)
    options = numbered(labelled, escapes=bool(_REJECTS.search(hints)))
    if any("trust" in each.label for each in choices):
        return waiting("claude: trust dialog", asking(WaitReason.TRUST, _heading(lines, top), options, text=text))
    if _LOGIN.search(text) and re.search(r"\bEnter to confirm\b", hints):
        return waiting("claude: login dialog", asking(WaitReason.LOGIN, _heading(lines, top), options, text=text))
    return waiting("claude: permission dialog", permission(view, top, choices[0].row, options, text))


def _heading(lines: Lines, top: int) -> str:
    return inside(lines[row_below(lines, top)])


def _plain(view: ScreenView, row: int, last: int) -> Observation | None:
    """A start-up dialog: options without numbers, and keys to confirm or cancel below them."""
    lines = view.lines
    rows = list(last_block(lines, row_above(lines, last)))
    if any(is_rule(lines[each]) for each in rows):
        return None  # the input, which is being drawn over a dialog
    at = rows.index(row) if row in rows else 0
    options = stepped([re.sub(rf"^[{POINTERS}]\s*", "", inside(lines[each])) for each in rows], at)
    top = next(iter(edges_above(view, row, "─")), -1)
    text = text_of(lines, range(top + 1, rows[-1] + 1))
    kind = WaitReason.TRUST if "trust" in text else WaitReason.LOGIN
    rule = "claude: trust dialog" if kind is WaitReason.TRUST else "claude: start-up dialog"
    return waiting(rule, asking(kind, _heading(lines, top), options, text=text))


AGENT = Agent(
    name="claude",
    title="Claude Code",
    program="claude",
    install="npm install -g @anthropic-ai/claude-code",
    launch=launch,
    observe=observe,
    mention=mentions.at_quoted,
    tools=TOOLS,
    guarded=GUARDED,
    has_read_only=True,
    can_resume=True,
    past=conversations.latest,
    hook=partial(hooks.claim, tools=TOOLS),
    reply=hooks.reply,
    work=work.told,
    answer_settle=0.3,
    shows_folder=False,
    usage=usage.USAGE,
)
