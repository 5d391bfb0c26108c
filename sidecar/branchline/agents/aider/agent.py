"""aider. Measured with 0.86.2.

- It asks before each command and new file, but edits files that are in the chat and commits them without asking.
- Its history files would lie in the worktree and show up as changes; they go nowhere. Its tag cache
  (`.aider.tags.cache.v4/`) cannot be moved. `--no-gitignore` keeps it from changing the repository's .gitignore.
- `--no-show-release-notes`: a new version starts with a question about them.
- Screen: one prompt line at the cursor: `> ` or `diff> ` below a rule when ready, `… (Y)es/(N)o … [Yes]: ` when it
  asks.
- `/read-only` takes files and images along, also from outside of the repository.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Sequence

from branchline.agents.aider import usage
from branchline.agents.aider.names import GUARDED, TOOLS
from branchline.agents.shared.agent import Agent, LaunchRequest
from branchline.core.model.agent import Launch
from branchline.core.model.prompt import Meaning, Option, Prompt, WaitReason
from branchline.core.model.screen import Observation, ScreenView
from branchline.core.reasons import TurnReason
from branchline.core.regexes import regex
from branchline.core.screen.detection import inside, is_rule, last_block, last_row, row_above, text_of, texts_below
from branchline.core.screen.input_box import InputBox
from branchline.core.screen.observations import ready, trouble, waiting, working
from branchline.core.screen.prompts import ENTER, Options, asking, unwrapped
from branchline.core.screen.styles import runs

_PROMPT = regex(r"(?:[a-z]+ ?){0,2}> ")
_CONFIRM = regex(r".*\(Y\)es/\(N\)o.*\[[A-Za-z]+\]: ?")
_ASKED = regex(r"(?P<title>.*?) ?\(Y\)es/\(N\)o.*\[(?P<default>[A-Za-z]+)\]: ?$", re.DOTALL)
_LETTER = regex(r"\((?P<key>[A-Z])\)(?P<rest>[^/\[]*[^/\[ ])")
# Not what skips from then on without asking: it is no answer to this question alone.
_MEANINGS = {
    "y": Meaning.ACCEPT,
    "n": Meaning.REJECT,
    "a": Meaning.ACCEPT_ALWAYS,
}
_TOOLS = (
    (regex(r"Create new file|Allow edits to file|Edit the file"), "Edit"),
    (regex(r"Add file to the chat"), "Read"),
)
# As the sequences say it, where it is no part of a colour.
_CODE = regex(r"[345]8;5;\d+|[345]8;2(?:;\d+){3}|\d+")
_REVERSE = "7"
_ERROR = regex(r"^\W*litellm\.\w*Error\b", re.MULTILINE)
_SPINNER = regex(r"[░█]{2,} |[ .=#|]*[░█]+ *(?:Waiting|Updating)")


def launch(request: LaunchRequest) -> Launch:
    histories = ("--chat-history-file", os.devnull, "--input-history-file", os.devnull)
    read_only = ("--dry-run", "--chat-mode", "ask") if request.read_only else ()
    return Launch((request.program, "--no-gitignore", "--no-show-release-notes", *histories, *read_only))


def mention(files: Sequence[str]) -> list[str]:
    return [shlex.join(["/read-only", *files])]


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
    subject, sure = _subject(view, row - (len(asked) - 1) // max(view.cols, 1))
    text = "\n".join(part for part in (subject, title) if part)
    listed = Options(tuple(options), selected)
    kind = WaitReason.LOGIN if title.startswith("Login") else WaitReason.APPROVAL
    if title.startswith("Run shell command"):
        return asking(kind, title, listed, text=text, tool="Shell", command=subject or None, complete=sure)
    url = subject if re.fullmatch(r"https?://\S+", subject) and "URL" in title else None
    tool = next((name for pattern, name in _TOOLS if pattern.match(title)), None)
    paths = [subject] if tool and subject and "\n" not in subject else []
    complete = sure and bool(paths or url)
    return asking(kind, title, listed, text=text, tool=tool, paths=paths, url=url, complete=complete)


def _subject(view: ScreenView, first: int) -> tuple[str, bool]:
    """What stands in reverse video right above row `first`, and whether that is certain. Several lines are padded to
    one width; one that was wrapped keeps its blanks. Without colours the last block is a guess."""
    rows: list[str] = []
    for row in range(first - 1, -1, -1):
        drawn = runs(view.styled(row))
        if not drawn or drawn[0].start or _REVERSE not in _CODE.findall(drawn[0].sgr):
            break
        rows.insert(0, drawn[0].text)
    if not rows and first > 0 and not _look(view, first):
        block = last_block(view.lines, first - 1)
        return unwrapped([view.lines[row] for row in block], view.cols)[0], False
    padded = len({len(row) for row in rows}) == 1
    text = "\n".join(row.rstrip() for row in rows) if padded else "".join(rows)
    is_all = bool(rows) and view.lines[first - 1].rstrip() == rows[-1].rstrip()
    return text.strip(), len(rows) == 1 < first and is_all


def _trouble(view: ScreenView, row: int) -> TurnReason | None:
    """What the last turn ended with, where its last words, above the rule, are litellm's."""
    rule = next((each for each in range(row - 1, -1, -1) if is_rule(view.lines[each], "─")), -1)
    said = text_of(view.lines, last_block(view.lines, row_above(view.lines, rule))) if rule > 0 else ""
    return (trouble(said) or TurnReason.API_ERROR) if _ERROR.search(said) else None


def _wrapped(view: ScreenView, row: int) -> str:
    """What the row continues: full rows right above it, drawn in the same way. In colour one may end with a blank."""
    start, look = row, _look(view, row)
    least = view.cols - 1 if look else view.cols
    while start > 0 and len(view.lines[start - 1]) >= least and _look(view, start - 1) == look:
        start -= 1
    return "".join(line.ljust(view.cols) for line in view.lines[start:row])


def _look(view: ScreenView, row: int) -> str:
    drawn = runs(view.styled(row))
    return drawn[0].sgr if drawn else ""


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
    mention=mention,
    tools=TOOLS,
    guarded=GUARDED,
    has_read_only=True,
    usage=usage.USAGE,
)
