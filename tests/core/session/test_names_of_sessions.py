"""What the first three instructions are kept for, until the user has named the session."""

from __future__ import annotations

import pytest

from branchline.core.model.status import Status
from branchline.core.session.events import Event, HandedOver, Instructed
from branchline.core.session.instruction_events import InstructionTyped
from branchline.core.session.lifecycle import step
from branchline.core.session.name_events import BetterNamed, ReconsiderName, Renamed, Retitled
from harness.lifecycle import NOW, session


@pytest.mark.parametrize(
    ("naming", "event", "after", "effects"),
    [
        ((), Instructed("one"), ("one",), [ReconsiderName()]),
        (("one",), Instructed("two"), ("one", "two"), [ReconsiderName()]),
        (("one",), Instructed(" one "), ("one",), []),
        (("one",), InstructionTyped(), ("one", "typed"), [ReconsiderName()]),
        (("1", "2", "3"), Instructed("4"), ("1", "2", "3"), []),
        (None, Instructed("one"), None, []),
        (("one",), Renamed("mine"), None, []),
        (("one",), Retitled("Mine"), None, []),
        (("one",), BetterNamed("found", "Found"), ("one",), []),
    ],
)
def test_three_instructions_may_name_it(
    naming: tuple[str, ...] | None, event: Event, after: tuple[str, ...] | None, effects: list[ReconsiderName]
) -> None:
    made, begun = step(session(Status.READY, naming=naming, pending=("typed",)), event, NOW)
    assert (made.naming, begun) == (after, effects)


def test_a_better_name_comes_too_late_where_the_user_named_it() -> None:
    named, _ = step(session(Status.READY, naming=("one",)), Renamed("mine"), NOW)
    again, effects = step(named, BetterNamed("found", "Found"), NOW)
    assert (again.name, again.title, effects) == ("mine", named.title, [])


def test_what_is_handed_over_to_a_new_conversation_names_nothing() -> None:
    told, _ = step(session(Status.STARTING, naming=("one",)), HandedOver("Where things stand"), NOW)
    assert step(told, InstructionTyped(), NOW)[0].naming is None
