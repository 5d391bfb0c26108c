"""Dialogs of agents that nobody adapted to, a row for each kind, and what is none."""

from __future__ import annotations

import pytest

from branchline.core.model.screen import Motion, ScreenView
from branchline.core.screen.any_dialog import Dialog, dialog

LIST = "Do you want to run it?\n\n  rm -rf build\n\n❯ 1. Yes\n  2. Yes, always\n  3. No"
HINT = "\n\n↑/↓ to select, Enter to confirm"
INPUT = "\n╭──────────────────────────────╮\n│ > Ask anything               │\n╰──────────────────────────────╯"
FRAMED = """\
╭──────────────────────────────────╮
│ run requires approval            │
│ > 1. Approve (y)                 │
│   2. Reject (n)                  │
│ ↑/↓ navigate • Enter select      │
╰──────────────────────────────────╯"""


def found(
    text: str,
    *,
    is_first: bool = False,
    opened_itself: bool = True,
    moving: int | None = None,
    draws: bool = True,
    cursor: tuple[int, int] = (23, 0),
) -> Dialog | None:
    """`moving` is a row that changes all the time."""
    lines = text.split("\n")
    lines += [""] * (24 - len(lines))
    still = tuple(0.1 if row == moving else 9.0 for row in range(24))
    view = ScreenView(tuple(lines), cursor, "", 100, 0.1, motion=Motion(still, (9.0,) * 24, draws))
    return dialog(view, is_first=is_first, opened_itself=opened_itself)


@pytest.mark.parametrize(
    ("text", "kind", "title", "keys"),
    [
        # a list with a pointer, and the cursor anywhere
        (LIST + HINT, "approval", "Do you want to run it?", ["\r", "\x1b[B\r", "\x1b[B\x1b[B\r"]),
        (LIST, "approval", "Do you want to run it?", ["\r", "\x1b[B\r", "\x1b[B\x1b[B\r"]),
        ("Which colour?\n  > Red\n    Green\n    Blue", "question", "Which colour?", []),
        ("Which colour?\n  > Red\n    Green" + HINT, "question", "Which colour?", ["\r", "\x1b[B\r"]),
        ("Which one?\n  > Red\n      the warm one\n    Green" + HINT, "question", "Which one?", []),
        ("Allow it?\n ● 1. Allow once\n   2. No (esc)", "approval", "Allow it?", ["\r", "\x1b[B\r"]),
        ("Allow it?\n ○ Allow\n ● Deny", "approval", "Allow it?", ["\x1b[A\r", "\r"]),
        ("Run the tool?\n> ✓ Yes, run it\n  ✗ No", "approval", "Run the tool?", ["\r", "\x1b[B\r"]),
        # keys with what they do
        ("Approve tool call?\n\n  $ touch a\n\n [y] Approve   [n] Deny", "approval", "Approve tool call?", ["y", "n"]),
        ("Run it?\n(y) Yes  (a) Always  (n) No", "approval", "Run it?", ["y", "a", "n"]),
        ("Run it?\n[y]es  [n]o", "approval", "Run it?", ["y", "n"]),
        ("Run it?\ny approve · n deny", "approval", "Run it?", ["y", "n"]),
        ("Run it?\ny: yes | n: no", "approval", "Run it?", ["y", "n"]),
        ("Run it?\nPress y to approve, n to deny", "approval", "Run it?", ["y", "n"]),
        ("Run it?\nApprove (y)  Deny (n)", "approval", "Run it?", ["y", "n"]),
        ("Run it?\n[Enter] Approve  [Esc] Deny", "approval", "Run it?", []),
        # colour alone says which one is chosen
        ("Proceed?\n\n Yes\n No\n\n↑↓ navigate • Enter select • Esc cancel", "approval", "Proceed?", []),
        ("Which colour?\n Red\n Blue\n\n↑/↓ navigate · ⏎ select", "question", "Which colour?", []),
        ("△ Permission required\n# Shell\n\n Allow once  Reject   ⇆ select  enter confirm", "approval", "", []),
        # a heading that says it
        ("Agent is asking a question\n\nWhich colour\n   Red\n   Blue\n > ", "question", "Which colour", []),
        # the input stays below it
        (FRAMED + "\n ⏸ Awaiting decision... (paused at 3s)" + INPUT, "approval", "run requires approval", None),
        ("Do you trust this folder?\n> Yes, proceed\n  No, exit" + HINT, "trust", "Do you trust this folder?", []),
    ],
)
def test_each_kind_is_told(text: str, kind: str, title: str, keys: list[str] | None) -> None:
    told = found("✦ I will do that.\n\n" + text)
    assert told is not None
    assert told.prompt.kind.value == kind
    assert not title or told.prompt.title == title
    if keys is not None:
        assert [each.key for each in told.prompt.options] == keys
    assert not told.prompt.complete
    assert told.prompt.command is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Welcome\n\n Sign in with X\n Bring a key\n\n↑/↓ navigate, Enter to select", "login"),
        (
            "    Try it\n    It is good.\n    https://x.y/z?\n    Press Enter to open, any other key to close",
            "question",
        ),
        ("┌────────────┐\n│ Hello      │\n│ Your name  │\n│ Enter to continue │\n└────────────┘" + INPUT, "question"),
        ("│ Connect     │\n│ › One       │\n│   Two       │\n│   Three     │", "question"),
    ],
)
def test_before_it_was_ever_ready_whatever_can_be_chosen_is_asked(text: str, kind: str) -> None:
    told = found(text, is_first=True)
    assert told is not None
    assert told.prompt.kind.value == kind
    assert found(text) is None


