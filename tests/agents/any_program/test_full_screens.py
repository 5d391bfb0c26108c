"""Menus, lists, editors, pagers and boxes of programs of which nothing is known."""

from __future__ import annotations

import pytest

from branchline.agents.any_program.any_program import observe
from harness.unknown_programs import BOX, LISTS, asked, at_the_bottom, keys, view

MENU = {"1": "1\r", "2": "2\r", "3": "3\r"}
RUSTUP = """\
1) Proceed with standard installation (default - just press enter)
2) Customize installation
3) Cancel installation
>"""


@pytest.mark.parametrize(
    ("text", "expected", "selected"),
    [
        ("$ select x in a b c\n1) apply\n2) skip\n3) abort\n#? ", MENU, None),
        ("1) a      2) b c    3) d\n#? ", MENU, None),
        (RUSTUP, MENU, "1"),
        (RUSTUP + " ", MENU, "1"),
        ("Pick a mirror:\n  [1] de\n  [2] fr\n  [3] us\nYour choice [2]: ", MENU, "2"),
        ("1. de\n2. fr\n3. us\n\nEnter a number (1-3): ", MENU, None),
        ("*** Commands ***\n    1: status     2: update\n    3: revert\nWhat now> ", MENU, None),
        ("#? ", {}, None),
    ],
)
def test_numbered_menus(text: str, expected: dict[str, str], selected: str | None) -> None:
    prompt = asked(text)
    assert (prompt.kind.value, keys(prompt), prompt.selected) == ("question", expected, selected)


@pytest.mark.parametrize("text", LISTS)
def test_lists_with_a_pointer(text: str) -> None:
    prompt = asked("output\n" + text)
    assert [(each.label, each.key) for each in prompt.options] == [("a", "\r"), ("b", "\x1b[B\r")]
    assert prompt.title.rstrip("?:") == "Pick one"
    assert prompt.selected == "1"


def test_options_above_the_pointer_and_what_they_mean() -> None:
    prompt = asked("◆  May I run it?\n│  ○ Allow\n│  ● Deny\n└\n▮")
    assert [(each.key, each.meaning.value) for each in prompt.options] == [("\x1b[A\r", "accept"), ("\r", "reject")]
    assert (prompt.kind.value, prompt.selected) == ("approval", "2")
    prompt = asked("◆  May I run it?\n│  ● Yes / ○ No\n└\n▮")
    assert [(each.label, each.key) for each in prompt.options] == [("Yes", "\r"), ("No", "\x1b[C\r")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("▮" + at_the_bottom('"todo" 34L, 1547B           1,1           Top'), "vim"),
        ("▮" + at_the_bottom('<ork/rebase-merge/git-rebase-todo" 34L, 1547B    12,5-9    42%'), "vim"),
        ("▮" + at_the_bottom('"notes" [New]'), "vim"),
        ("▮" + at_the_bottom("-- INSERT --"), "vim"),
        ("▮text\n" + "~\n" * 22 + "", "vim"),
        ("▮text\n" + "~\n" * 21 + "notes [+]                  1,1            All\n", "vim"),
        ("GNU nano 7.2   x\n▮\n" + "\n" * 20 + "^G Help      ^O Write Out\n^X Exit      ^R Read File", "nano"),
        ("GNU nano 7.2   x\n" + "\n" * 20 + "Save modified buffer? ▮\n Y Yes\n N No           ^C Cancel", "nano"),
        ("▮text\n" + "\n" * 21 + "-UUU:----F1  x.txt      All   L1     (Text) -----\n", "emacs"),
    ],
)
def test_editors(text: str, name: str) -> None:
    prompt = asked(text)
    assert (prompt.kind.value, prompt.title) == ("question", f"An editor is open: {name}")
    assert ("save" in keys(prompt)) == (name == "vim")


@pytest.mark.parametrize(
    "text",
    [
        ":",
        "(END)",
        "--More--",
        "--More--(23%)",
        "-- More --",
        "lines 1-23/400 5%",
        "lines 1-23",
        "lines 378-400/400 (END)",
        "README.md lines 1-23/40 55%",
        " Manual page ls(1) line 1 (press h for help or q to quit)",
        "HELP -- Press RETURN for more, or q when done",
        "Pattern not found  (press RETURN)",
    ],
)
def test_pagers(text: str) -> None:
    prompt = asked(at_the_bottom(text))
    assert prompt.kind.value == "question"
    assert keys(prompt) == {"next": " ", "quit": "q"}


def test_less_shows_a_files_name_in_reverse() -> None:
    shown = at_the_bottom("README.md")
    seen = observe(view(shown, reverse=True))
    assert seen is not None
    assert seen.rule == "a pager"
    assert observe(view(shown)) is None


def test_boxes_with_buttons() -> None:
    prompt = asked(BOX)
    assert (prompt.kind.value, prompt.title) == ("password", "Please enter the passphrase to unlock it")
    plain = "┌────────────┐\n│ Restart it?│\n│ ▮<Yes> <No> │\n└────────────┘"
    assert asked(plain).kind.value == "question"
    assert observe(view(plain.replace("<", " ").replace(">", " "))) is None
