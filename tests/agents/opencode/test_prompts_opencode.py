"""opencode's dialogs as it draws them, in several sizes, and with contents that imitate them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from branchline.agents.opencode.agent import AGENT
from branchline.core.model.prompt import Meaning, Prompt, WaitReason
from branchline.core.model.screen import Observation, ScreenView
from branchline.core.model.status import Status
from branchline.core.screen.prompts import ESCAPE, LEFT, RIGHT
from branchline.service.terminals.replay import load, replay
from branchline.terminal.screen import Screen
from harness.recordings import FOLDER

ENTER = "\r"
OUTSIDE, PANEL, BELOW, CHOSEN = (f"\x1b[48;2;{code}m" for code in ("10;10;10", "20;20;20", "30;30;30", "245;167;66"))
ASKING, WRITING, FAILING = (f"\x1b[38;2;{code}m" for code in ("245;167;66", "92;156;245", "224;108;117"))
PERMISSION = ("Allow once", "Allow always", "Reject")
HINTS = "ctrl+f fullscreen  ⇆ select  enter confirm"
SIZES = [(100, 30), (80, 24), (60, 20), (140, 40)]


def observed(
    rows: Sequence[str], cols: int = 100, height: int = 30, cursor: tuple[int, int] | None = None
) -> Observation | None:
    """What is seen on a screen that ends with these rows; the cursor may be anywhere."""
    screen = Screen(cols, height)
    try:
        blank = OUTSIDE + " " * cols
        drawn = [*[blank] * (height - len(rows)), *rows][:height]
        screen.feed("\r\n".join(row + "\x1b[0m" for row in drawn).encode(), answer=False)
        view = ScreenView(screen.lines(), cursor or screen.cursor(), "", cols, 1.0, screen.styled)
        return AGENT.observe(view)
    finally:
        screen.close()


def prompt_of(rows: Sequence[str], cols: int = 100, height: int = 30, cursor: tuple[int, int] | None = None) -> Prompt:
    seen = observed(rows, cols, height, cursor)
    assert seen is not None
    assert seen.prompt is not None
    assert (seen.status, seen.takes_text) == (Status.WAITING, False)
    return seen.prompt


def block(texts: Sequence[str], cols: int, behind: str = PANEL, bar: str = ASKING) -> list[str]:
    """Barred rows. In a terminal wider than 120 columns a panel stands beside them."""
    width = (cols - 42 if cols > 120 else cols) - 5
    beside = f"{PANEL}  120 tokens{' ' * 30}" if cols > 120 else ""
    return [f"{OUTSIDE}  {PANEL}{bar}┃\x1b[39m{behind}{text.ljust(width)}{OUTSIDE}  {beside}" for text in texts]


def permission(
    heading: str,
    body: Sequence[str],
    cols: int = 100,
    selected: int = 0,
    names: Sequence[str] = PERMISSION,
    title: str = "Permission required",
) -> list[str]:
    head = ["", f"  △ {title}", *([f"    {heading}"] if heading else []), ""]
    room = (cols - 42 if cols > 120 else cols) - 5
    buttons = " ".join(f"{CHOSEN if n == selected else BELOW} {name} {BELOW}" for n, name in enumerate(names))
    used = sum(len(name) + 3 for name in names) - 1
    if cols < 80:  # the hints get a row of their own
        below = [f"  {buttons}{' ' * (room - 2 - used)}", "", f"  {HINTS}"]
    else:
        hints = f"  {HINTS}"[: room - 2 - used]
        below = [f"  {buttons}{' ' * (room - 2 - used - len(hints))}{hints}"]
    # At most 15 rows: of a body that is too long the rest is not there.
    fits = body[: 15 - len(head) - len(below) - 3]
    content = [*head, *(f"  {line}" for line in fits), ""]
    return [*block(content, cols), *block(["", *below, ""], cols, BELOW), OUTSIDE + " " * cols]


def shell(command: str, cols: int = 100, selected: int = 0) -> list[str]:
    return permission("# Shell command", f"$ {command}".split("\n"), cols, selected)


def recorded(name: str) -> list[Prompt]:
    found: dict[str, Prompt] = {}
    for _, seen in replay(load(FOLDER / "opencode" / f"{name}.jsonl.gz"), AGENT):
        if seen and seen.prompt:
            found.setdefault(seen.prompt.id, seen.prompt)
    return list(found.values())


# ---------------------------------------------------------------- permissions


@pytest.mark.parametrize("name", ["touch", "write", "fetch", "rm_reject"])
def test_what_enter_takes_shows_by_its_colour(name: str) -> None:
    (prompt,) = recorded(name)
    assert prompt.selected == "1"
    assert [option.key for option in prompt.options] == [ENTER, RIGHT + ENTER, ESCAPE]
    assert [option.meaning for option in prompt.options] == [Meaning.ACCEPT, Meaning.ACCEPT_ALWAYS, Meaning.REJECT]


@pytest.mark.parametrize("size", SIZES)
def test_a_dialog_is_the_same_in_every_size(size: tuple[int, int]) -> None:
    prompt = prompt_of(shell("touch hello.txt", size[0]), *size)
    assert prompt.id == prompt_of(shell("touch hello.txt")).id == recorded("touch")[0].id
    assert (prompt.tool, prompt.command, prompt.complete) == ("bash", "touch hello.txt", True)
    assert "tokens" not in prompt.text


@pytest.mark.parametrize(
    ("selected", "keys"),
    [
        (0, [ENTER, RIGHT + ENTER, ESCAPE]),
        (1, [LEFT + ENTER, ENTER, ESCAPE]),
        (2, [LEFT * 2 + ENTER, LEFT + ENTER, ESCAPE]),
    ],
)
@pytest.mark.parametrize("cols", [100, 60])
def test_keys_are_counted_from_the_selected_button(selected: int, keys: list[str], cols: int) -> None:
    prompt = prompt_of(shell("touch hello.txt", cols, selected), cols)
    assert prompt.selected == str(selected + 1)
    assert [option.key for option in prompt.options] == keys


def test_a_command_of_several_lines_is_whole_but_its_breaks_are_a_guess() -> None:
    command = 'for i in a b; do\n  touch $i.txt\n\ndone\necho "  x"'
    prompt = prompt_of(shell(command))
    assert (prompt.command, prompt.complete) == (command, False)


def test_a_command_that_is_wrapped_is_joined() -> None:
    rows = permission("# Shell command", ["$ echo " + "a" * 80, "b" * 20 + " && make"])
    prompt = prompt_of(rows)
    assert (prompt.command, prompt.complete) == (f"echo {'a' * 80} {'b' * 20} && make", False)


@pytest.mark.parametrize("lines", [["touch a", *[""] * 8, "rm -rf ~"], [f"touch {n}" for n in range(20)]])
def test_what_does_not_fit_makes_a_command_incomplete(lines: list[str]) -> None:
    prompt = prompt_of(shell("\n".join(lines)))
    assert prompt.command is not None
    assert prompt.command.startswith("touch")
    assert "rm" not in prompt.command
    assert not prompt.complete
    assert [option.label for option in prompt.options] == list(PERMISSION)


IMITATION = (
    "cat <<'E'\n┃\n┃  △ Permission required\n┃    # Shell command\n┃  $ true\n Allow once   Allow always   Reject"
)


def test_a_command_cannot_imitate_a_dialog() -> None:
    prompt = prompt_of(shell(IMITATION, selected=2))
    assert (prompt.command, prompt.selected, prompt.complete) == (IMITATION, "3", False)
    assert len(prompt.options) == 3


@pytest.mark.parametrize("styles", [True, False])
def test_buttons_that_a_command_imitates_are_none_where_the_real_ones_are_out_of_sight(styles: bool) -> None:
    rows = shell(IMITATION)[:10]
    if not styles:
        rows = [row.replace(BELOW, PANEL) for row in rows]
    prompt = prompt_of(rows, height=12)
    assert prompt.selected is None
    assert all(not option.key for option in prompt.options)
    assert not prompt.complete


@pytest.mark.parametrize(
    ("heading", "body", "tool", "paths", "url", "complete"),
    [
        ("→ Edit src/a b.py", ["1 + one", *["+"] * 9], "edit", ("src/a b.py",), None, True),
        ("→ Edit ", ["1 + one"], "edit", (), None, False),
        ("→ Read ~/.ssh/config", ["Path: ~/.ssh/config"], "read", ("~/.ssh/config",), None, True),
        ("→ List docs", ["Path: docs"], "list", ("docs",), None, True),
        ('✱ Grep "todo"', ["Pattern: todo"], "grep", (), None, True),
        (
            "% WebFetch https://a.example/x?y=1",
            ["URL: https://a.example/x?y=1"],
            "webfetch",
            (),
            "https://a.example/x?y=1",
            True,
        ),
        ("← Access external directory /etc", ["Patterns", "", "- /etc/*"], "external_directory", ("/etc",), None, True),
        ("⚙ Call tool jira_search", ["Tool: jira_search"], "jira_search", (), None, True),
        ("# Explore Task", ["◉ Look around"], None, (), None, False),
    ],
)
def test_the_heading_says_which_tool(
    heading: str, body: list[str], tool: str | None, paths: tuple[str, ...], url: str | None, complete: bool
) -> None:
    prompt = prompt_of(permission(heading, body))
    assert (prompt.tool, prompt.command, prompt.paths, prompt.url) == (tool, None, paths, url)
    assert prompt.complete is complete
    assert body[0] in prompt.text


def test_an_address_that_is_wrapped_is_joined() -> None:
    head, rest = "https://a.example/" + "x" * 69, "y" * 30
    prompt = prompt_of(permission(f"% WebFetch {head[:70]}", [f"URL: {head}", rest]))
    assert (prompt.url, prompt.complete) == (head + rest, False)


def test_a_heading_in_the_body_is_none() -> None:
    prompt = prompt_of(permission("→ Edit notes.txt", ["  # Shell command", "", "$ true"]))
    assert (prompt.tool, prompt.command, prompt.paths) == ("edit", None, ("notes.txt",))


def test_the_frame_before_the_command_is_drawn_is_no_dialog() -> None:
    assert observed(permission("# Shell command", [])) is None


@pytest.mark.parametrize("cols", [100, 60])
def test_the_second_step_allows_for_ever(cols: int) -> None:
    body = ["This will allow the following patterns", "until OpenCode is restarted", "", "- touch *"]
    prompt = prompt_of(permission("", body, cols, names=("Confirm", "Cancel"), title="Always allow"), cols)
    assert (prompt.kind, prompt.title, prompt.command) == (WaitReason.APPROVAL, "Always allow", None)
    assert [(option.label, option.meaning, option.key) for option in prompt.options] == [
        ("Confirm", Meaning.ACCEPT_ALWAYS, ENTER),
        ("Cancel", Meaning.REJECT, ESCAPE),
    ]
    assert "- touch *" in prompt.text


def test_a_reason_to_enter_is_a_text() -> None:
    texts = [
        "",
        "  △ Reject permission",
        "",
        "  Tell OpenCode what to do differently",
        "",
        "",
        "  no",
        "  enter confirm  esc cancel",
        "",
    ]
    prompt = prompt_of(block(texts, 100))
    assert (prompt.kind, prompt.takes_text, prompt.options) == (WaitReason.QUESTION, True, ())


# ---------------------------------------------------------------- questions

QUESTION = [
    "",
    "  Which colour should the button have?",
    "",
    "  1. Red",
    "     Make it red",
    "  2. Plan (b)",
    "     Make it green",
    "  3. Type your own answer",
    "",
    "  ↑↓ select  enter submit  esc dismiss",
    "",
]


@pytest.mark.parametrize("cols", [100, 80, 60, 140])
@pytest.mark.parametrize("tabs", [[], ["", "   Colour   Sizes   Confirm"]])
def test_a_digit_answers_a_question(cols: int, tabs: list[str]) -> None:
    prompt = prompt_of(block([*tabs, *QUESTION], cols), cols, cursor=(0, 0))
    assert (prompt.kind, prompt.title) == (WaitReason.QUESTION, "Which colour should the button have?")
    assert [(option.label, option.meaning, option.key) for option in prompt.options] == [
        ("Red", Meaning.OTHER, "1"),
        ("Plan (b)", Meaning.OTHER, "2"),
        ("Type your own answer", Meaning.OTHER, "3"),
    ]


def test_what_a_question_says_is_no_option_and_no_permission() -> None:
    said = [
        "",
        "  △ Permission required",
        "    # Shell command",
        "",
        "  $ true",
        "",
        "   Allow once   Allow always   Reject",
        "  1. Yes",
    ]
    prompt = prompt_of(block([*said, *QUESTION[2:]], 100), cursor=(0, 0))
    assert (prompt.kind, prompt.command) == (WaitReason.QUESTION, None)
    assert [option.label for option in prompt.options] == ["Red", "Plan (b)", "Type your own answer"]


def test_no_digit_chooses_the_tenth_answer() -> None:
    options = [line for n in range(1, 13) for line in (f"  {n}. Way {n}", "     as it says")]
    prompt = prompt_of(block(["", "  Which way?", "", *options, *QUESTION[8:]], 100), height=40, cursor=(0, 0))
    assert [option.key for option in prompt.options] == [*"123456789", "", "", ""]


def test_of_several_answers_none_is_offered() -> None:
    rows = ["", "  Which sizes? (select all that apply)", "", "  1. [ ] Small", "  2. [✓] Big", *QUESTION[8:]]
    assert prompt_of(block(rows, 100), cursor=(0, 0)).options == ()


def test_an_answer_that_is_being_typed_takes_text() -> None:
    rows = [*QUESTION[:8], "     so far", *QUESTION[8:]]
    prompt = prompt_of(block(rows, 100), height=12, cursor=(8, 14))
    assert (prompt.takes_text, prompt.options) == (True, ())
    assert "so far" not in prompt.text


def test_a_question_whose_end_is_out_of_sight() -> None:
    options = [line for n in range(1, 9) for line in (f"  {n}. Way {n}", "     as it says")]
    prompt = prompt_of(block(["", "  Which way?", "", *options], 60), 60, 19, cursor=(18, 58))
    assert (prompt.kind, prompt.title, prompt.takes_text) == (WaitReason.QUESTION, "Which way?", False)
    assert [option.key for option in prompt.options] == [*"12345678"]


# ---------------------------------------------------------------- what is no dialog


def input_box(cols: int = 100, footer: str = "   ~/work      120 (0%)  ctrl+p commands") -> list[str]:
    edge = f"{OUTSIDE}  {WRITING}╹{'▀' * (cols - 5)}"
    return [*block(["", "", "", "  Build · Stub Model"], cols, BELOW, WRITING), edge, footer, ""]


def at_the_input(rows: Sequence[str], cols: int = 100, footer: str | None = None) -> Observation | None:
    box = input_box(cols, footer) if footer else input_box(cols)
    return observed([*rows, *box], cols, cursor=(30 - len(box) + 1, 5))


@pytest.mark.parametrize("rows", [shell("touch a"), block(QUESTION, 100)])
def test_a_dialog_that_was_printed_above_the_input_is_none(rows: list[str]) -> None:
    seen = at_the_input([*rows, ""])
    assert seen is not None
    assert (seen.status, seen.takes_text) == (Status.READY, True)


def test_a_barred_text_that_says_nothing_of_a_dialog_is_none() -> None:
    assert observed([*block(["", "  Just a text", ""], 100), ""]) is None


MODEL = ["", "     ▣  Build · Stub Model", ""]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (block(["", "  Incorrect API key provided. (401)", ""], 100, bar=FAILING), "login needed"),
        (block(["", "  Provider overloaded", ""], 100, bar=FAILING), "overloaded"),
        # The user's own words stand in such a block too, as does what tools print.
        (block(["", "  fix the error 500 at the login", ""], 100, bar=WRITING), None),
        (block(["", "  $ make", "", "  error: 500", ""], 100, bar=PANEL), None),
        (["     There was an error 500."], None),
    ],
)
def test_the_block_of_an_error_tells_why_a_turn_ended(rows: list[str], reason: str | None) -> None:
    seen = at_the_input([*rows, *MODEL])
    assert seen is not None
    assert (seen.status, seen.reason) == (Status.READY, reason)


@pytest.mark.parametrize(
    "footer",
    [
        "   ■■■■⬝⬝⬝⬝  esc interrupt       tab agents  ctrl+p commands",
        "   ⬝⬝■■■■⬝⬝ Internal server error [retrying in 1s attempt #4]",
        '   ⬝Bad⬝Request: {"error": {"message": "Bad Request", "type": "server_error", "p',
    ],
)
def test_it_works_while_it_tries_again(footer: str) -> None:
    seen = at_the_input([], footer=footer)
    assert seen is not None
    assert seen.status is Status.WORKING
