"""Claude Code's questions whether a tool may be used, as several versions draw them."""

from __future__ import annotations

import pytest

from branchline.agents.claude.agent import AGENT
from branchline.core.model.prompt import Prompt
from branchline.core.model.screen import ScreenView

COLS = 100
RULE, DASHES = "─" * COLS, "╌" * COLS
TIP = ' Tip: auto mode handles these prompts for you — choose "switch to auto mode" below'
COMMAND, QUESTION = " Bash command", " Do you want to proceed?"


def asked(*rows: str, question: str = QUESTION, above: tuple[str, ...] = ()) -> Prompt:
    options = (question, " ❯ 1. Yes", "   2. Yes, and switch to auto mode", "   3. No", "", " Esc to cancel")
    screen = ("● I will do that now.", "", *above, *([""] if above else []), RULE, *rows, *options)
    seen = AGENT.observe(ScreenView(screen, (len(screen) - 5, 1), "", COLS, 1.0))
    assert seen is not None
    assert seen.prompt is not None
    return seen.prompt


@pytest.mark.parametrize("head", [(COMMAND, ""), (COMMAND, TIP, ""), (COMMAND, " Tip: choose", " a mode", "")])
@pytest.mark.parametrize(
    ("rows", "command", "complete"),
    [
        (("make", "Build it"), "make", True),
        (("make", "│ Build it.", "│ And say so."), "make", True),
        (("│ make", "│", "│   make test", "Build it"), "make\n\n  make test", True),
        (("│ make", "│ make test", "│ Build it."), "make\nmake test\nBuild it.", False),
        (("│ make", "Build it", "and more"), "make", False),
        (("make", "make test", "Build it"), "make\nmake test", False),
        (("make",), "make", False),
    ],
)
def test_a_command_in_one_block(head: tuple[str, ...], rows: tuple[str, ...], command: str, complete: bool) -> None:
    prompt = asked(*head, *(f"   {row}" for row in rows), "")
    assert (prompt.tool, prompt.command, prompt.complete) == ("Bash", command, complete)


@pytest.mark.parametrize(
    "rows",
    [
        (COMMAND, "   make", "   Build it", ""),
        (COMMAND, "", "   ls", "", "     rm -r x", "   Look", ""),  # 2.1.197: a command with a blank line
        (COMMAND, "", "   ls", "   rm -r x", "", ""),  # what it is for is a blank
        (COMMAND, "", "  ls", "  Look", ""),
        (COMMAND, "", "   ls", " Note: more of it below", ""),
        (COMMAND, "", "   ls", "   Look"),
        (COMMAND, "", " Tip: choose a mode", "", "   ls", "   Look", ""),
        (COMMAND, " Look", DASHES, "", " ls", ""),
        (COMMAND, " Look", DASHES, " ls", DASHES, " rm -r x", DASHES),
        (COMMAND, " Look", DASHES, "ls", DASHES),
        (COMMAND, " Look", DASHES, DASHES),
    ],
)
def test_what_is_drawn_otherwise_is_no_command(rows: tuple[str, ...]) -> None:
    prompt = asked(*rows)
    assert (prompt.tool, prompt.command, prompt.complete) == ("Bash", None, False)


@pytest.mark.parametrize("form", [(COMMAND, "", "   ls a", "   Look", ""), (COMMAND, " Look", DASHES, " ls a", DASHES)])
@pytest.mark.parametrize(
    ("above", "complete"),
    [
        ((), True),
        (("● Looking", "  ⎿  $ ls a"), True),
        (("  Looking", "  ⎿  $ ls", "     a"), True),
        (("  Looking", "  ⎿  $ ls", "     a", "     rm -r x"), False),
        (("  Looking", "  ⎿  $ ls a …"), False),
        (("● Bash(ls a)", "  ⎿  Waiting…"), True),
        (("● Bash(ls a…)", "  ⎿  Waiting…"), False),
        (("  Bash(ls a", "       rm -r x)", "  ⎿  Waiting…"), False),
        (("● Read(ls)", "  ⎿  Waiting…"), True),
    ],
)
def test_the_transcript_must_agree(form: tuple[str, ...], above: tuple[str, ...], complete: bool) -> None:
    prompt = asked(*form, above=above)
    assert (prompt.command, prompt.complete) == ("ls a", complete)


@pytest.mark.parametrize(
    ("rows", "paths", "complete"),
    [
        ((" Create file", " src/a.txt", DASHES, "  1 x", DASHES), ("src/a.txt",), True),
        ((" Create file", TIP, " /etc/a.txt", DASHES, "  1 x", DASHES), ("/etc/a.txt",), True),
        ((" Create file", TIP, "", " src/a.txt", DASHES), ("a.txt",), False),
        ((" Create file", DASHES, "  1 src/a.txt", DASHES), ("a.txt",), False),
    ],
)
def test_a_file_is_what_stands_below_the_heading(rows: tuple[str, ...], paths: tuple[str, ...], complete: bool) -> None:
    prompt = asked(*rows, question=" Do you want to create a.txt?")
    assert (prompt.paths, prompt.complete) == (paths, complete)


@pytest.mark.parametrize(
    ("rows", "url", "complete"),
    [
        ((" url: https://a.b/c", " prompt: see https://d.e"), "https://a.b/c", True),
        ((" https://a.b/c",), "https://a.b/c", True),
        ((" Tip: see https://d.e for more", " url: https://a.b/c"), "https://d.e", False),
        ((f" url: https://a.b/{'c' * 82}", " ccc"), f"https://a.b/{'c' * 82}", False),  # wrapped
        ((" nowhere",), None, False),
    ],
)
def test_an_address_stands_in_a_row_of_its_own(rows: tuple[str, ...], url: str | None, complete: bool) -> None:
    prompt = asked(" Fetch", " Claude wants to fetch content from a.b", DASHES, *rows, DASHES)
    assert (prompt.tool, prompt.url, prompt.complete) == ("WebFetch", url, complete)


@pytest.mark.parametrize(
    "rows",
    [
        ("● Looking", "", "", " ❯ 1. Yes", "   2. Yes, and switch to auto mode", "   3. No", "", " Esc to cancel"),
        ("● Looking", "", "✻ Nucleating… (2s)", "", RULE, "❯  4. No", "", " Esc to cancel"),
    ],
)
def test_what_remains_of_a_dialog_while_the_input_is_drawn_over_it_is_none(rows: tuple[str, ...]) -> None:
    row = next(place for place, each in enumerate(rows) if "❯" in each)
    assert AGENT.observe(ScreenView(rows, (row, 1), "", COLS, 1.0)) is None
