from __future__ import annotations

import pytest

from branchline.core.model.prompt import WaitReason
from branchline.core.model.screen import Observation, ScreenView
from branchline.core.model.status import Status
from branchline.core.screen.observations import waiting, working
from branchline.core.screen.prompts import asking
from branchline.core.screen.sending import Sending, looked

TEXT = "Mend the clock in the hall, and tell me"
DRAWN = Observation(Status.READY, "agent: empty input box, just drawn")
STILL = Observation(Status.READY, "agent: empty input box", takes_text=True)
WORKS = working("agent: spinner")
ASKS = waiting("agent: dialog", asking(WaitReason.APPROVAL, "Proceed?"))


def half_typed(text: str) -> Observation:
    return Observation(Status.READY, "agent: half-typed line", typed=text)


def played(*screens: tuple[Observation | None, list[str]]) -> list[tuple[str, bool]]:
    """Status and whether it is published at once, of each look; None of one that says nothing."""
    state, said = Sending(), list[tuple[str, bool]]()
    for seen, lines in screens:
        state, now = looked(state, seen, ScreenView(tuple(lines), (0, 0)))
        said.append((now.status.value, now.at_once) if now else ("none", False))
    return said


def typed(text: str = TEXT, above: tuple[str, ...] = ()) -> tuple[Observation, list[str]]:
    return half_typed(text), [*above, *(f"> {row}" for row in text.split("\n"))]


@pytest.mark.parametrize("text", [TEXT, "yes", "Mend it\nand test it", "!make"])
def test_what_was_typed_and_stands_above_the_empty_input_was_sent(text: str) -> None:
    sent = [f"> {row}" for row in text.split("\n")]
    assert played(typed(text), (DRAWN, [*sent, "", ">"]))[-1] == ("working", True)


def test_it_works_until_the_agent_says_otherwise_or_stands_still() -> None:
    sent = (DRAWN, [f"> {TEXT}", ">"])
    assert played(typed(), sent, sent, (STILL, sent[1]), sent)[1:] == [
        ("working", True),
        ("working", True),
        ("ready", False),
        ("ready", False),
    ]
    assert played(typed(), sent, (ASKS, ["Proceed?"]), sent)[2:] == [("waiting", False), ("ready", False)]


def test_an_input_that_empties_before_the_text_is_drawn_above_it_is_waited_for() -> None:
    said = played(typed(), (DRAWN, [">"]), (None, []), (DRAWN, [f"> {TEXT}", ">"]))
    assert said[1:] == [("ready", False), ("none", False), ("working", True)]
    assert played(typed(), (DRAWN, [">"]), (STILL, [">"]), (DRAWN, [f"> {TEXT}", ">"]))[-1] == ("ready", False)


@pytest.mark.parametrize("between", [[], [(DRAWN, [">"])], [(DRAWN, [f"> {TEXT}", ">"])], [(None, [])]])
def test_work_that_begins_where_something_was_typed_is_no_flicker(
    between: list[tuple[Observation | None, list[str]]],
) -> None:
    assert played(typed(), *between, (WORKS, []))[-1] == ("working", True)


@pytest.mark.parametrize("before", [STILL, DRAWN, WORKS, ASKS, None])
def test_work_that_begins_otherwise_may_be_one(before: Observation | None) -> None:
    assert played((before, [TEXT, ">"]), (WORKS, []))[-1] == ("working", False)
    assert played(typed(), (WORKS, []), (WORKS, []))[-1] == ("working", False)


@pytest.mark.parametrize(
    ("text", "above", "after"),
    [
        (TEXT, [], [">"]),  # erased
        (TEXT, [f"> {TEXT}"], [f"> {TEXT}", ">"]),  # an earlier one that was fetched again, and erased
        ("/help", [], ["> /help", "Commands:", ">"]),  # answered by the program itself
        (":quit", [], ["> :quit", ">"]),
        ("y", [], ["> y", "everything", ">"]),  # stands anywhere
    ],
)
def test_what_was_erased_or_is_a_command_to_the_agent_itself_was_not_sent(
    text: str, above: list[str], after: list[str]
) -> None:
    assert played(typed(text, tuple(above)), (DRAWN, after))[-1] == ("ready", False)


def test_the_same_instruction_is_sent_again() -> None:
    twice = [f"> {TEXT}", "done", f"> {TEXT}", ">"]
    assert played(typed(TEXT, (f"> {TEXT}", "done")), (DRAWN, twice))[-1] == ("working", True)
