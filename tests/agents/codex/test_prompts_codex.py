"""Codex's dialogs: what is read off them, in any size of terminal, and that nothing which is shown can forge a part."""

from __future__ import annotations

import pytest

from branchline.agents.registry import BUILT_IN
from branchline.core.model.prompt import Meaning, WaitReason
from branchline.core.model.status import Status
from harness import recordings
from harness.dialogs.codex import FOOTER, HINT, OPTIONS, prompt, seen


@pytest.mark.parametrize(
    ("name", "keys", "meanings"),
    [
        ("touch", ["y", "p", "\x1b"], [Meaning.ACCEPT, Meaning.ACCEPT_ALWAYS, Meaning.REJECT]),
        ("rm_reject", ["y", "p", "\x1b"], [Meaning.ACCEPT, Meaning.ACCEPT_ALWAYS, Meaning.REJECT]),
        ("write", ["y", "a", "\x1b"], [Meaning.ACCEPT, Meaning.ACCEPT_ALWAYS, Meaning.REJECT]),
        ("trust_accept", ["1", "2", "\x1b"], [Meaning.ACCEPT, Meaning.OTHER, Meaning.REJECT]),
        ("login", ["1", "2", "3"], [Meaning.OTHER] * 3),
    ],
)
def test_a_recorded_dialog_is_one_prompt(name: str, keys: list[str], meanings: list[Meaning]) -> None:
    played = recordings.play(recordings.load(f"codex/{name}"), BUILT_IN["codex"])
    prompts = {observed.prompt for _, observed in played if observed and observed.prompt}
    (found,) = prompts
    assert [option.key for option in found.options] == keys
    assert [option.meaning for option in found.options] == meanings
    assert found.selected == "1"


@pytest.mark.parametrize("name", ["err500", "slow", "plain", "fetch"])
def test_nothing_is_asked_where_nothing_was(name: str) -> None:
    played = recordings.play(recordings.load(f"codex/{name}"), BUILT_IN["codex"])
    assert not [observed for _, observed in played if observed and observed.status is Status.WAITING]


def test_a_recorded_error_is_told_when_it_is_ready_again() -> None:
    played = recordings.play(recordings.load("codex/err500"), BUILT_IN["codex"])
    reasons = [observed.reason for _, observed in played if observed and observed.takes_text]
    assert list(dict.fromkeys(reasons)) == [None, "overloaded"]


# ---------------------------------------------------------------- other dialogs


def test_a_trust_dialog() -> None:
    rows = [
        "",
        "  Folder access",
        "  /w/repo",
        "",
        "  Trust this folder? Codex can read, edit, and run files",
        "  here, subject to your permission settings.",
        "",
        "› 1. Trust and continue",
        "  2. Back to Agent Command Center",
        "",
        "  enter continue · esc back",
    ]
    found = prompt(rows, cols=60, title="")
    assert (found.kind, found.title) == (WaitReason.TRUST, "Trust this folder?")
    assert [(each.meaning, each.key) for each in found.options] == [
        (Meaning.ACCEPT, "1"),
        (Meaning.OTHER, "2"),
        (Meaning.REJECT, "\x1b"),
    ]


def test_a_login_dialog_whose_descriptions_are_wrapped_to_the_left_edge() -> None:
    rows = [
        "  Welcome to Codex, OpenAI's command-line coding agent",
        "",
        "  Choose how you want to use Codex.",
        "",
        "> 1. Sign in with ChatGPT",
        "     Usage included with Plus, Pro, Business, and Enterprise",
        "plans",
        "",
        "  2. Sign in with Device Code",
        "     Sign in from another device with a one-time code",
        "",
        "  Press enter to continue",
    ]
    found = prompt(rows, cols=60, title="")
    assert (found.kind, found.title) == (WaitReason.LOGIN, "Choose how you want to use Codex.")
    assert {each.meaning for each in found.options} == {Meaning.OTHER}
    assert [each.label for each in found.options] == ["Sign in with ChatGPT", "Sign in with Device Code"]


def test_a_question_has_no_right_answer() -> None:
    rows = [
        "• I must ask.",
        "",
        "  Question 1/1 (1 unanswered)",
        "  Shall I go on?",
        "",
        "› 1. Yes (Recommended)  Go on",
        "  2. No                 Stop",
        "",
        "  tab to add notes | enter to submit answer | esc to interrupt",
    ]
    found = prompt(rows)
    assert found.kind is WaitReason.QUESTION
    assert {each.meaning for each in found.options} == {Meaning.OTHER}
    assert [each.key for each in found.options] == ["1", "2"]


def test_whether_to_trust_the_users_own_hooks_is_a_question() -> None:
    rows = [
        "  Hooks need review",
        "  1 hook is new or changed.",
        "  Hooks can run outside the sandbox after you trust them.",
        "",
        "› 1. Review hooks",
        "  2. Trust all and continue",
        "  3. Continue without trusting (hooks won't run)",
        "",
        "  enter confirm · esc skip",
    ]
    found = prompt(rows, title="")
    assert found.kind is WaitReason.QUESTION
    assert {each.meaning for each in found.options} == {Meaning.OTHER}


def test_a_dialog_of_a_kind_that_is_not_known_is_not_complete() -> None:
    rows = ['  Do you want to approve network access to "example.com"?', "", *OPTIONS, *HINT]
    found = prompt(rows)
    assert (found.kind, found.tool, found.command, found.complete) == (WaitReason.APPROVAL, None, None, False)


# ---------------------------------------------------------------- how a turn ended


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (["■ exceeded retry limit, last status: 429 Too Many Requests"], "rate limited"),
        (["■ unexpected status 401 Unauthorized: Invalid API key", "(stub), url: http://x/v1"], "login needed"),
        (["■ We’re currently experiencing high demand, which may cause temporary errors."], "overloaded"),
        (["■ Codex ran out of room in the model's context window. Start a new thread."], "context full"),
        (["■ stream disconnected before completion: Transport error: network error"], "api error"),
        (["■ Conversation interrupted - use /feedback if something went wrong"], None),
        (["• The server said:", "", "  ■ 429 Too Many Requests"], None),
        (["■ exceeded retry limit, last status: 429", "", "• Done after all."], None),
    ],
)
def test_what_ended_a_turn(rows: list[str], reason: str | None) -> None:
    observed = seen(["› please", "", *rows, "", "", "› Ask Codex to do anything", *FOOTER], title="repo")
    assert observed is not None
    assert (observed.status, observed.reason) == (Status.READY, reason)


# ---------------------------------------------------------------- the input while it loads

SPLASH = ["", "  >_ OpenAI Codex (v0.171.0)", "     loading", "", "› Ask Codex to do anything", "", "  ? for shortcuts"]


def test_its_input_is_ready_while_it_loads_and_takes_no_text_yet() -> None:
    observed = seen(SPLASH, title="")
    assert observed is not None
    assert (observed.status, observed.takes_text, observed.loads) == (Status.READY, False, True)
    observed = seen(SPLASH, title="repo")
    assert observed is not None
    assert (observed.takes_text, observed.loads) == (True, False)
