"""What an agent did or said last, for people who choose among sessions."""

from __future__ import annotations

import pytest

from branchline.core.model.screen import ScreenView
from branchline.core.screen.last_words import MOST, last_words
from branchline.terminal.screen import Screen
from harness.recordings import load

RULE = "─" * 80
INPUT = [RULE, "❯ ", RULE, "  ? for shortcuts"]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["⏺ Bash(npm test)", "  ⎿  12 passed"], "Bash(npm test)"),
        (
            ["● Done: the login works again.", "", "  I changed two files,", "  and ran the tests."],
            "Done: the login works again.",
        ),
        (["⏺ Read(src/login.py)", "", "✻ Thinking… (12s · esc to interrupt)"], "Read(src/login.py)"),
        (["Compiling the parser", "Linking all of it"], "Linking all of it"),
        (["All is well here", "                                        03:05"], "All is well here"),
        (["I did that now.                                 03:05"], "I did that now."),
        (["One line of it", "  Tip: press tab to complete", "  ◐ medium /effort"], "One line of it"),
        (["● Read /etc/hosts", "  127.0.0.1"], "Read /etc/hosts"),
        (["╭────╮", "│    │", "╰────╯"], ""),
        ([], ""),
        (["● " + "x y" * 500], ("x y" * 500)[:MOST]),
    ],
)
def test_the_row_that_begins_what_stands_last_above_the_input(lines: list[str], said: str) -> None:
    for below in (INPUT, []):
        rows = [*lines, "", *below]
        assert last_words(ScreenView(tuple(rows), (max(0, len(rows) - 3), 2))) == said


@pytest.mark.parametrize("agent", ["claude", "claude197", "codex", "copilot", "gemini", "qwen"])
def test_it_is_read_off_the_screens_of_real_agents(agent: str) -> None:
    recorded = load(f"{agent}/plain")
    last = [each for each in recorded.intervals if each.state == "ready"][-1]
    screen = Screen(recorded.cols, recorded.rows)
    for time, data in recorded.output:
        if time <= (last.start + last.end) / 2:
            screen.feed(data)
    said = last_words(ScreenView(screen.lines(), screen.cursor(), cols=recorded.cols))
    screen.close()
    assert said == "Hello! This is a plain text answer from the stub model."
