"""Gemini CLI. Measured with 0.61.0.

- Its default mode asks. `--session-id UUID` fixes the conversation's id, `--resume ID` goes on with it.
- Screen: the input is ` > ` between a row of `▄` and one of `▀`; above them a rule, and above that the status line
  (`⠙ Thinking... (esc to cancel, 3s)` while it works). The title begins with `◇` ready, `✦` working, `✋` asking.
- Messages begin at the left edge: `✦ ` the agent's, `ℹ ` hints, `✕ ` errors. Dialogs: see `gemini_dialogs`.
- `@path` takes a file or an image along, with blanks escaped; it asks first for one outside of the folder.
"""

from __future__ import annotations

from branchline.agents.gemini import dialogs as gemini_dialogs
from branchline.agents.gemini import hooks as gemini_hooks
from branchline.agents.gemini import usage
from branchline.agents.gemini.names import GUARDED, TOOLS
from branchline.agents.shared import mentions
from branchline.agents.shared.agent import Agent, HookNames, LaunchRequest
from branchline.core.model.agent import Launch
from branchline.core.model.screen import Observation, ScreenView
from branchline.core.reasons import TurnReason
from branchline.core.regexes import regex
from branchline.core.screen.detection import is_rule, row_above, text_of
from branchline.core.screen.input_box import InputBox, input_box
from branchline.core.screen.observations import ready, trouble, working

_MARKER = regex(r" [>!*] ")
_PLACEHOLDER = regex(r"Type your message or @path/to/file.*")
_WORKING = regex(r"\(esc to cancel\b")


def launch(request: LaunchRequest) -> Launch:
    conversation = request.resume or request.session_id
    flag = "--resume" if request.resume else "--session-id"
    argv = (request.program, *(("--approval-mode", "plan") if request.read_only else ()), flag, conversation)
    if not request.hook:
        return Launch(argv, agent_session=conversation)
    env = {gemini_hooks.DEFAULTS: f"{request.folder}/{gemini_hooks.FILE}"}
    files = {gemini_hooks.FILE: gemini_hooks.defaults(request.hook)}
    return Launch(argv, env=env, files=files, agent_session=conversation)


def observe(view: ScreenView) -> Observation | None:
    box = input_box(view, _MARKER, lambda line: is_rule(line, "▄"), lambda line: is_rule(line, "▀"))
    if box is None:
        return gemini_dialogs.asked(view)
    if view.title.startswith("✋"):
        return None  # the dialog that the title speaks of is not drawn yet, or not known
    if view.title.startswith("✦") or _works(view, box):
        return working("gemini: status line above the input")
    return ready("gemini", view, box, _PLACEHOLDER, _trouble(view, box))


def _works(view: ScreenView, box: InputBox) -> bool:
    rule = next((row for row in range(box.top - 2, max(box.top - 6, -1), -1) if is_rule(view.lines[row], "─")), -1)
    status = row_above(view.lines, rule)
    return status >= 0 and _WORKING.search(view.lines[status]) is not None


def _trouble(view: ScreenView, box: InputBox) -> TurnReason | None:
    """What the last message says, hints apart, if it is an error: texts that a message shows are indented."""
    stop = box.top
    for row in range(box.top - 2, -1, -1):
        line = view.lines[row]
        if is_rule(line, "─") or line.startswith("ℹ "):
            stop = row
        elif line[:1].strip():
            return trouble(text_of(view.lines, range(row, stop))) if line.startswith("✕ ") else None
    return None


AGENT = Agent(
    name="gemini",
    title="Gemini CLI",
    program="gemini",
    install="npm install -g @google/gemini-cli",
    launch=launch,
    observe=observe,
    mention=mentions.at_escaped,
    tools=TOOLS,
    guarded=GUARDED,
    has_read_only=True,
    can_resume=True,
    hook=gemini_hooks.claim,
    hook_names=HookNames(said="prompt_response", instructed="BeforeAgent"),
    refuse=gemini_hooks.refuse,
    work=gemini_hooks.work,
    hooks_yield_to=(gemini_hooks.DEFAULTS, *gemini_hooks.SYSTEM_FILES),
    hooks_need_safe_folder=True,
    shows_folder=False,
    usage=usage.USAGE,
)
