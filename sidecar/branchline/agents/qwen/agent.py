"""Qwen Code. Measured with 0.24.4.

- `--approval-mode default` asks; its own default is an automatic mode. `--session-id UUID` fixes the conversation's id,
  `--resume ID` goes on with it.
- Screen: the input is `> ` between two rules; above them is `⠋ … (3s · esc to cancel)` while it works. A scroll bar may
  stand at the right edge.
- Messages begin at column 2: `◆ ` the agent's, `● ` hints, `✕ ` errors. Dialogs: see `qwen_dialogs`.
- `@path` takes along only what lies in its folder; of other files it reads what it is told the path of.
"""

from __future__ import annotations

from functools import partial

from branchline.agents.qwen import dialogs as qwen_dialogs
from branchline.agents.qwen import usage
from branchline.agents.qwen.names import GUARDED, TOOLS
from branchline.agents.shared import hooks, work
from branchline.agents.shared.agent import Agent, LaunchRequest
from branchline.core.model.agent import Launch
from branchline.core.model.screen import Observation, ScreenView
from branchline.core.reasons import TurnReason
from branchline.core.regexes import regex
from branchline.core.screen.detection import is_rule, last_block, text_of
from branchline.core.screen.input_box import InputBox, input_box
from branchline.core.screen.observations import ready, trouble, working

_MARKER = regex(r"[>!*] ")
_PLACEHOLDER = regex(r"Type your message or @path/to/file.*")
_WORKING = regex(r"[⠀-⣿] .*\besc to cancel\b|[⠀-⣿] .*(?:…|\.\.\.)")
_BUSY_TITLE = ("◐", "✳")
_DEFAULTS, _DEFAULTS_FILE = "QWEN_CODE_SYSTEM_DEFAULTS_PATH", "qwen-defaults.json"
_MAC_DEFAULTS = "/Library/Application Support/QwenCode/system-defaults.json"
_HOOK_TIMEOUT = 10_000
"""Milliseconds."""


def launch(request: LaunchRequest) -> Launch:
    conversation = request.resume or request.session_id
    flag = "--resume" if request.resume else "--session-id"
    argv = (request.program, "--approval-mode", "plan" if request.read_only else "default", flag, conversation)
    if not request.hook:
        return Launch(argv, agent_session=conversation)
    files = {_DEFAULTS_FILE: hooks.settings(hooks.EVENTS, request.hook, _HOOK_TIMEOUT)}
    env = {_DEFAULTS: f"{request.folder}/{_DEFAULTS_FILE}"}
    return Launch(argv, env=env, files=files, agent_session=conversation)


def observe(view: ScreenView) -> Observation | None:
    box = input_box(view, _MARKER, is_rule, is_rule)
    if box is None:
        return qwen_dialogs.asked(view)
    if view.title.startswith(_BUSY_TITLE) or _works(view, box):
        return working("qwen: status line above the input")
    return ready("qwen", view, box, _PLACEHOLDER, _trouble(view, box))


def _works(view: ScreenView, box: InputBox) -> bool:
    """In a narrow terminal the status has two rows."""
    status = last_block(view.lines, box.top - 2)[-2:]
    return any(_WORKING.match(view.lines[row].strip()) for row in status)


def _trouble(view: ScreenView, box: InputBox) -> TurnReason | None:
    """What the last message says, hints apart, if it is an error: texts that a message shows are further right."""
    stop = box.top - 1
    for row in range(box.top - 2, -1, -1):
        line = view.lines[row]
        if line.startswith("  ● "):
            stop = row
        elif line[:3].strip():
            return trouble(text_of(view.lines, range(row, stop))) if line.startswith("  ✕ ") else None
    return None


AGENT = Agent(
    name="qwen",
    title="Qwen Code",
    program="qwen",
    install="npm install -g @qwen-code/qwen-code",
    launch=launch,
    observe=observe,
    tools=TOOLS,
    guarded=GUARDED,
    has_read_only=True,
    can_resume=True,
    hook=partial(hooks.claim, tools=TOOLS),
    reply=hooks.reply,
    work=work.told,
    hooks_yield_to=(_DEFAULTS, "/etc/qwen-code/system-defaults.json", _MAC_DEFAULTS),
    shows_folder=False,
    usage=usage.USAGE,
)
