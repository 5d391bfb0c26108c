"""aider. Measured with 0.86.2.

- It asks before each command and new file, but edits files that are in the chat and commits them without asking.
- Its history files would lie in the worktree and show up as changes; they go nowhere. Its tag cache
  (`.aider.tags.cache.v4/`) cannot be moved. `--no-gitignore` keeps it from changing the repository's .gitignore.
- `--no-show-release-notes`: a new version starts with a question about them.
- Screen: one prompt line at the cursor: `> ` or `diff> ` below a rule when ready, `… (Y)es/(N)o … [Yes]: ` when it
  asks.
"""

from __future__ import annotations

import os
import re

from branchline.agents.base import Agent, LaunchRequest
from branchline.core.detection import (
    InputBox,
    inside,
    is_rule,
    last_block,
    last_row,
    ready,
    row_above,
    text_of,
    texts_below,
    trouble,
    waiting,
    working,
)
from branchline.core.model import Launch, Meaning, Observation, Option, Prompt, ScreenView, WaitReason
from branchline.core.prompts import ENTER, Options, asking, unwrapped, url_in

_PROMPT = re.compile(r"(?:[a-z]+ ?){0,2}> ")
_CONFIRM = re.compile(r".*\(Y\)es/\(N\)o.*\[[A-Za-z]+\]: ?")
_ASKED = re.compile(r"(?P<title>.*?) ?\(Y\)es/\(N\)o.*\[(?P<default>[A-Za-z]+)\]: ?$", re.DOTALL)
_LETTER = re.compile(r"\((?P<key>[A-Z])\)(?P<rest>[^/\[]*[^/\[ ])")
# Not what skips from then on without asking: it is no answer to this question alone.
_MEANINGS = {
    "y": Meaning.ACCEPT,
    "n": Meaning.REJECT,
    "a": Meaning.ACCEPT_ALWAYS,
}
_FILE_QUESTION = re.compile(r"(?:Create new file|Allow edits to file|Add file to the chat|Edit the file)")
_SPINNER = re.compile(r"[░█]{2,} |[ .=#|]*[░█]+ *(?:Waiting|Updating)")


def launch(request: LaunchRequest) -> Launch:
    histories = ("--chat-history-file", os.devnull, "--input-history-file", os.devnull)
    return Launch((request.program, "--no-gitignore", "--no-show-release-notes", *histories))


def observe(view: ScreenView) -> Observation | None:
    row, column = view.cursor
    if not 0 <= row < len(view.lines):
        return None
    line = view.lines[row].ljust(view.cols)
    asked = _wrapped(view, row) + line[:column]
    if _CONFIRM.fullmatch(asked) and last_row(view.lines) <= row:
        return waiting("aider: question at the cursor", _prompt(view, row, asked))
    prompt = _PROMPT.match(line)
    if prompt is not None and row > 0 and _below_rule(view, row):
        text = inside(line[prompt.end() :]) + "".join(texts_below(view.lines, row))
        box = InputBox(row, row, text, cursor_at_start=column == prompt.end())
        return ready("aider", view, box, reason=_trouble(view, row))
    if _SPINNER.match(view.lines[last_row(view.lines)]):
        return working("aider: spinner on the last line")
    return None


def _prompt(view: ScreenView, row: int, asked: str) -> Prompt:
    """`Run shell command? (Y)es/(N)o/… [Yes]: `, and right above it what it is about."""
    match = _ASKED.match(asked)
    title, default = (match["title"].strip(), match["default"]) if match else (asked.strip(), "")
    options, selected = [], None
    for place, letter in enumerate(_LETTER.finditer(asked), 1):
        label = letter["key"] + letter["rest"]
        meaning = _MEANINGS.get(letter["key"].lower(), Meaning.OTHER)
        options.append(Option(str(place), label, meaning, letter["key"].lower() + ENTER))
        if default and label.lower().startswith(default.lower()):
            selected = str(place)
    first = row - (len(asked) - 1) // max(view.cols, 1)
    above = range(max(last_block(view.lines, first - 1).start, 0), first) if first > 0 else range(0)
    said = [view.lines[each] for each in above]
    text = "\n".join([*said, title])
    listed = Options(tuple(options), selected)
    if title.startswith("Run shell command"):
        command, certain = unwrapped(said, view.cols)
        whole = certain and len(said) == 1 and not title.startswith("Run shell commands")
        return asking(WaitReason.APPROVAL, title, listed, text=text, tool="Shell", command=command, complete=whole)
    url = url_in(" ".join(said)) if "URL" in title else None
    paths = said if len(said) == 1 and url is None and _FILE_QUESTION.match(title) else []
    tool = "Edit" if paths else None
    complete = bool(paths or url)
    return asking(WaitReason.APPROVAL, title, listed, text=text, tool=tool, paths=paths, url=url, complete=complete)


def _trouble(view: ScreenView, row: int) -> str | None:
    """What the last turn ended with, where its last words, above the rule, are litellm's."""
    rule = next((each for each in range(row - 1, -1, -1) if is_rule(view.lines[each], "─")), -1)
    said = text_of(view.lines, last_block(view.lines, row_above(view.lines, rule))) if rule > 0 else ""
    return (trouble(said) or "api error") if re.search(r"\blitellm\.\w*Error\b", said) else None


def _wrapped(view: ScreenView, row: int) -> str:
    """What the row continues: full rows right above it."""
    start = row
    while start > 0 and len(view.lines[start - 1]) >= view.cols:
        start -= 1
    return "".join(view.lines[start:row])


def _below_rule(view: ScreenView, row: int) -> bool:
    """A rule stands above the prompt; files in the chat may be listed between."""
    for above in range(row - 1, max(row - 30, -1), -1):
        if is_rule(view.lines[above], "─"):
            return True
        if not inside(view.lines[above]):
            return False
    return False


AGENT = Agent(
    name="aider",
    title="aider",
    program="aider",
    install="python3 -m pip install aider-chat",
    launch=launch,
    observe=observe,
)