@pytest.mark.parametrize(
    "text",
    [
        LIST + HINT + "\n\n● That is what it says." + INPUT,
        LIST + HINT + "\n" + INPUT,
        LIST + HINT + "\n\n1 line\n2\n3\n4\n5\n6\n7\n8\n9\n10",
        FRAMED + "\nThat is what it says." + INPUT,
        "Commands:\n❯ /clear\n  /compact\n  /model" + HINT,
        "What can I do for you?\n\n> /\nCommands\n❯ /clear\n  /compact",
        "Files?\n❯ @a\n  @b" + HINT,
        "Pick a model\n❯ small\n  large" + HINT,
        "● Should I go on?" + INPUT + "\n ↑↓ history · Enter to submit",
        "> please do it\n  quickly",
        "I allow a no, and you accept it",
        "Run shell command? (Y)es/(N)o/(D)on't ask again [Yes]: y",
        "● Yes\n  No",
        "",
    ],
)
def test_texts_palettes_and_inputs_are_none(text: str) -> None:
    assert found(text) is None


def test_what_a_program_just_prints_is_none() -> None:
    assert found(LIST + HINT, draws=False) is None


def test_what_goes_on_below_it_makes_it_a_text() -> None:
    text = LIST + HINT + "\n\n\n\n\n⠋ Thinking"
    assert found(text) is not None
    assert found(text, moving=text.count("\n")) is None
    assert found("⠋ Thinking\n" + LIST + HINT, moving=0) is not None, "beside a dialog something may move"


def test_what_the_user_opened_while_it_was_ready_needs_more_than_a_question() -> None:
    assert found("Which model?\n> small\n  large" + HINT, opened_itself=False) is None
    assert found(LIST + HINT, opened_itself=False) is not None


def test_the_id_is_that_of_all_that_stands_there_but_for_what_moves() -> None:
    def id_of(text: str) -> str:
        told = found(text)
        assert told is not None
        return told.prompt.id

    text = "⠋ run (3s)\n" + LIST
    assert id_of(text) == id_of(text.replace("⠋ run (3s)", "⠙ run (14s)"))
    assert id_of(text) == id_of(text.replace("❯ 1.", "  1.").replace("  3.", "❯ 3."))
    assert id_of(text) != id_of(text.replace("rm -rf build", "rm -rf src"))
    assert id_of(text) != id_of(text.replace("Yes, always", "Yes, for ever"))
    ruled = "╌" * 40 + "\n touch one\n" + "╌" * 40 + "\n Proceed?\n ❯ 1. Yes\n   2. No"
    assert id_of(ruled) != id_of(ruled.replace("one", "two"))
    boxed = "│ ╭──────────╮ │\n│ │ one      │ │\n│ ╰──────────╯ │\n│ Proceed?     │\n│ ❯ 1. Yes     │\n│   2. No      │"
    assert id_of(boxed) != id_of(boxed.replace("one", "two"))
