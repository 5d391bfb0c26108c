"""Questions on a line, of programs of which nothing is known: which keys answer them, and what they ask."""

from __future__ import annotations

import pytest

from branchline.agents.any_program.any_program import observe
from branchline.core.model.screen import ScreenView
from harness.unknown_programs import asked, keys

YN = {"y": "y\r", "n": "n\r"}
YES_NO = {"yes": "yes\r", "no": "no\r"}


@pytest.mark.parametrize(
    ("text", "expected", "selected"),
    [
        ("Continue? [y/N] ", YN, "n"),
        ("Continue? [y/N]", YN, "n"),
        ("Do you want to continue? [Y/n] ", YN, "y"),
        ("Continue? [y/N] y", {"y": "", "n": ""}, "n"),
        ("Continue? [y/N]: ", YN, "n"),
        ("Continue? [y/n] > ", YN, None),
        ("Delete it? (y/n) ", YN, None),
        ("Proceed (Y/n)? ", YN, "y"),
        ("Proceed ([y]/n)? ", YN, "y"),
        ("overwrite b? (y/n [n]) ", YN, "n"),
        ("Really delete (y or n)? ", YN, None),
        ("Continue? (yes/no) ", YES_NO, None),
        ("Continue? [yes/No] ", YES_NO, "no"),
        ("Continue? [y/n] [n] ", YN, "n"),
        ("Continue? [y/n] (default: y): ", YN, "y"),
        ("Is this OK? (yes) ", YES_NO, "yes"),
        ("Need to install the following packages:\ncowsay@1.6.0\nOk to proceed? (y) ", YN, "y"),
        ("Assume -R? [n] ", YN, "n"),
        ("? Continue? (y/N) ", YN, "n"),
        ("? Can you confirm? › (y/N)", YN, "n"),
        ("? Go on? (y▮/N) ‣ false", YN, "n"),
        ("rm: remove regular empty file 'a b'? ", YN, None),
        ("mv: overwrite 'b'? ", YN, None),
        ("cp: overwrite 'x/b'? ", YN, None),
        ("? Continue? (y/n) › yes", {"y": "", "n": ""}, None),
        ("Overwrite the file? [y/N]\n> ", YN, "n"),
        (
            "*** motd (Y/I/N/O/D/Z) [default=N] ? ",
            {"y": "y\r", "I": "I\r", "n": "n\r", "O": "O\r", "D": "D\r", "Z": "Z\r"},
            "n",
        ),
        (
            "(1/2) Stage this hunk [y,n,q,a,d,K,g,/,s,e,?]? ",
            {**YN, **{each: f"{each}\r" for each in ("q", "a", "d", "K", "g", "/", "s", "e", "?")}},
            None,
        ),
        ("Really? [y/n/q] ", {**YN, "q": "q\r"}, None),
        (
            "replace a.txt? [y]es, [n]o, [A]ll, [N]one, [r]ename: ",
            {"y": "y\r", "n": "n\r", "A": "A\r", "N": "N\r", "r": "r\r"},
            None,
        ),
        ("(R)eject, accept (t)emporarily or accept (p)ermanently? ", {"R": "R\r", "t": "t\r", "p": "p\r"}, None),
        (
            "  Only 'yes' will be accepted to approve.\n\n  Enter a value: ",
            {"yes": "yes\r", "no": "no\r"},
            None,
        ),
    ],
)
def test_questions_with_keys(text: str, expected: dict[str, str], selected: str | None) -> None:
    prompt = asked(text)
    assert (keys(prompt), prompt.selected) == (expected, selected)
    if {"y", "yes"} & set(expected):
        assert prompt.kind.value == "approval"
    if "y" in expected and "n" in expected:
        assert {each.id: each.meaning.value for each in prompt.options if each.id in "yn"} == {
            "y": "accept",
            "n": "reject",
        }


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("password", "Password:"),
        ("password", "Password: "),
        ("password", "Password: ****"),
        ("password", "Password (again): "),
        ("password", "[sudo] password for u: "),
        ("password", "[sudo: authenticate] Password: "),
        ("password", "(tester@127.0.0.1) Password: "),
        ("password", "u@host.example's password: "),
        ("password", "Enter passphrase for key '/home/u/.ssh/id_ed25519': "),
        ("password", "Enter passphrase (empty for no passphrase): "),
        ("password", "Enter same passphrase again: "),
        ("password", "Enter PIN for ECDSA-SK key /home/u/.ssh/id_sk: "),
        ("password", "Password for 'https://u@git.example.com': "),
        ("password", "Verification code: "),
        ("password", "(u@host) One-time password (OATH) for `u': "),
        ("password", "Enter MFA code for arn:aws:iam::123:mfa/u: "),
        ("password", "BECOME password: "),
        ("password", "? Paste your authentication token: "),
        ("password", "Enter your API key: "),
        ("password", "Password >"),
        ("login", "box login: "),
        ("login", "Username: "),
        ("login", "Username (u): "),
        ("login", "Username for 'https://github.com': "),
        ("login", "GitHub username: "),
        ("login", "! First copy your one-time code: AB-12\nPress Enter to open github.com in your browser... "),
        ("trust", "Are you sure you want to continue connecting (yes/no/[fingerprint])? "),
        ("trust", "Do you trust the files in this folder? [y/N] "),
        ("trust", "Store key in cache? (y/n, Return cancels connection, i for more info) "),
        ("question", "Really? "),
        ("question", "Overwrite? "),
        ("question", "package name: (plain-npm_init) "),
        ("question", "version: (1.0.0) "),
        ("question", "description: "),
        ("question", "git repository: "),
        ("question", "Country Name (2 letter code) [AU]:"),
        ("question", "State or Province Name (full name) [Some-State]:"),
        ("question", "Enter file in which to save the key (/home/u/.ssh/id_ed25519): "),
        ("question", "Who should the emails appear to be from? [A U Thor <a@example.com>] "),
        ("question", "Enter your name "),
        ("question", "Enter a number: "),
        ("question", "Your choice> "),
        ("question", "? Project name: (demo) "),
        ("question", "? What is your project named? › "),
        ("question", "? What's its name "),
        ("question", "? Which ▮\n  1) a\n  2) b"),
        ("question", "? On? › ▮no / yes"),
        ("question", "? Your name▮ ‣ bob"),
        ("password", "? Password › "),
        ("password", "? Secret passphrase ▮\nctrl+t toggle visibility"),
        ("question", "◆  Your name\n│  bob\n└\n▮"),
        ("password", "◆  Password\n│  _\n└\n▮"),
        ("question", "? Which\n❯◯ a\n ◯ b\n↑↓ navigate • space select • ⏎ submit▮"),
        ("question", "Your name "),
        ("question", "Downloading " + "#" * 67 + "\nYour name: "),
        ("question", "Press any key to continue . . ."),
        ("question", "Press ENTER or type command to continue"),
        ("question", "Press Enter to continue..."),
    ],
)
def test_kinds_of_questions(kind: str, text: str) -> None:
    prompt = asked("Some output\n" + text)
    assert prompt.kind.value == kind
    assert prompt.title
    if kind == "password":
        assert not prompt.options
        assert not prompt.takes_text


