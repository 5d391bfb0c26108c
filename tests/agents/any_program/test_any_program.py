"""The rules for programs of which nothing is known: screens of many of them, and the recordings of some."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branchline.agents.any_program.any_program import observe
from branchline.core.model.screen import Observation, ScreenView
from branchline.core.model.status import Status
from branchline.service.terminals.replay import agent_named, load, replay
from harness import recordings
from harness.unknown_programs import BOX, LISTS, at_the_bottom, view

VIM = "pick 1 a▮\n# Rebase\n" + "~\n" * 21 + '"git-rebase-todo" 3L, 90B                1,1           All'


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
