"""Qwen Code's dialogs: what is read off them, in any size of terminal, and that nothing which is shown can forge a
part."""

from __future__ import annotations

import pytest

from branchline.agents.registry import BUILT_IN
from branchline.core.model.prompt import Meaning, WaitReason
from branchline.core.model.status import Status
from harness import recordings
from harness.dialogs.qwen import ACCEPT, ALWAYS, BOX, OTHER, READY, REJECT, prompt, question, scrolled, seen


@pytest.mark.parametrize(
    ("name", "keys", "meanings"),
    [
        ("touch", ["1", "2", "3", "\x1b"], [ACCEPT, ALWAYS, ALWAYS, REJECT]),
        ("rm_reject", ["1", "2", "3", "\x1b"], [ACCEPT, ALWAYS, ALWAYS, REJECT]),
        ("write", ["1", "2", "\x1b"], [ACCEPT, ALWAYS, REJECT]),
        ("fetch", ["1", "2", "3", "\x1b"], [ACCEPT, ALWAYS, ALWAYS, REJECT]),
        ("ask", ["1", "2", "3", "4"], [OTHER] * 4),
        ("trust_accept", ["1", "2", "\x1b"], [ACCEPT, ALWAYS, REJECT]),
        ("login", ["\r", "\x1b[B\r", "\x1b[B\x1b[B\r"], [OTHER] * 3),
    ],
)
def test_a_recorded_dialog_is_one_prompt(name: str, keys: list[str], meanings: list[Meaning]) -> None:
    played = recordings.play(recordings.load(f"qwen/{name}"), BUILT_IN["qwen"])
    asked = [observed.prompt for _, observed in played if observed and observed.prompt]
    assert len({each.id for each in asked}) == 1
    found = asked[-1]
    assert [option.key for option in found.options] == keys
    assert [option.meaning for option in found.options] == meanings
    assert found.selected == "1"


@pytest.mark.parametrize("name", ["slow", "plain"])
def test_nothing_is_asked_where_nothing_was(name: str) -> None:
    played = recordings.play(recordings.load(f"qwen/{name}"), BUILT_IN["qwen"])
    assert not [observed for _, observed in played if observed and observed.status is Status.WAITING]


def test_a_question_in_a_narrow_terminal() -> None:
    asked = ("   Colour", "", "   Which colour should the button have, seen from far", "   away?", "")
    options = ("   ❯ 1. Yes", "        Make it red", "     2. No", "        Make it green", "     3. Type something...")
    found = prompt(scrolled(question(*asked, *options), 60), cols=60)
    assert (found.kind, found.title) == (
        WaitReason.QUESTION,
        "Which colour should the button have, seen from far away?",
    )
    assert [(each.label, each.meaning, each.key) for each in found.options] == [
        ("Yes", OTHER, "1"),
        ("No", OTHER, "2"),
        ("Type something...", OTHER, "3"),
    ]


def test_boxes_to_tick_are_left_to_the_user() -> None:
    keys = "   ↑/↓: Navigate | ←/→: Switch tabs | Space: Toggle | Enter: Confirm | Esc:"
    options = ("   ❯ [✓] 1. Red", "            Make it red", "     [ ] 2. Blue", "     [ ] 3. Type something...")
    rows = question("   ▸ Colour   Size  Submit", "", "   Which colours?", "", *options, keys=keys)
    rows.insert(rows.index(keys) + 1, "   Cancel")
    found = prompt(rows)
    assert (found.kind, found.title) == (WaitReason.QUESTION, "Which colours?")
    assert [(each.label, each.key) for each in found.options] == [
        ("Red", ""),
        ("Blue", ""),
        ("Type something...", ""),
        ("Confirm", "\r"),
    ]


def test_while_an_answer_of_ones_own_is_typed_digits_are_a_part_of_it() -> None:
    found = prompt(question("   Which?", "", "     1. Red", "   ❯ 2. blu"))
    assert [each.key for each in found.options] == ["\x1b[A\r", "\r"]


