"""Which common answer is given to a prompt, if any: what is unclear is asked, and what is the user's stays theirs."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from branchline.core.model.prompt import Meaning, Option, Prompt, WaitReason
from branchline.core.policy.answers import (
    AnswerKind,
    AnswerRule,
    BadAnswerRule,
    are_answers,
    decide,
    propose,
    read_answers,
)
from branchline.core.policy.verdicts import Ask, Reply

MANAGERS = tuple(Option(str(n), label, Meaning.OTHER, str(n)) for n, label in enumerate(("npm", "pnpm", "Bun"), 1))
CHOICE = Prompt("p", WaitReason.QUESTION, "Which package manager should I use?", "", options=MANAGERS)
TEXT = Prompt("p", WaitReason.QUESTION, "What is the name of the module?", "", takes_text=True)
BOTH = attrs.evolve(CHOICE, takes_text=True)
YES_NO = attrs.evolve(CHOICE, options=(Option("y", "Yes", Meaning.ACCEPT, "y"), Option("n", "No", Meaning.REJECT, "n")))


def rule(*words: str, **fields: Any) -> AnswerRule:
    return AnswerRule(words or ("which package",), **(fields or {"option": "pnpm"}))


@pytest.mark.parametrize(
    ("prompt", "rules", "choice"),
    [
        (CHOICE, [rule()], "2"),
        (CHOICE, [rule("WHICH  Package")], "2"),
        (CHOICE, [rule("which", "bun")], "2"),
        (CHOICE, [rule(option=" PNPM ", agent="demo", kind=AnswerKind.CHOICE)], "2"),
        (CHOICE, [rule("other words"), rule()], "2"),
        (CHOICE, [rule("manager"), rule()], "2"),
        (BOTH, [rule(text="yarn")], "yarn"),
        (TEXT, [rule("name of", text="core", kind=AnswerKind.QUESTION)], "core"),
        (YES_NO, [rule(meaning=Meaning.REJECT)], "n"),
    ],
)
def test_a_rule_that_fits_answers(prompt: Prompt, rules: list[AnswerRule], choice: str) -> None:
    found = decide(prompt, "demo", rules)
    assert isinstance(found, Reply)
    assert found.choice == choice
    assert found.rule.startswith("answers ")
    assert rules[int(found.rule.split()[1]) - 1].words[0] in found.why


@pytest.mark.parametrize(
    ("prompt", "rules"),
    [
        (CHOICE, []),
        (CHOICE, [rule("which", "yarn")]),
        (CHOICE, [rule(option="pnpm", agent="claude")]),
        (CHOICE, [rule(option="pnpm", kind=AnswerKind.QUESTION)]),
        (TEXT, [rule("name", text="core", kind=AnswerKind.CHOICE)]),
        (attrs.evolve(CHOICE, title="package? manager which"), [rule()]),
    ],
)
def test_what_no_rule_is_about_is_as_it_was(prompt: Prompt, rules: list[AnswerRule]) -> None:
    assert decide(prompt, "demo", rules) is None


@pytest.mark.parametrize(
    ("prompt", "rules", "why"),
    [
        (CHOICE, [rule(), rule(option="npm")], "answers-differ"),
        (CHOICE, [rule(option="yarn")], "answer-not-there"),
        (CHOICE, [rule(), rule(option="yarn")], "answer-not-there"),
        (CHOICE, [rule(text="yarn")], "answer-not-there"),
        (BOTH, [rule(text="2")], "answer-not-there"),
        (attrs.evolve(CHOICE, options=(*MANAGERS, attrs.evolve(MANAGERS[1], id="4"))), [rule()], "answer-not-there"),
        (attrs.evolve(CHOICE, options=(attrs.evolve(MANAGERS[1], key=""),)), [rule()], "answer-not-there"),
        (CHOICE, [rule(meaning=Meaning.ACCEPT)], "answer-not-there"),
        (attrs.evolve(CHOICE, complete=False), [rule()], "answer-unclear"),
    ],
)
def test_what_is_unclear_is_asked(prompt: Prompt, rules: list[AnswerRule], why: str) -> None:
    found = decide(prompt, "demo", rules)
    assert isinstance(found, Ask)
    assert found.rule == why


WIDEST = [AnswerRule((), meaning=Meaning.ACCEPT), AnswerRule((), text="x"), AnswerRule((), option="pnpm")]


@pytest.mark.parametrize("kind", [kind for kind in WaitReason if kind is not WaitReason.QUESTION])
@pytest.mark.parametrize("rules", [[each] for each in WIDEST])
def test_nothing_but_a_question_is_answered(kind: WaitReason, rules: list[AnswerRule]) -> None:
    assert decide(attrs.evolve(BOTH, kind=kind), "demo", rules) is None


@pytest.mark.parametrize("fields", [{"command": "ls"}, {"paths": ("a",)}, {"url": "https://a"}])
def test_what_asks_for_something_to_be_done_is_no_question(fields: dict[str, Any]) -> None:
    assert decide(attrs.evolve(CHOICE, **fields), "demo", [rule()]) is None


@pytest.mark.parametrize(
    "title",
    [
        "Enter your API key",
        "Paste the token of this package",
        "How do you want to log in?",
        "Select an account to sign in with",
        "Password",
        "What is the passphrase?",
        "Do you trust the files in this folder?",
        "Enter the verification code",
        "Allow this tool?",
        "Do you want to run this command?",
        "Do you want to proceed?",
        "Would you like to approve the plan?",
    ],
)
@pytest.mark.parametrize("where", ["title", "text", "label"])
def test_what_was_taken_for_a_question_and_is_about_access_is_asked(title: str, where: str) -> None:
    prompt = {
        "title": attrs.evolve(BOTH, title=title),
        "text": attrs.evolve(BOTH, text=title),
        "label": attrs.evolve(BOTH, options=(attrs.evolve(MANAGERS[0], label=title), *MANAGERS[1:])),
    }[where]
    for each in WIDEST:
        found = decide(prompt, "demo", [each])
        assert isinstance(found, Ask)
        assert found.rule == "answer-never"


@pytest.mark.parametrize("tool", ["ExitPlanMode", "exit_plan_mode", "switch_mode", "plan"])
def test_plans_are_asked(tool: str) -> None:
    found = decide(attrs.evolve(CHOICE, tool=tool), "demo", [rule()])
    assert isinstance(found, Ask)


def test_an_option_that_lets_more_pass_makes_it_the_users() -> None:
    wider = Option("4", "Always", Meaning.ACCEPT_ALWAYS, "4")
    found = decide(attrs.evolve(CHOICE, options=(*MANAGERS, wider)), "demo", [rule()])
    assert isinstance(found, Ask)


def test_what_is_proposed_gives_that_very_answer_the_narrowest_first() -> None:
    first, second = propose(CHOICE, "demo", "2")
    assert first == AnswerRule((CHOICE.title,), "demo", AnswerKind.CHOICE, option="pnpm")
    assert second == attrs.evolve(first, agent=None)
    assert propose(TEXT, "demo", "core")[0].text == "core"


@pytest.mark.parametrize(
    ("prompt", "chosen"),
    [
        (attrs.evolve(CHOICE, kind=WaitReason.APPROVAL), "2"),
        (attrs.evolve(CHOICE, title="Which token?"), "2"),
        (attrs.evolve(CHOICE, title=""), "2"),
        (attrs.evolve(CHOICE, title="a\x07b"), "2"),
        (CHOICE, "yarn"),
        (TEXT, ""),
        (TEXT, "two\nlines"),
    ],
)
def test_nothing_is_proposed_where_no_rule_may_answer(prompt: Prompt, chosen: str) -> None:
    assert propose(prompt, "demo", chosen) == []


def test_the_setting_is_read() -> None:
    raw = [
        {"agent": "claude", "kind": "choice", "words": "package manager", "answer": {"option": "pnpm"}},
        {"words": ["a", "b"], "answer": {"meaning": "reject"}},
        {"words": ["c"], "answer": {"text": "core"}},
    ]
    assert are_answers(raw)
    assert read_answers(raw) == (
        AnswerRule(("package manager",), "claude", AnswerKind.CHOICE, option="pnpm"),
        AnswerRule(("a", "b"), meaning=Meaning.REJECT),
        AnswerRule(("c",), text="core"),
    )


ANSWER = {"text": "x"}


@pytest.mark.parametrize(
    "each",
    [
        "x",
        None,
        {},
        {"words": "a"},
        {"answer": ANSWER},
        {"words": [], "answer": ANSWER},
        {"words": [""], "answer": ANSWER},
        {"words": " ", "answer": ANSWER},
        {"words": [1], "answer": ANSWER},
        {"words": ["a\u202e"], "answer": ANSWER},
        {"words": "a", "answer": {}},
        {"words": "a", "answer": "x"},
        {"words": "a", "answer": {"text": "x", "option": "y"}},
        {"words": "a", "answer": {"text": "two\nlines"}},
        {"words": "a", "answer": {"meaning": "acceptAlways"}},
        {"words": "a", "answer": {"meaning": ["reject"]}},
        {"words": "a", "answer": {"text": ""}},
        {"words": "a", "answer": ANSWER, "kind": "approval"},
        {"words": "a", "answer": ANSWER, "kind": ["choice"]},
        {"words": "a", "answer": ANSWER, "agent": 1},
        {"words": "a", "answer": ANSWER, "more": 1},
    ],
)
def test_one_bad_rule_and_none_is_taken(each: object) -> None:
    fine = {"words": "a", "answer": ANSWER}
    assert are_answers([fine])
    assert not are_answers([fine, each])
    with pytest.raises(BadAnswerRule):
        read_answers([each])  # type: ignore[list-item]  # it is what is tested


def test_what_is_no_list_is_not_taken() -> None:
    assert not are_answers({"words": "a", "answer": ANSWER})
    assert not are_answers([{"words": "a", "answer": ANSWER}] * 201)
