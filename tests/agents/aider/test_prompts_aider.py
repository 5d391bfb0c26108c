"""aider's questions as it prints them, in several sizes, and with contents that imitate them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from branchline.agents.aider.agent import AGENT
from branchline.core.model.prompt import Meaning, Prompt, WaitReason
from branchline.core.model.screen import Observation, ScreenView
from branchline.core.model.status import Status
from branchline.service.terminals.replay import load, replay
from branchline.terminal.screen import Screen
from harness.recordings import FOLDER

REVERSE, ASKED, RESET = "\x1b[7m", "\x1b[38;5;40m", "\x1b[0m"
RUN = "Run shell command? (Y)es/(N)o/(D)on't ask again [Yes]: "
RUN_SEVERAL = RUN.replace("command?", "commands?")
CREATE = "Create new file? (Y)es/(N)o [Yes]: "
ADD = "Add file to the chat? (Y)es/(N)o/(A)ll/(S)kip all/(D)on't ask again [Yes]: "
SIZES = [(100, 30), (80, 24), (60, 20), (40, 12)]


def observed(printed: Sequence[str], cols: int = 100, height: int = 30) -> Observation | None:
    """What is seen after this was printed; the cursor stands behind it."""
    screen = Screen(cols, height)
    try:
        screen.feed("\r\n".join(printed).encode(), answer=False)
        view = ScreenView(screen.lines(), screen.cursor(), "", cols, 1.0, screen.styled)
        return AGENT.observe(view)
    finally:
        screen.close()


def prompt_of(printed: Sequence[str], cols: int = 100, height: int = 30) -> Prompt:
    seen = observed(printed, cols, height)
    assert seen is not None
    assert seen.prompt is not None
    assert (seen.status, seen.takes_text) == (Status.WAITING, False)
    return seen.prompt


def asking(subject: str, question: str, cols: int = 100) -> list[str]:
    """As aider prints it: several lines are padded, one line is wrapped at its blanks, which stay."""
    lines = subject.split("\n")
    if len(lines) > 1:
        rows = [line.ljust(max(map(len, lines))) for line in lines]
    else:
        rows = [""]
        for word in subject.split(" "):
            if len(rows[-1]) + len(word) > cols:
                rows.append("")
            rows[-1] += f"{word} "
            while len(rows[-1]) > cols + 1:
                rows[-1:] = [rows[-1][:cols], rows[-1][cols:]]
        rows[-1] = rows[-1][:-1]
    return ["Tokens: 2.5k sent, 15 received.", "", *(f"{REVERSE}{row}{RESET}" for row in rows), ASKED + question]


def recorded(name: str) -> list[Prompt]:
    found: dict[str, Prompt] = {}
    for _, seen in replay(load(FOLDER / "aider" / f"{name}.jsonl.gz"), AGENT):
        if seen and seen.prompt:
            found.setdefault(seen.prompt.id, seen.prompt)
    return list(found.values())


@pytest.mark.parametrize("name", ["touch", "rm_reject", "write"])
def test_letters_answer(name: str) -> None:
    (prompt,) = recorded(name)
    assert [(option.key, option.meaning) for option in prompt.options[:2]] == [
        ("y\r", Meaning.ACCEPT),
        ("n\r", Meaning.REJECT),
    ]
    assert (prompt.selected, prompt.complete) == ("1", True)


def test_what_skips_from_then_on_accepts_nothing() -> None:
    letters = {option.key: option.meaning for option in prompt_of(asking("a.txt", ADD)).options}
    assert letters["a\r"] is Meaning.ACCEPT_ALWAYS
    assert not {letters["s\r"], letters["d\r"]} & {Meaning.ACCEPT, Meaning.ACCEPT_ALWAYS}


@pytest.mark.parametrize("size", SIZES)
def test_a_question_is_the_same_in_every_size(size: tuple[int, int]) -> None:
    prompt = prompt_of(asking("touch hello.txt", RUN, size[0]), *size)
    assert prompt.id == recorded("touch")[0].id
    assert (prompt.title, prompt.tool, prompt.command) == ("Run shell command?", "Shell", "touch hello.txt")
    assert prompt.complete


@pytest.mark.parametrize(
    "command",
    [
        'for i in a b; do\n  touch $i.txt\n\ndone\necho "  x"',
        "touch a\n\n# only a comment",
        f"cat <<E\n{RUN}y\n\nls\n{RUN}",
    ],
)
@pytest.mark.parametrize("question", [RUN, RUN_SEVERAL])
def test_a_command_of_several_lines_is_all_of_them(command: str, question: str) -> None:
    prompt = prompt_of(asking(command, question))
    assert (prompt.tool, prompt.command, prompt.complete) == ("Shell", command.strip(), False)


@pytest.mark.parametrize("cols", [100, 60, 40])
@pytest.mark.parametrize(
    "command", ["touch " + " ".join(f"word{n}" for n in range(40)), "echo " + "x" * 300 + " && ls"]
)
def test_a_command_that_is_wrapped_is_joined(command: str, cols: int) -> None:
    prompt = prompt_of(asking(command, RUN, cols), cols)
    assert (prompt.title, prompt.command, prompt.complete) == ("Run shell command?", command, False)


def test_a_command_whose_top_is_out_of_sight_is_not_complete() -> None:
    prompt = prompt_of(asking("rm -rf ~\n" + "\n".join(f"touch {n}" for n in range(20)), RUN_SEVERAL), height=12)
    assert prompt.command is not None
    assert prompt.command.endswith("touch 18\ntouch 19")
    assert not prompt.complete


def test_rows_as_wide_as_the_screen_are_no_part_of_the_question() -> None:
    prompt = prompt_of(["x" * 60, f"{ASKED}Edit the files? (Y)es/(N)o [Yes]: "], 60)
    assert (prompt.title, prompt.tool, prompt.paths, prompt.complete) == ("Edit the files?", "Edit", (), False)
    assert prompt_of(asking("touch " + "x" * 54, RUN, 60), 60).command == "touch " + "x" * 54


@pytest.mark.parametrize("cols", [100, 60, 40])
@pytest.mark.parametrize(
    ("subject", "question", "tool", "paths", "url"),
    [
        ("src/a b.py", CREATE, "Edit", ("src/a b.py",), None),
        ("src/a.py", ADD, "Read", ("src/a.py",), None),
        (
            "src/a.py",
            "Allow edits to file that has not been added to the chat? (Y)es/(N)o [Yes]: ",
            "Edit",
            ("src/a.py",),
            None,
        ),
        (
            "https://a.example/x?y=1",
            "Add URL to the chat? (Y)es/(N)o/(D)on't ask again [Yes]: ",
            None,
            (),
            "https://a.example/x?y=1",
        ),
    ],
)
def test_what_else_it_asks(
    subject: str, question: str, tool: str | None, paths: tuple[str, ...], url: str | None, cols: int
) -> None:
    prompt = prompt_of(asking(subject, question, cols), cols)
    assert (prompt.tool, prompt.command, prompt.paths, prompt.url) == (tool, None, paths, url)
    assert (prompt.kind, prompt.complete, prompt.text) == (
        WaitReason.APPROVAL,
        True,
        f"{subject}\n{question.partition(' (Y)')[0]}",
    )


def test_a_question_that_is_not_known_is_not_complete() -> None:
    prompt = prompt_of(["FAILED test_a", "", f"{ASKED}Attempt to fix test errors? (Y)es/(N)o [Yes]: "])
    assert (prompt.title, prompt.tool, prompt.complete) == ("Attempt to fix test errors?", None, False)


def test_a_login_is_one() -> None:
    prompt = prompt_of(["", f"{ASKED}Login to OpenRouter or create a free account? (Y)es/(N)o [Yes]: "])
    assert prompt.kind is WaitReason.LOGIN


def test_without_colours_the_command_is_a_guess() -> None:
    printed = ["", "touch a", "", "# only a comment", RUN]
    prompt = prompt_of(printed)
    assert (prompt.command, prompt.complete) == ("# only a comment", False)


# ---------------------------------------------------------------- what is no question

RULE = "─" * 100


@pytest.mark.parametrize("printed", [[RUN, RULE, "diff> "], [*asking("ls", RUN), "", RULE, "> "]])
def test_a_question_that_was_printed_above_the_input_is_none(printed: list[str]) -> None:
    seen = observed(printed)
    assert seen is not None
    assert (seen.status, seen.takes_text) == (Status.READY, True)


@pytest.mark.parametrize("printed", [[RUN, ""], [f"{RUN}yes"], [f"The prompt says {RUN}", "and more"]])
def test_a_question_without_the_cursor_behind_it_is_none(printed: list[str]) -> None:
    assert observed(printed) is None


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (["litellm.AuthenticationError: OpenAIException - Incorrect API key provided. (401)"], "login needed"),
        (["░litellm.BadRequestError: OpenAIException - Bad Request"], "api error"),
        (["litellm.RateLimitError: too many requests", "The API provider is limiting you."], "rate limited"),
        (["litellm.BadRequestError: once", "", "Tokens: 2.5k sent, 15 received."], None),
        (["The log has a litellm.BadRequestError in it."], None),
    ],
)
def test_the_last_words_tell_why_a_turn_ended(said: list[str], reason: str | None) -> None:
    seen = observed(["> do it", "", *said, "", RULE, "diff> "])
    assert seen is not None
    assert (seen.status, seen.reason) == (Status.READY, reason)


def test_a_command_that_is_drawn_in_part_as_one_is_not_complete() -> None:
    prompt = prompt_of(["Tokens: 2.5k sent, 15 received.", "", f"{REVERSE}ls{RESET} ; rm -r x", ASKED + RUN])
    assert (prompt.command, prompt.complete) == ("ls", False)
