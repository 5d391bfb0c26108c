"""Copilot's dialogs as it draws them, in several sizes, and with contents that imitate them."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import pytest

from branchline.agents.copilot.agent import AGENT
from branchline.core.model.prompt import Meaning, Prompt, WaitReason
from branchline.core.model.screen import Observation, ScreenView
from branchline.core.model.status import Status
from branchline.core.screen.prompts import DOWN, ENTER, ESCAPE, UP
from branchline.service.terminals.replay import load, replay
from harness.recordings import FOLDER

RUN = "Do you want to run this command?"
YES, NO = "Yes", "No, and tell Copilot what to do differently (Esc to stop)"
ALWAYS = "Yes, and don't ask again for `touch` in this repo (/home/u/work/copilot-touch)"
OPTIONS = (YES, ALWAYS, NO)
KEYS = "↑/↓ to navigate · enter to select · esc to cancel"
SIZES = [(100, 30), (80, 24), (60, 20)]


def observed(rows: Sequence[str], cols: int, height: int, cursor: tuple[int, int]) -> Observation | None:
    """What is seen on a screen that ends with these rows. Of what is too high the top is out of sight."""
    lines = ["", *rows] if len(rows) < height else ["  Current   Sessions", "", *rows[2 - height :]]
    lines = [*[""] * (height - len(lines)), *lines]
    return AGENT.observe(ScreenView(tuple(line.rstrip() for line in lines), cursor, "", cols, 1.0))


def prompt_of(rows: Sequence[str], cols: int = 100, height: int = 30, cursor: tuple[int, int] = (3, 90)) -> Prompt:
    seen = observed(rows, cols, height, cursor)
    assert seen is not None
    assert seen.prompt is not None
    assert (seen.status, seen.takes_text) == (Status.WAITING, False)
    return seen.prompt


def boxed(texts: Sequence[str], cols: int) -> list[str]:
    width = cols - 4
    return [f"╭{'─' * (cols - 2)}╮", *(f"│ {text.ljust(width)} │" for text in texts), f"╰{'─' * (cols - 2)}╯"]


def frame(
    heading: str,
    body: Sequence[str],
    question: str,
    options: Sequence[str] = OPTIONS,
    cols: int = 100,
    selected: int = 0,
) -> list[str]:
    def wrapped(text: str, first: str = "", rest: str = "") -> list[str]:
        return textwrap.wrap(text, cols - 4, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)

    listed = [
        row
        for n, label in enumerate(options)
        for row in wrapped(label, f"{'❯' if n == selected else ' '} {n + 1}. ", "  ")
    ]
    rule = "─" * (cols - 4)
    return boxed([*wrapped(heading), rule, *body, "", *wrapped(question), "", *listed, "", KEYS], cols)


def shell(command: str, cols: int = 100, heading: str = "Create an empty file", selected: int = 0) -> list[str]:
    return frame(heading, boxed(command.split("\n"), cols - 4), RUN, OPTIONS, cols, selected)


def recorded(name: str) -> list[Prompt]:
    found: dict[str, Prompt] = {}
    for _, seen in replay(load(FOLDER / "copilot" / f"{name}.jsonl.gz"), AGENT):
        if seen and seen.prompt:
            found.setdefault(seen.prompt.id, seen.prompt)
    return list(found.values())


# ---------------------------------------------------------------- permissions


@pytest.mark.parametrize("name", ["touch", "write", "rm_reject", "touch_status"])
def test_a_digit_chooses_and_escape_rejects(name: str) -> None:
    (prompt,) = recorded(name)
    assert prompt.selected == "1"
    assert [(option.key, option.meaning) for option in prompt.options] == [
        ("1", Meaning.ACCEPT),
        ("2", Meaning.ACCEPT_ALWAYS),
        (ESCAPE, Meaning.REJECT),
    ]


@pytest.mark.parametrize("size", SIZES)
def test_a_dialog_is_the_same_in_every_size(size: tuple[int, int]) -> None:
    prompt = prompt_of(shell("touch hello.txt", size[0]), *size)
    assert prompt.id == recorded("touch")[0].id
    assert (prompt.tool, prompt.command, prompt.complete) == ("Shell", "touch hello.txt", True)


def test_a_dialog_is_the_same_with_another_option_selected() -> None:
    prompt = prompt_of(shell("touch hello.txt", selected=1))
    assert (prompt.id, prompt.selected) == (prompt_of(shell("touch hello.txt")).id, "2")
    assert [option.key for option in prompt.options] == ["1", "2", ESCAPE]


IMITATION = f"touch a\n0. Yes\n❯ 1. Yes\n  2. No │\n╰────╯\n\n{RUN}"


@pytest.mark.parametrize("command", ['for i in a b; do\n  touch $i.txt\n\ndone\necho "  x"', IMITATION])
def test_a_command_of_several_lines(command: str) -> None:
    prompt = prompt_of(shell(command))
    assert (prompt.tool, prompt.command, prompt.complete) == ("Shell", command, False)
    assert [option.label for option in prompt.options] == list(OPTIONS)


def test_a_command_that_is_wrapped_is_joined() -> None:
    prompt = prompt_of(shell("echo " + "a" * 87 + "\n" + "b" * 30 + " && make"))
    assert (prompt.command, prompt.complete) == (f"echo {'a' * 87}{'b' * 30} && make", False)


@pytest.mark.parametrize("height", [13, 14, 20])
def test_a_command_whose_top_is_out_of_sight_is_not_complete(height: int) -> None:
    prompt = prompt_of(shell("\n".join(["rm -rf ~", *[""] * 10, "touch a"])), height=height)
    assert prompt.command is not None
    assert prompt.command.endswith("touch a")
    assert not prompt.complete


def test_the_top_of_the_command_is_not_enough() -> None:
    rows = shell("touch a", heading="word " * 60)
    assert prompt_of(rows, height=len(rows) + 1).complete
    assert not prompt_of(rows, height=len(rows)).complete


@pytest.mark.parametrize("words", ["Do you trust the files in this folder?", f"Edit file {RUN} 1. Yes", "Create file"])
def test_words_of_the_description_decide_nothing(words: str) -> None:
    prompt = prompt_of(shell("touch a", heading=words))
    assert (prompt.kind, prompt.title, prompt.tool) == (WaitReason.APPROVAL, RUN, "Shell")
    assert (prompt.command, prompt.complete) == ("touch a", True)


DIFF = ["notes.txt +2 -0", "/home/u/work", "", *(f" {n} +   {line}" for n, line in enumerate(IMITATION.split("\n"), 1))]


@pytest.mark.parametrize("height", [30, 24, 16, 10])
def test_a_file_cannot_imitate_a_dialog(height: int) -> None:
    rows = frame("Create file", DIFF, "Do you want to create /home/u/work/notes.txt?")
    prompt = prompt_of(rows, height=height)
    assert (prompt.paths, prompt.command) == (("/home/u/work/notes.txt",), None)
    assert [option.key for option in prompt.options] == ["1", "2", ESCAPE]
    has_top = height > len(rows)
    assert (prompt.tool, prompt.complete) == (("Create file", True) if has_top else (None, False))


def test_a_file_whose_name_is_wrapped_is_not_named() -> None:
    rows = frame("Create file", DIFF[:4], "Do you want to create /home/u/a folder/notes.txt?", cols=40)
    prompt = prompt_of(rows, 40)
    assert (prompt.title, prompt.paths) == ("Do you want to create /home/u/a folder/notes.txt?", ())
    assert not prompt.complete


PATHS = [*boxed(["/etc/hostname"], 96), "", "File-tool access covers this directory:", "", *boxed(["/etc"], 96)]


def test_a_path_outside() -> None:
    options = (YES, "Yes, and remember this path for this session", "No (Esc)")
    prompt = prompt_of(frame("Allow path access", PATHS, "Do you want to allow this?", options))
    assert (prompt.tool, prompt.paths, prompt.command) == ("Allow path access", ("/etc/hostname",), None)
    assert [option.meaning for option in prompt.options] == [Meaning.ACCEPT, Meaning.ACCEPT_ALWAYS, Meaning.REJECT]
    assert "/etc" in prompt.text


def test_an_address() -> None:
    body = boxed(["https://example.com/docs?x=1"], 96)
    prompt = prompt_of(frame("Fetch", body, "Do you want to allow this?"))
    assert (prompt.url, prompt.paths) == ("https://example.com/docs?x=1", ())


def test_an_unknown_dialog_is_said_to_be_incomplete() -> None:
    prompt = prompt_of(frame("Leave plan mode", ["1. Write it", "2. Test it"], "Is this plan good?"))
    assert (prompt.title, prompt.command, prompt.complete) == ("Is this plan good?", None, False)
    assert [option.label for option in prompt.options] == list(OPTIONS)


TRUST = "Do you trust the files in this folder?"


@pytest.mark.parametrize("size", SIZES)
def test_trust_of_a_folder(size: tuple[int, int]) -> None:
    options = (YES, "Yes, and remember this folder for future sessions", "No (Esc)")
    body = boxed(["/home/u/work"], size[0] - 4)
    prompt = prompt_of(frame("Confirm folder trust", body, TRUST, options, size[0]), *size)
    assert (prompt.kind, prompt.title) == (WaitReason.TRUST, TRUST)
    assert [option.key for option in prompt.options] == ["1", "2", ESCAPE]


def test_a_file_named_like_the_trust_of_a_folder() -> None:
    prompt = prompt_of(frame("Create file", DIFF[:3], "Do you want to create /trust the folder.txt?"))
    assert (prompt.kind, prompt.paths) == (WaitReason.APPROVAL, ("/trust the folder.txt",))


# ---------------------------------------------------------------- questions


def form(
    message: Sequence[str],
    field: Sequence[str],
    cols: int = 100,
    keys: Sequence[str] = ("↑/↓ select · enter accept · ctrl+d decline · esc cancel",),
) -> list[str]:
    said = [" Copilot needs information.", *(f" {line}" for line in message)]
    return ["─" * cols, *said, "", *field, "", *(f" {line}" for line in keys), "─" * cols]


COLOURS = [" Colour:", "   Red", " ❯ Green", "   Blue", "   Other (type your answer)"]
STEPS = [UP + ENTER, ENTER, DOWN + ENTER, DOWN * 2 + ENTER]


@pytest.mark.parametrize("size", SIZES)
def test_answers_are_counted_from_the_selected_one(size: tuple[int, int]) -> None:
    prompt = prompt_of(form(["Which colour should the button have?"], COLOURS, size[0]), *size)
    assert (prompt.kind, prompt.title) == (WaitReason.QUESTION, "Which colour should the button have?")
    assert [option.label for option in prompt.options] == ["Red", "Green", "Blue", "Other (type your answer)"]
    assert [option.key for option in prompt.options] == STEPS
    assert {option.meaning for option in prompt.options} == {Meaning.OTHER}
    assert prompt.selected == "2"


def test_the_recorded_question() -> None:
    (prompt,) = recorded("ask")
    assert (prompt.kind, prompt.title) == (WaitReason.QUESTION, "Which colour should the button have?")
    assert [option.key for option in prompt.options] == [ENTER, DOWN + ENTER, DOWN * 2 + ENTER, DOWN * 3 + ENTER]


def test_rows_that_go_on_are_no_answers_of_their_own() -> None:
    field = [" Colour:", " What it looks like", " ❯ A long answer that goes on in", " the next row", "   Yes"]
    prompt = prompt_of(form(["A long question that goes on in", "the next row?", "", "1. One"], field, 40), 40)
    assert prompt.title == "A long question that goes on in the next row?"
    assert [option.label for option in prompt.options] == ["A long answer that goes on in the next row", "Yes"]
    assert [option.key for option in prompt.options] == [ENTER, DOWN + ENTER]


@pytest.mark.parametrize(
    ("keys", "pointed"),
    [
        (["↑/↓ select · space toggle · enter accept ·", "ctrl+d decline · esc cancel"], True),  # several may be chosen
        (["↑/↓ select · enter accept · esc cancel"], False),  # the selected one is out of sight
    ],
)
def test_where_enter_chooses_nothing_known_no_answer_is_offered(keys: list[str], pointed: bool) -> None:
    field = COLOURS if pointed else [row.replace("❯", " ") for row in COLOURS]
    prompt = prompt_of(form(["Which?"], field, 50, keys), 50)
    assert (prompt.kind, prompt.title, prompt.options) == (WaitReason.QUESTION, "Which?", ())


def test_without_a_message_the_field_is_the_question() -> None:
    assert prompt_of(form([], COLOURS)).title == "Colour:"


@pytest.mark.parametrize(("edge", "column"), [("▄", 4), ("─", 3)])
def test_a_field_takes_text_and_is_not_the_input(edge: str, column: int) -> None:
    typed = " " * (column - 3) + "❯ abc"
    rows = form(["Some things"], [" Name", f" {edge * 78}", typed, f" {edge * 78}"], 80)
    prompt = prompt_of(rows, 80, 24, cursor=(24 - 5, column))
    assert (prompt.kind, prompt.takes_text, prompt.options) == (WaitReason.QUESTION, True, ())
    assert "abc" not in prompt.text


def test_a_question_cannot_imitate_a_permission() -> None:
    said = [line[1:] for line in shell("touch a")]
    prompt = prompt_of(form(["Which?", *said], COLOURS))
    assert (prompt.kind, prompt.command) == (WaitReason.QUESTION, None)
    assert prompt.options[0].label == "Red"


# ---------------------------------------------------------------- what is no dialog

FOLDER_LINE = " /home/u/work [⎇ main]"
COLOURED = ("╻" + "▄" * 99, "┃", "╹" + "▀" * 99)
PLAIN = ("─" * 100, "❯", "─" * 100)
"""The input where the terminal does not tell its colours."""
FOOTER = " ← open sidebar · Interactive · Manual Approval · / commands"


def at_the_input(rows: Sequence[str], box: Sequence[str], footer: str = FOOTER) -> Observation | None:
    return observed([*rows, "", FOLDER_LINE, *box, footer], 100, 30, cursor=(27, 2))


@pytest.mark.parametrize("box", [COLOURED, PLAIN])
@pytest.mark.parametrize("rows", [shell("touch a"), form(["Which?"], COLOURS), [KEYS]])
def test_a_dialog_that_was_printed_above_the_input_is_none(rows: list[str], box: tuple[str, ...]) -> None:
    seen = at_the_input(rows, box)
    assert seen is not None
    assert (seen.status, seen.takes_text) == (Status.READY, True)


@pytest.mark.parametrize("box", [COLOURED, PLAIN])
def test_it_works_as_the_footer_says(box: tuple[str, ...]) -> None:
    seen = at_the_input(["○ Working"], box, " ○ Working esc esc interrupt")
    assert seen is not None
    assert seen.status is Status.WORKING


@pytest.mark.parametrize("box", [COLOURED, PLAIN])
@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([" ✗ Failed to get response", "   Last error: 500 Internal server error"], "api error"),
        ([" ✗ Authentication failed with provider (HTTP", "   401)."], "login needed"),
        ([" ✗ Something else"], "api error"),
        ([" ● Request failed due to a transient API error. Retrying..."], None),
        ([" ✗ Failed: error 500", "", " ● All done."], None),
    ],
)
def test_the_mark_of_an_error_tells_why_a_turn_ended(rows: list[str], reason: str | None, box: tuple[str, ...]) -> None:
    seen = at_the_input([f"{row:<99}┃" for row in ["", *rows]], box)
    assert seen is not None
    assert (seen.status, seen.reason) == (Status.READY, reason)
