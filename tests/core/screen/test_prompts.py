"""What options mean, which keys choose them, and when two prompts are one."""

from __future__ import annotations

import pytest

from branchline.core.model.prompt import Meaning, WaitReason
from branchline.core.screen.detection import Choice
from branchline.core.screen.prompts import (
    DOWN,
    ENTER,
    ESCAPE,
    UP,
    Options,
    asking,
    meaning_of,
    numbered,
    retold,
    stepped,
    unwrapped,
    url_in,
)

A, AA, R, OTHER = Meaning.ACCEPT, Meaning.ACCEPT_ALWAYS, Meaning.REJECT, Meaning.OTHER


@pytest.mark.parametrize(
    ("label", "meaning"),
    [
        ("Yes", A),
        ("Yes, proceed (y)", A),
        ("Yes, allow once", A),
        ("Allow once", A),
        ("Yes, I trust this folder", A),
        ("Trust folder (weather)", A),
        ("Yes, and manually approve edits", A),
        ("Yes, and don't ask again for commands that start with `make` (p)", AA),
        ("Yes, and don’t ask again for example.com", AA),
        ("Yes, and always allow access to /home/u/x from this project", AA),
        ("Yes, and switch to auto mode · auto mode handles these prompts for you", AA),
        ("Yes, and switch to accept edits for this session (shift+tab)", AA),
        ("Yes, and something that no version has said so far", AA),
        ("Yes, allow all edits during this session (shift+tab)", AA),
        ("Allow for this session", AA),
        ("Allow always", AA),
        ("Always allow run 'touch *' commands for this user", AA),
        ("Trust parent folder (work)", AA),
        ("No", R),
        ("No, exit", R),
        ("No, and tell Codex what to do differently (esc)", R),
        ("No, suggest changes (esc)", R),
        ("Reject", R),
        ("Don't trust", R),
        ("Don’t trust (esc)", R),
        ("Cancel", R),
        ("Modify with external editor", OTHER),
        ("Red", OTHER),
        ("Type something...", OTHER),
        ("Notes", OTHER),
        ("Yesterday's changes", OTHER),
        ("", OTHER),
    ],
)
def test_what_an_option_means(label: str, meaning: Meaning) -> None:
    assert meaning_of(label) is meaning


def choices(*labels: str, selected: int = 1) -> list[Choice]:
    return [Choice(number, label, number, number == selected) for number, label in enumerate(labels, 1)]


def test_the_keys_of_a_numbered_list() -> None:
    listed = numbered(choices("Yes", "Yes, always", "No"), escapes=True)
    assert [(each.id, each.key, each.meaning) for each in listed.options] == [
        ("1", "1", A),
        ("2", "2", AA),
        ("3", ESCAPE, R),
    ]
    assert listed.selected == "1"


def test_the_keys_do_not_depend_on_the_selection() -> None:
    listed = numbered(choices("Yes", "No", selected=2), escapes=False)
    assert [each.key for each in listed.options] == ["1", "2"]
    assert listed.selected == "2"


def test_letters_that_the_labels_name() -> None:
    listed = numbered(choices("Yes, proceed (y)", "Yes, and don't ask again (p)", "No (esc)"), escapes=False)
    assert [each.key for each in listed.options] == ["y", "p", ESCAPE]


def test_the_options_of_a_question_are_neither_yes_nor_no() -> None:
    listed = numbered(choices("No tests", "Yes, all of them"), escapes=True, questions=True)
    assert [(each.meaning, each.key) for each in listed.options] == [(OTHER, "1"), (OTHER, "2")]


def test_an_option_beyond_the_ninth_has_no_key_and_a_question_no_shortcuts() -> None:
    listed = numbered(choices(*(f"Plan ({letter})" for letter in "abcdefghijk")), escapes=False, questions=True)
    assert [each.key for each in listed.options] == [*"123456789", "", ""]


def test_the_keys_of_a_list_without_numbers() -> None:
    listed = stepped(["No, exit", "Yes", "Later"], 1)
    assert [each.key for each in listed.options] == [UP + ENTER, ENTER, DOWN + ENTER]
    assert listed.selected == "2"


def test_the_fingerprint_is_what_is_asked() -> None:
    options = numbered(choices("Yes", "No"), escapes=True)

    def id_of(command: str, options: Options = options, text: str = "") -> str:
        return asking(WaitReason.APPROVAL, "Proceed?", options, tool="Bash", command=command, text=text).id

    moved = numbered(choices("Yes", "No", selected=2), escapes=True)
    more = numbered(choices("Yes", "Yes, always", "No"), escapes=True)
    assert id_of("make") == id_of("make", moved) == id_of("make", text="drawn anew")
    assert len({id_of("make"), id_of("make all"), id_of("make", more)}) == 3
    wide, narrow = (numbered(choices(label, "No"), escapes=True) for label in ("Yes, in /w/app", "Yes, in /w/a pp"))
    assert id_of("make", wide) == id_of("make", narrow), "a narrow terminal breaks it where a wide one does not"


@pytest.mark.parametrize(
    ("rows", "width", "text", "certain"),
    [
        (["make all"], 20, "make all", True),
        (["make all", "make install"], 20, "make all\nmake install", True),
        (["make all && make", "install"], 20, "make all && make install", False),
        (["abcdefghijklmnopqrst", "uvw"], 20, "abcdefghijklmnopqrstuvw", False),
        (["echo a", "", "echo b"], 20, "echo a\n\necho b", True),
        (["make al…"], 20, "make al…", False),
        ([], 20, "", False),
    ],
)
def test_rows_that_were_wrapped(rows: list[str], width: int, text: str, certain: bool) -> None:
    assert unwrapped(rows, width) == (text, certain)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("URL: https://example.com/a?b=c.", "https://example.com/a?b=c"),
        ("see (https://example.com/x)", "https://example.com/x"),
        ("no address", None),
    ],
)
def test_the_address_in_a_text(text: str, url: str | None) -> None:
    assert url_in(text) == url


@pytest.mark.parametrize(
    ("said", "command", "same"),
    [
        ("make all", "make  all", True),
        ("make\nall", "make all", True),
        ("make", "make all", False),
        ("make all", "make", False),
        ("make …", "make all", True),
        ("make all…", "make all", False),
        ("rm …", "make all", False),
        ("", "", True),
    ],
)
def test_what_is_said_elsewhere_of_a_command(said: str, command: str, same: bool) -> None:
    assert retold(said, command) is same
