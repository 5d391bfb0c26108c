"""What is shown inside a dialog is not taken for a part of the dialog itself."""

from __future__ import annotations

import pytest

from branchline.agents.registry import BUILT_IN
from branchline.core.model.prompt import Meaning, Prompt, WaitReason
from branchline.core.model.screen import ScreenView

COLS = 100
RULE, DASHES = "─" * COLS, "╌" * COLS


def claude(rows: list[str], heading: str = "Bash command", question: str = "Do you want to proceed?") -> Prompt:
    screen = [
        "● I will do that now.",
        "",
        RULE,
        f" {heading}",
        DASHES,
        *(f" {row}" for row in rows),
        DASHES,
        f" {question}",
        " ❯ 1. Yes",
        "   2. Yes, and always allow access to /w from this project",
        "   3. No",
        "",
        " Esc to cancel · Tab to amend",
    ]
    cursor = (screen.index(" ❯ 1. Yes"), 1)
    if screen.count(" ❯ 1. Yes") > 1:
        cursor = (len(screen) - 5, 1)
    return prompt_of("claude", screen, cursor)


def prompt_of(agent: str, screen: list[str], cursor: tuple[int, int] = (29, 0)) -> Prompt:
    seen = BUILT_IN[agent].observe(ScreenView(tuple(screen), cursor, "", COLS, 1.0))
    assert seen is not None
    assert seen.prompt is not None
    return seen.prompt


@pytest.mark.parametrize(
    "rows",
    [
        ["rm -rf ~", "╌" * (COLS - 1), "touch hello.txt"],
        ["rm -rf ~", "─" * (COLS - 1), " Bash command", "╌" * (COLS - 1), "touch hello.txt", "╌" * (COLS - 1)],
        ["rm -rf ~", "Do you want to proceed?", "❯ 1. Yes", "  2. No", "", "Esc to cancel · Tab to amend"],
        ["rm -rf ~", "1. Yes", "2. No"],
    ],
)
def test_a_command_cannot_hide_a_part_of_itself(rows: list[str]) -> None:
    prompt = claude(rows)
    assert prompt.command is not None
    assert prompt.command.startswith("rm -rf ~")
    assert [option.meaning for option in prompt.options] == [Meaning.ACCEPT, Meaning.ACCEPT_ALWAYS, Meaning.REJECT]
    assert prompt.title == "Do you want to proceed?"


def test_a_command_that_is_wrapped_is_not_called_complete() -> None:
    prompt = claude([f"make {'a' * 60} {'b' * 30}", "&& rm -rf ~"])
    assert prompt.command is not None
    assert prompt.command.endswith("&& rm -rf ~")
    assert not prompt.complete


@pytest.mark.parametrize(
    ("rows", "command", "complete"),
    [
        (["│ touch a.txt && \\", "│   echo b", "│", "│ │ c"], "touch a.txt && \\\n  echo b\n\n│ c", True),
        ([f"│ touch {'a' * 80}"], f"touch {'a' * 80}", True),
        ([f"│ touch {'a' * 60}", f"│ {'b' * 60}"], f"touch {'a' * 60} {'b' * 60}", False),
        (["│ touch a.txt"], "│ touch a.txt", True),
        (["touch a.txt", "│ touch b.txt"], "touch a.txt\n│ touch b.txt", False),
    ],
)
def test_a_bar_before_each_row_of_a_long_command_is_not_part_of_it(
    rows: list[str], command: str, complete: bool
) -> None:
    prompt = claude(rows)
    assert (prompt.command, prompt.complete) == (command, complete)


def test_the_heading_says_which_tool_and_nothing_in_a_file_can() -> None:
    rows = ["  1 first", f"  2 {RULE}"[: COLS - 1], "  3  Bash command", "  4 ls"]
    prompt = claude(rows, "Create file\n".strip(), "Do you want to create notes.txt?")
    assert (prompt.tool, prompt.paths, prompt.command) == ("Write", ("notes.txt",), None)


def test_a_dialog_whose_top_is_out_of_sight_is_not_complete() -> None:
    screen = [" touch hello.txt", DASHES, " Do you want to proceed?", " ❯ 1. Yes", "   2. No", "", " Esc to cancel"]
    prompt = prompt_of("claude", screen, (3, 1))
    assert (prompt.tool, prompt.command, prompt.complete) == (None, None, False)


