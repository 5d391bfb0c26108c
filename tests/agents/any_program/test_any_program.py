"""The rules for programs of which nothing is known: screens of many of them, and the recordings of some."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branchline.agents.any_program.any_program import observe
from branchline.core.model.prompt import Prompt
from branchline.core.model.screen import Observation, ScreenView
from branchline.core.model.status import Status
from branchline.service.terminals.replay import agent_named, load, replay
from harness import recordings

CURSOR = "▮"
"""Where the cursor is, in the screens below. Otherwise it is behind the text."""


def view(text: str, quiet_for: float = 1.0, cols: int = 80, rows: int = 24, reverse: bool = False) -> ScreenView:
    text = text if CURSOR in text else text + CURSOR
    before = text.partition(CURSOR)[0]
    lines = [line.rstrip() for line in text.replace(CURSOR, "").split("\n")]
    cursor = (before.count("\n"), len(before.rpartition("\n")[2]))
    lines += [""] * (rows - len(lines))

    def styled(row: int) -> str:
        return f"\x1b[0m\x1b[7m{lines[row]}\x1b[0m" if reverse else lines[row]

    return ScreenView(tuple(lines), cursor, "", cols, quiet_for, styled)


def at_the_bottom(text: str, rows: int = 24) -> str:
    """The text, ending on the lowest row."""
    return "line\n" * (rows - 1 - text.count("\n")) + text


def asked(text: str, **how: float) -> Prompt:
    seen = observe(view(text, **how))  # type: ignore[arg-type]
    assert seen is not None, "no rule knows it"
    assert seen.status is Status.WAITING
    assert seen.prompt is not None
    assert seen.reason == seen.prompt.kind.value
    assert not seen.takes_text
    return seen.prompt


def keys(prompt: Prompt) -> dict[str, str]:
    return {each.id: each.key for each in prompt.options}


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


LISTS = [
    "? Pick one (Use arrow keys)▮\n❯ a\n  b",
    "? Pick one (Use arrow keys)\n❯ a\n  b▮",
    "? Pick one:\n❯ a\n  b\n▮",
    "? Pick one ›\n❯ a\n  b\n▮",
    "? Pick one\n> a\n  b\n\n↑↓ navigate • ⏎ select▮",
    "◆  Pick one\n│  ● a\n│  ○ b\n└\n▮",
    "╭──────────╮\n│ ? Pick one\n│ ❯ 1. a   │\n│   2. b   │\n╰──────────╯\n▮",
    "? Pick one (Use arrow keys)▮\n » a\n   b",
    "? Pick one (Use shortcuts)▮\n » 1) a\n   2) b",
    "? Pick one …▮\n❯ a\n  b",
    "? Pick one › - Use arrow-keys. Return to submit.\n❯   a\n    b\n▮",
    "Pick one?\n\n ▮❯ a\n   b\n\n Enter to confirm",
]


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


VIM = "pick 1 a▮\n# Rebase\n" + "~\n" * 21 + '"git-rebase-todo" 3L, 90B                1,1           All'


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


BOX = """
   ┌──────────────────────────────────────────┐
   │ Please enter the passphrase to unlock it │
   │                                          │
   │ Passphrase: ▮____________________________ │
   │                                          │
   │      <OK>                     <Cancel>   │
   └──────────────────────────────────────────┘"""


def test_boxes_with_buttons() -> None:
    prompt = asked(BOX)
    assert (prompt.kind.value, prompt.title) == ("password", "Please enter the passphrase to unlock it")
    plain = "┌────────────┐\n│ Restart it?│\n│ ▮<Yes> <No> │\n└────────────┘"
    assert asked(plain).kind.value == "question"
    assert observe(view(plain.replace("<", " ").replace(">", " "))) is None


@pytest.mark.parametrize(
    "text",
    [
        "compiling file 1.c ... ok? [y/n] is not a question\n",
        "compiling file 1.c ... ok? [y/n] is not a question",
        "Continue? [y/N]\n",
        "Continue? [y/N] \nstill at work",
        "Continue▮? [y/N] ",
        "Continue? [y/N] ▮\nmore output",
        "Is it there? no, going on",
        "Password:\n",
        "Password: changed for u",
        "Reading package lists... 45%",
        "Checking for gcc... ",
        "Compiling: ",
        "Installing foo (3/10): ",
        "Downloading: [=====>     ] 45% ",
        "[=====>    ",
        "progress 45% ",
        "ERROR: ",
        "12:30:01 GET http://host/x?",
        "Last login: ",
        "see https://host/find?q=a: ",
        "◆ Done",
        "◆ Done\n",
        "◆ Done\n│ a\n└\nmore\n",
        "? unknown option\n",
        "Exit code: ",
        "Continue? [y/N] y\n> ",
        "Continue? [Y/n]\n❯ ",
        "╭──────────╮\n│ > fix the <div>▮ │\n│ <div>    │\n╰──────────╯",
        "▮> \n" + "\n" * 21 + " ^C Exit   ^J Newline\n",
        "Output:\n● one\n  two\n",
        "He said:\n> a\n  b\n",
        "1) a\n2) b\n",
        "? Pick one (Use arrow keys)\n❯ a\n  b\nselected, working\n\nfour\nfive\nsix\n",
        "",
        "\n\n",
        "(END)\nmore",
        "1,1    Top\n",
        "~\n~\n~\n",
        "| <OK> ",
        "│ <OK> ",
    ],
)
def test_what_asks_nothing(text: str) -> None:
    seen = observe(view(text))
    assert seen is None or seen.status is Status.READY
    assert seen is None or not seen.takes_text


@pytest.mark.parametrize(
    "text",
    ["Continue? [y/N] ", "Password: ", at_the_bottom(":"), VIM, LISTS[0], BOX, "1) a\n2) b\n#? ", "$ "],
)
def test_nothing_counts_before_the_screen_stands_still(text: str) -> None:
    assert observe(view(text)) is not None
    assert observe(view(text, quiet_for=0.29)) is None


@pytest.mark.parametrize(
    "text",
    [
        "$ ",
        ">>> ",
        "u@host:~$ ",
        "root@host:/home/u# ",
        "[u@host dir]$ ",
        "u@host ~ % ",
        "u@host ~/dir> ",
        "(venv) u@host:~$ ",
        "➜  dir git:(main) ✗ ",
        "➜  dir ",
        "~/dir (main) ❯ ",
        "~/dir ❯ ▮                                  12:30:01",
        "╭─u@host ~/dir\n╰─❯ ",
        "In [3]: ",
        "(gdb) ",
        "(Pdb) ",
        "... ",
        "mysql> ",
        "sqlite> ",
        "postgres=# ",
        "user=> ",
        "irb(main):001:0> ",
        "PS C:\\src> ",
        "u@host:~$ echo really?",
        "u@host:~$ echo what? ",
        ">>> input('Password: ')",
        "bash-5.2# ",
        "bash-5.2# rm what? ",
        "> Is this right?",
        "> Continue? ",
    ],
)
def test_ready_at_a_prompt_sign(text: str) -> None:
    seen = observe(view("Some output\n" + text))
    assert seen is not None
    assert seen.status is Status.READY
    assert seen.takes_text == (re.fullmatch(r"[$>❯]+ ", text) is not None)


def test_an_input_box_below_bullets_is_ready() -> None:
    seen = observe(view("Tell me:\n● Hello\n  world\n\n╭────────────╮\n│ > ▮        │\n╰────────────╯\n ↑↓ history"))
    assert seen is not None
    assert (seen.status, seen.takes_text) == (Status.READY, True)


def test_only_after_silence_an_instruction_may_be_typed() -> None:
    def takes_text(quiet_for: float) -> bool:
        seen = observe(view("Done.\n\n> ", quiet_for))
        return bool(seen and seen.takes_text)

    assert takes_text(1.0)
    assert not takes_text(0.5)


FOLDER = recordings.FOLDER / "plain"
PLAIN = sorted(path.name.removesuffix(".jsonl.gz") for path in FOLDER.glob("*.jsonl.gz"))


@pytest.mark.parametrize("name", PLAIN)
def test_the_recordings(name: str) -> None:
    """What is published: each wait from 0.3 s after its label's start on; and no other."""
    intervals = json.loads((FOLDER / f"{name}.labels.json").read_text())["intervals"]
    waits = [(each["from"], each["to"]) for each in intervals if each["state"] == "waiting"]
    published = list(replay(load(FOLDER / f"{name}.jsonl.gz"), agent_named("plain")))

    def status_at(moment: float) -> Status | None:
        seen = [observed for time, observed in published if time <= moment][-1]
        return seen.status if seen else None

    for start, end in waits:
        for step in range(11):
            assert status_at(start + 0.3 + (end - start - 0.3) * step / 10) is Status.WAITING
    for time, seen in published:
        if seen is not None and seen.status is Status.WAITING:
            # A label begins when the program has been silent for a moment.
            assert any(start - 0.2 <= time < end for start, end in waits), (time, seen)


def test_there_are_recordings() -> None:
    assert {"apt_install", "less_pager", "noisy_command", "npm_init", "ssh_hostkey_password"} <= set(PLAIN)


ROWS = st.lists(
    st.text(alphabet=' ─│┌┐└┘❯›>●○◆?:[]()<>y/Nn,1)2.~^X$#%"LOKPasword_🙂漢', max_size=60)
    | st.sampled_from(["Continue? [y/N] ", "Password: ", "? Pick", "❯ a", "  b", "1) a", "2) b", "(END)", "~", ":"]),
    max_size=12,
)


@given(rows=ROWS, row=st.integers(-1, 14), column=st.integers(-1, 70), cols=st.integers(1, 70))
def test_the_rules_bear_every_screen(rows: list[str], row: int, column: int, cols: int) -> None:
    seen: Observation | None = observe(ScreenView(tuple(rows), (row, column), "", cols, 1.0))
    if seen is not None:
        assert (seen.status is Status.WAITING) == (seen.prompt is not None)
        assert not seen.takes_text or seen.status is Status.READY
