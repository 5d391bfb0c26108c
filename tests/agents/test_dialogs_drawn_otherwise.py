"""A next version draws its dialogs a little otherwise: what it asks is then read in full, or is not called complete."""

from __future__ import annotations

import functools
from collections.abc import Iterator

import attrs
import pytest

from branchline.agents.registry import BUILT_IN, TOOLS
from branchline.core.model.prompt import Prompt, WaitReason
from branchline.core.model.screen import ScreenView
from branchline.core.policy.tools import ToolKind
from branchline.service.terminals.replay import agent_named
from branchline.terminal.screen import Screen
from harness import recordings
from harness.recordings import middle_of

COMMAND = "touch hello.txt"
TIP = "Tip: choose the new mode below"
RECORDED = [
    ("claude197/touch", COMMAND),
    ("claude284/touch", COMMAND),
    ("claude/touch", COMMAND),
    ("newest/claude/touch", COMMAND),
    ("newest/codex/touch", COMMAND),
    ("codex/touch", COMMAND),
    ("copilot/touch", COMMAND),
    ("gemini/touch", COMMAND),
    ("opencode/touch", COMMAND),
    ("qwen/touch", COMMAND),
    ("aider/touch", COMMAND),
]


@attrs.frozen
class Drawn:
    """Rows as text and with their colours, the cursor, and what else a detector looks at."""

    agent: str
    rows: tuple[tuple[str, str], ...]
    cursor: tuple[int, int]
    title: str
    cols: int

    def prompt(self) -> Prompt | None:
        view = ScreenView(
            tuple(text for text, _ in self.rows),
            self.cursor,
            self.title,
            self.cols,
            1.0,
            lambda row: self.rows[row][1],
        )
        seen = BUILT_IN[self.agent].observe(view)
        return seen.prompt if seen else None

    def with_row(self, at: int, text: str) -> Drawn:
        """One more row; the uppermost goes out of sight."""
        rows = (*self.rows[1:at], (text, text), *self.rows[at:])
        row, column = self.cursor
        return attrs.evolve(self, rows=rows, cursor=(row - (row < at), column))

    def without_row(self, at: int) -> Drawn:
        row, column = self.cursor
        rows = (("", ""), *self.rows[:at], *self.rows[at + 1 :])
        return attrs.evolve(self, rows=rows, cursor=(row + (row < at), column))

    def moved(self, at: int, by: int) -> Drawn:
        """A row further right, or further left, where it then stands without its first columns."""
        text, styled = self.rows[at]
        both = (" " * by + text, " " * by + styled) if by > 0 else (text[-by:], text[-by:])
        return attrs.evolve(self, rows=(*self.rows[:at], both, *self.rows[at + 1 :]))

    def cut(self, at: int, by: int) -> Drawn:
        """A row without its last columns, as where a frame's edge is another."""
        text = self.rows[at][0][:-by]
        return attrs.evolve(self, rows=(*self.rows[:at], (text, text), *self.rows[at + 1 :]))


@functools.cache
def drawn(name: str) -> Drawn:
    recording = recordings.load(name)
    screen = Screen(recording.cols, recording.rows)
    end = middle_of(recording, "waiting")
    for time, data in recording.output:
        if time <= end:
            screen.feed(data, answer=False)
    rows = tuple((line, screen.styled(row)) for row, line in enumerate(screen.lines()))
    found = Drawn(agent_named(recording.agent).name, rows, screen.cursor(), screen.title, recording.cols)
    screen.close()
    return found


def otherwise(before: Drawn) -> Iterator[tuple[str, Drawn]]:
    for at in range(1, len(before.rows)):
        yield f"row {at} is gone", before.without_row(at)
        yield f"a blank row above row {at}", before.with_row(at, "")
        for indent in range(7):
            yield f"a tip above row {at}, indented by {indent}", before.with_row(at, " " * indent + TIP)
        for by in (-3, -2, -1, 1, 2, 3):
            if by > 0 or not before.rows[at][0][:-by].strip():
                yield f"row {at} moved by {by}", before.moved(at, by)
        for by in (1, 2, 3):
            if COMMAND in before.cut(at, by).rows[at][0]:
                yield f"row {at} without its last {by} columns", before.cut(at, by)


@pytest.mark.parametrize(("name", "command"), RECORDED)
def test_what_is_to_be_run_is_read_in_full_or_not_called_complete(name: str, command: str) -> None:
    before = drawn(name)
    asked = before.prompt()
    assert asked is not None
    assert (asked.command, asked.complete) == (command, True)
    wrong = [
        (what, prompt.tool, prompt.command, prompt.paths)
        for what, after in otherwise(before)
        if (prompt := after.prompt()) is not None and _passes(prompt) and command not in (prompt.command or "")
    ]
    assert not wrong


def _passes(prompt: Prompt) -> bool:
    """Whether a rule could let it pass for something that is known. Of a tool without a name that is known, or a
    question, nothing is concluded from what it says."""
    is_known = bool(prompt.command or prompt.paths or prompt.url) or TOOLS.kind(prompt.tool) is not ToolKind.UNKNOWN
    return prompt.kind is WaitReason.APPROVAL and prompt.complete and is_known
