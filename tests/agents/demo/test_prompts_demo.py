"""The demo agent's dialogs, drawn by its own code in several sizes, with contents that imitate them."""

from __future__ import annotations

import pytest

from branchline.agents.demo.agent import AGENT
from branchline.core.model.prompt import Meaning, Prompt, WaitReason
from branchline.core.model.screen import Observation, ScreenView
from branchline.core.model.status import Status
from branchline.core.screen.prompts import ESCAPE
from branchline.demo.steps import Approve
from branchline.demo.widgets import Dialog, Editor, Picture

SIZES = [(100, 30), (80, 24), (60, 20), (40, 16)]
RUN, CREATE = "Do you want to run this command?", "Do you want to create src/a b.py?"


def command(text: str) -> Approve:
    return Approve("Run a command: see what changed", tuple(text.split("\n")), RUN, "for `git` commands", "run git")


def file(*body: str) -> Approve:
    return Approve("Create src/a b.py", body, CREATE, "for edits in this session", "edit")


def observed(picture: Picture, cols: int = 100, height: int = 30, above: tuple[str, ...] = ()) -> Observation | None:
    """What is seen where the picture stands at the end of the screen, with its cursor."""
    rows, (row, column) = picture
    lines = [*above, *(line.left + line.text + line.right for line in rows)]
    lines = [*[""] * (height - len(lines)), *lines][-height:]
    cursor = (height - len(rows) + row, column)
    return AGENT.observe(ScreenView(tuple(line.rstrip() for line in lines), cursor, "", cols, 1.0))


def prompt_of(ask: Approve, cols: int = 100, height: int = 30, selected: int = 0) -> Prompt:
    seen = observed(Dialog(ask, selected).draw(cols, height), cols, height)
    assert seen is not None
    assert seen.prompt is not None
    assert (seen.status, seen.takes_text, seen.prompt.kind) == (Status.WAITING, False, WaitReason.APPROVAL)
    return seen.prompt


@pytest.mark.parametrize("size", SIZES)
def test_a_command(size: tuple[int, int]) -> None:
    prompt = prompt_of(command("git status --short"), *size)
    assert (prompt.title, prompt.tool, prompt.command) == (RUN, "Run", "git status --short")
    assert (prompt.paths, prompt.complete, prompt.selected) == ((), True, "1")
    assert [(option.key, option.meaning) for option in prompt.options] == [
        ("1", Meaning.ACCEPT),
        ("2", Meaning.ACCEPT_ALWAYS),
        (ESCAPE, Meaning.REJECT),
    ]


@pytest.mark.parametrize("size", SIZES)
def test_a_file(size: tuple[int, int]) -> None:
    prompt = prompt_of(file("+ one", "+ two"), *size)
    assert (prompt.title, prompt.tool, prompt.command) == (CREATE, "Create", None)
    assert (prompt.paths, prompt.complete) == (("src/a b.py",), True)


@pytest.mark.parametrize("ask", [command("git status"), file("+ one")])
def test_a_dialog_is_the_same_with_another_option_selected(ask: Approve) -> None:
    found = [prompt_of(ask, selected=selected) for selected in range(3)]
    assert {prompt.id for prompt in found} == {found[0].id}
    assert [prompt.selected for prompt in found] == ["1", "2", "3"]
    assert {tuple(option.key for option in prompt.options) for prompt in found} == {("1", "2", ESCAPE)}


IMITATION = ("0. zero", "❯ 1. Yes", "2. No", "╰────╯", "│ Do you want to create other.txt?", "", RUN)


@pytest.mark.parametrize("rows", [IMITATION, *((row,) for row in IMITATION if row)])
def test_a_body_cannot_imitate_the_dialog(rows: tuple[str, ...]) -> None:
    run = prompt_of(command("\n".join(rows)))
    assert (run.title, run.command, len(run.options)) == (RUN, "\n".join(rows), 3)
    edit = prompt_of(file(*rows))
    assert (edit.title, edit.command, edit.paths, len(edit.options)) == (CREATE, None, ("src/a b.py",), 3)


@pytest.mark.parametrize("ask", [command("echo " + "x" * 200), command("\n".join(f"touch {n}" for n in range(40)))])
def test_a_command_that_is_cut_off_is_not_complete(ask: Approve) -> None:
    assert not prompt_of(ask, 80, 24).complete


def test_a_name_that_is_cut_off_is_none() -> None:
    name = f"src/{'a' * 60}.py"
    ask = Approve(f"Create {name}", ("+ one",), f"Do you want to create {name}?", "for edits", "edit")
    assert (prompt_of(ask, 60, 20).paths, prompt_of(ask, 60, 20).complete) == ((), False)


@pytest.mark.parametrize("height", [3, 5, 6, 8])
def test_in_a_tiny_terminal_only_the_options_are_known(height: int) -> None:
    prompt = prompt_of(command("rm a"), 60, height)
    assert (prompt.command, prompt.complete) == (None, False)
    assert [option.key for option in prompt.options] == ["1", "2", ESCAPE]


def test_a_dialog_that_was_printed_above_the_input_is_none() -> None:
    rows, _ = Dialog(command("rm a")).draw(100, 20)
    printed = tuple(line.left + line.text + line.right for line in rows)
    seen = observed(Editor().draw(100, 10), above=printed)
    assert seen is not None
    assert (seen.status, seen.takes_text) == (Status.READY, True)