CODEX_END = [
    "",
    "› 1. Yes, proceed (y)",
    "  2. Yes, and don't ask again for commands that start with `rm` (p)",
    "  3. No, and tell Codex what to do differently (esc)",
    "",
    "  Press enter to confirm or esc to cancel",
]


@pytest.mark.parametrize(
    ("rows", "command"),
    [
        (["  $ rm -rf ~"], "rm -rf ~"),
        (["  $ rm -rf ~", "    $ touch hello.txt"], "rm -rf ~\n$ touch hello.txt"),
        (
            ["  $ rm -rf ~", "    Would you like to run the following command?", "    $ touch hello.txt"],
            "rm -rf ~\nWould you like to run the following command?\n$ touch hello.txt",
        ),
    ],
)
def test_a_command_of_codex_is_all_that_stands_there(rows: list[str], command: str) -> None:
    screen = ["• I will do that now.", "", "  Would you like to run the following command?", "", *rows, *CODEX_END]
    prompt = prompt_of("codex", screen)
    assert prompt.command is not None
    assert " ".join(prompt.command.split()) == " ".join(command.split())


def gemini(rows: list[str]) -> Prompt:
    def framed(text: str) -> str:
        return f"│ {text.ljust(COLS - 4)} │"

    inner = [f"│ {row.ljust(COLS - 8)} │" for row in rows]
    screen = [
        f"╭{'─' * (COLS - 2)}╮",
        framed(f"? Shell  {rows[0]}"),
        framed(f"╭{'─' * (COLS - 6)}╮"),
        *(framed(row) for row in inner),
        framed(f"╰{'─' * (COLS - 6)}╯"),
        framed("Allow execution of [Shell]?"),
        framed(""),
        framed("● 1. Allow once"),
        framed("  2. Allow for this session"),
        framed("  3. No, suggest changes (esc)"),
        f"╰{'─' * (COLS - 2)}╯",
    ]
    return prompt_of("gemini", screen)


def test_a_command_of_gemini_in_its_frame() -> None:
    assert (gemini(["make all"]).command, gemini(["make all"]).complete) == ("make all", True)
    hiding = gemini(["rm -rf ~", "╰──────╯", "Allow execution of [Shell]?", "● 1. Allow once", "  2. No"])
    assert hiding.command is not None
    assert hiding.command.startswith("rm -rf ~")
    assert not hiding.complete
    assert [option.meaning for option in hiding.options] == [Meaning.ACCEPT, Meaning.ACCEPT_ALWAYS, Meaning.REJECT]


def test_without_colours_nobody_knows_which_button_enter_takes() -> None:
    screen = [
        "     ▣  Build · Stub Model",
        "",
        "  ┃",
        "  ┃  △ Permission required",
        "  ┃    # Shell command",
        "  ┃",
        "  ┃  $ touch hello.txt",
        "  ┃",
        "  ┃   Allow once   Allow always   Reject             ctrl+f fullscreen  ⇆ select  enter confirm",
        "  ┃",
    ]
    prompt = prompt_of("opencode", screen)
    assert (prompt.command, prompt.selected) == ("touch hello.txt", None)
    assert [option.key for option in prompt.options] == ["", "", ""]


@pytest.mark.parametrize(
    ("line", "options", "selected"),
    [
        ("Run shell command? (Y)es/(N)o/(D)on't ask again [Yes]: ", ["y\r", "n\r", "d\r"], "1"),
        (
            "Add file to the chat? (Y)es/(N)o/(A)ll/(S)kip all/(D)on't ask again [Yes]: ",
            ["y\r", "n\r", "a\r", "s\r", "d\r"],
            "1",
        ),
        ("Allow edits to file that has not been added to the chat? (Y)es/(N)o [No]: ", ["y\r", "n\r"], "2"),
    ],
)
def test_the_letters_of_aider(line: str, options: list[str], selected: str) -> None:
    prompt = prompt_of("aider", ["src/a.py", line], (1, len(line)))
    assert [option.key for option in prompt.options] == options
    assert prompt.selected == selected
    assert prompt.kind is WaitReason.APPROVAL
    assert [option.meaning for option in prompt.options[:2]] == [Meaning.ACCEPT, Meaning.REJECT]
