"""Copilot's questions whether a tool may be used: what is asked for is read in full, or said to be incomplete."""

from __future__ import annotations

import pytest

from branchline.core.model.prompt import Meaning, WaitReason
from branchline.core.screen.prompts import ESCAPE
from harness.dialogs.copilot import OPTIONS, RUN, SIZES, YES, boxed, frame, prompt_of, recorded, shell


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


def test_a_frame_within_whose_right_edge_is_another_says_nothing_complete() -> None:
    rows = [row.replace(f"{'touch a'.ljust(92)} │ │", f"touch a{' ' * 84}&& b") for row in shell("touch a")]
    assert any(row.endswith("&& b") for row in rows)
    assert not prompt_of(rows).complete


@pytest.mark.parametrize(("heading", "paths"), [("Allow path access", ("/etc/x",)), ("Create an empty file", ())])
def test_only_a_dialog_about_paths_has_one_in_its_frame(heading: str, paths: tuple[str, ...]) -> None:
    prompt = prompt_of(frame(heading, boxed(["/etc/x"], 96), "Do you want to allow this?"))
    assert (prompt.paths, prompt.complete) == (paths, bool(paths))
