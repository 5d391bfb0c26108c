"""Gemini CLI's dialogs: what is read off them, in any size of terminal, and that nothing which is shown can forge a
part."""

from __future__ import annotations

import pytest

from branchline.agents.registry import BUILT_IN
from branchline.core.model.prompt import Meaning, WaitReason
from branchline.core.model.status import Status
from harness import recordings
from harness.dialogs.gemini import ACCEPT, ALWAYS, BOX, OTHER, REJECT, frame, prompt, seen


@pytest.mark.parametrize(
    ("name", "keys", "meanings"),
    [
        ("touch", ["1", "2", "\x1b"], [ACCEPT, ALWAYS, REJECT]),
        ("rm_reject", ["1", "2", "\x1b"], [ACCEPT, ALWAYS, REJECT]),
        ("write", ["1", "2", "3", "\x1b"], [ACCEPT, ALWAYS, OTHER, REJECT]),
        ("fetch", ["1", "2", "\x1b"], [ACCEPT, ALWAYS, REJECT]),
        ("ask", ["1", "2", "3"], [OTHER] * 3),
        ("trust_accept", ["1", "2", "3"], [ACCEPT, ALWAYS, REJECT]),
        ("login", ["1", "2", "3"], [OTHER] * 3),
    ],
)
def test_a_recorded_dialog_is_one_prompt(name: str, keys: list[str], meanings: list[Meaning]) -> None:
    played = recordings.play(recordings.load(f"gemini/{name}"), BUILT_IN["gemini"])
    asked = [observed.prompt for _, observed in played if observed and observed.prompt]
    assert len({each.id for each in asked}) == 1
    found = asked[-1]
    assert [option.key for option in found.options] == keys
    assert [option.meaning for option in found.options] == meanings
    assert found.selected == "1"


@pytest.mark.parametrize("name", ["err500", "slow", "plain"])
def test_nothing_is_asked_where_nothing_was(name: str) -> None:
    played = recordings.play(recordings.load(f"gemini/{name}"), BUILT_IN["gemini"])
    assert not [observed for _, observed in played if observed and observed.status is Status.WAITING]


# ---------------------------------------------------------------- questions and start-up dialogs


def test_a_question_of_several_tabs_with_boxes_to_tick() -> None:
    keys = "Enter to select · ←/→ to switch questions · Esc to cancel"
    rows = [
        "Answer Questions",
        "",
        "← □ Colour │ □ Size │ ≡ Review →",
        "",
        "Which colours?",
        "(Select all that apply)",
        "",
    ]
    found = prompt(frame(*rows, "▲", "● 1. [ ] Yes", "      All of them", "  2. [ ] No", "      None", "▼", "", keys))
    assert (found.kind, found.title) == (WaitReason.QUESTION, "Which colours? (Select all that apply)")
    assert [(each.label, each.meaning, each.key) for each in found.options] == [
        ("[ ] Yes", OTHER, "1"),
        ("[ ] No", OTHER, "2"),
    ]


def test_while_an_answer_of_ones_own_is_typed_digits_are_a_part_of_it() -> None:
    rows = [
        "Answer Questions",
        "",
        "Which?",
        "",
        "▲",
        "  1.  Red",
        "● 2.  blu",
        "▼",
        "",
        "Enter to submit · Esc to cancel",
    ]
    found = prompt(frame(*rows))
    assert [each.key for each in found.options] == ["\x1b[A\r", "\r"]


def test_a_question_for_a_text() -> None:
    hint = "Enter to submit · Esc to cancel"
    found = prompt(frame("Answer Questions", "", "What is its", "name?", "", "> Enter your response", "", "", hint))
    assert (found.kind, found.title, found.options) == (WaitReason.QUESTION, "What is its name?", ())
    assert not found.takes_text  # Enter right behind a text makes a new line


def test_the_last_tab_submits_the_answers() -> None:
    hint = "Enter to submit · Tab/Shift+Tab to edit answers · Esc to cancel"
    found = prompt(frame("Answer Questions", "", "Review your answers:", "", "Colour → Red", "", hint))
    assert [(each.meaning, each.key) for each in found.options] == [(OTHER, "\r")]


TRUST = [
    "",
    "Do you trust the files in this folder?",
    "",
    "Trusting a folder allows Gemini CLI to load its local configurations.",
    "",
    "● 1. Trust folder (repo)",
    "  2. Trust parent folder (work)",
    "  3. Don't trust",
    "",
]


@pytest.mark.parametrize("cols", [60, 80])
def test_a_trust_dialog(cols: int) -> None:
    rows = [f" {row}" if row[:1] in "╭│╰" else row for row in frame(*TRUST, cols=cols - 2)]
    found = prompt(rows, cols=cols, title="◇  Ready (repo)")
    assert (found.kind, found.title) == (WaitReason.TRUST, "Do you trust the files in this folder?")
    assert [(each.meaning, each.key) for each in found.options] == [(ACCEPT, "1"), (ALWAYS, "2"), (REJECT, "3")]


def test_a_trust_dialog_that_was_answered_asks_no_more() -> None:
    rows = [*frame(*TRUST), " Gemini CLI is restarting to apply the trust changes..."]
    observed = seen(rows, title="")
    assert observed is not None
    assert observed.status is Status.WORKING


def test_a_login_dialog() -> None:
    rows = ["", "? Get started", "", "  How would you like to authenticate for this project?", ""]
    options = ["  ● 1. Sign in with Google", "    2. Use Gemini API Key", "", "  (Use Enter to select)", ""]
    found = prompt(frame(*rows, *options, cols=60), cols=60, title="◇  Ready (repo)")
    assert (found.kind, found.title) == (WaitReason.LOGIN, "How would you like to authenticate for this project?")
    assert {each.meaning for each in found.options} == {OTHER}


# ---------------------------------------------------------------- how a turn ended

HINT = ["ℹ This request failed. Press F12 for diagnostics, or run /settings and change", '  "Error Verbosity".', ""]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (['✕ [API Error: {"error":{"code":401,"message":"Invalid API key', '  (stub)"}}]', "", *HINT], "login needed"),
        (["✦ This is cut", "✕ [API Error: terminated]", "", *HINT], "api error"),
        (["✕ [API Error: You exceeded your current quota]"], "rate limited"),
        (["ℹ Request cancelled."], None),
        (["✦ The tests say:", "  ✕ 401 unauthorized"], None),
        (["✕ [API Error: 500]", "", "✦ Done after all."], None),
    ],
)
def test_what_ended_a_turn(rows: list[str], reason: str | None) -> None:
    screen = [" > please", "▀" * 80, *rows, "", " " * 64 + "? for shortcuts", *BOX, " /w/repo"]
    observed = seen(screen, title="◇  Ready (repo)", row=len(screen) - 3)
    assert observed is not None
    assert (observed.status, observed.reason) == (Status.READY, reason)