def test_the_last_tab_submits_the_answers() -> None:
    rows = ("   Ready to submit your answers?", "", "   ❯ 1. Submit answers", "     2. Cancel")
    found = prompt(question(*rows, keys="   ↑/↓: Navigate | ←/→: Switch tabs | Enter: Select"))
    assert (found.kind, {each.meaning for each in found.options}) == (WaitReason.QUESTION, {OTHER})


@pytest.mark.parametrize("cols", [60, 80])
def test_a_trust_dialog(cols: int) -> None:
    rows = ["Do you trust this folder?", "Trusting a folder allows commands.", ""]
    options = ["› 1. Trust folder (repo)", "  2. Trust parent folder (work)", "  3. Don't trust (esc)", ""]
    screen = [
        f"   ╭{'─' * (cols - 6)}",
        *(f"   │ {row}".rstrip() for row in ["", *rows, *options]),
        f"   ╰{'─' * (cols - 6)}",
        "",
    ]
    found = prompt([f"{'  ● Extensions'.ljust(cols - 1)}█", *screen], cols=cols, title=READY)
    assert (found.kind, found.title) == (WaitReason.TRUST, "Do you trust this folder?")
    assert [(each.meaning, each.key) for each in found.options] == [(ACCEPT, "1"), (ALWAYS, "2"), (REJECT, "\x1b")]


def login(*rows: str) -> list[str]:
    return ["  ● Hints", f"  ┌{'─' * 54}┐", *(f"  │ {row.ljust(52)} │" for row in ("", *rows)), f"  └{'─' * 54}┘"]


def test_a_login_dialog_without_numbers() -> None:
    rows = [
        "Connect a Provider",
        "",
        "  Alibaba ModelStudio",
        "  Official",
        "",
        "› Third-party Providers",
        "  Built in",
        "",
    ]
    found = prompt(login(*rows, "  Custom Provider", "  Manually", "", "─" * 40, "", "Terms of Services"), 60, READY)
    assert (found.kind, found.title, found.selected) == (WaitReason.LOGIN, "Connect a Provider", "2")
    assert [(each.label, each.key) for each in found.options] == [
        ("Alibaba ModelStudio", "\x1b[A\r"),
        ("Third-party Providers", "\r"),
        ("Custom Provider", "\x1b[B\r"),
    ]


def test_where_labels_cannot_be_told_from_descriptions_there_are_no_options() -> None:
    rows = ["Connect a Provider", "› Alibaba ModelStudio", "  Official", "  Third-party Providers Key", "─" * 40]
    found = prompt(login(*rows), 60, READY)
    assert (found.kind, found.options) == (WaitReason.LOGIN, ())


# ---------------------------------------------------------------- at work, and how a turn ended


@pytest.mark.parametrize(
    "status",
    [["  ⠙ Rickrolling my boss... (15s · esc to cancel)"], ["  ⠏ Hmmm... let me think...", "  (0s · esc to cancel)"]],
)
def test_at_work_in_a_narrow_terminal_too(status: list[str]) -> None:
    rows = ["  > please", "", *status, *BOX]
    observed = seen(rows, title="", row=len(rows) - 3)
    assert observed is not None
    assert observed.status is Status.WORKING


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (["  ✕ [API Error: 401 Invalid API key (stub)] (Press Ctrl+Y to retry)"], "login needed"),
        (["  ◆ This is cut", "  ✕ [API Error: terminated (cause: other", "    side closed)]"], "api error"),
        (["  ✕ [API Error: 429 Too many requests]", "", "  ● Run /doctor"], "rate limited"),
        (["  ◆ The tests say:", "    ✕ 401 unauthorized"], None),
        (["  ✕ [API Error: 500]", "", "  ◆ Done after all."], None),
    ],
)
def test_what_ended_a_turn(rows: list[str], reason: str | None) -> None:
    screen = ["  > please", *rows, "", *BOX]
    observed = seen(screen, title=READY, row=len(screen) - 3)
    assert observed is not None
    assert (observed.status, observed.reason) == (Status.READY, reason)