def test_a_question_that_the_terminal_wrapped_is_one_line() -> None:
    question = "Are you sure you want to continue connecting (yes/no/[fingerprint])? "
    rows = [question[at : at + 30] for at in range(0, len(question), 30)]
    prompt = asked("short line\n" + "\n".join(rows), cols=30)
    assert (prompt.title, prompt.kind.value) == (question.strip(), "trust")
    assert keys(prompt) == YES_NO


def test_a_question_in_a_full_row() -> None:
    seen = observe(ScreenView(("Go on now? [y/N]", ""), (0, 15), cols=16, quiet_for=1))
    assert seen is not None
    assert seen.prompt is not None
    assert seen.prompt.title == "Go on now? [y/N]"
    assert observe(ScreenView(("Go on now? [y/N]", ""), (1, 0), cols=16, quiet_for=1)) is None


def test_the_text_is_the_block_above() -> None:
    prompt = asked("$ apt install x\n\nThese packages will be installed:\n  cowsay\nContinue? [Y/n] ")
    assert prompt.text == "These packages will be installed:\ncowsay\nContinue? [Y/n]"
    assert prompt.title == "Continue? [Y/n]"


def test_a_half_typed_answer_does_not_make_another_prompt() -> None:
    assert asked("Continue? [y/N] ").id == asked("Continue? [y/N] ye").id
