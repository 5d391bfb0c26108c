"""What hooks say of a dialog and what is seen of it make one prompt, with one id."""

from __future__ import annotations

from collections.abc import Callable

import attrs
import pytest

from branchline.core.model.prompt import WaitReason
from branchline.core.model.screen import Claim, Observation
from branchline.core.model.status import Status
from branchline.core.screen.prompts import asking
from harness.fusion import READY, WORKING, Session, claim, dialog


def test_a_hook_says_in_full_what_the_screen_cuts_off() -> None:
    whole = asking(WaitReason.APPROVAL, "Run it", tool="Bash", command="make all && make install")
    session = Session(WORKING).at(0, claim=claim(Status.WAITING, 0, whole))
    session.at(0.03, screen=dialog("make all &&", complete=False))
    assert session.command == "make all && make install"
    assert session.prompt.id == whole.id, "the fingerprint stays what it was"
    assert session.prompt.title == "Proceed?"


@pytest.mark.parametrize(
    ("shown", "complete"), [("rm -rf build", True), ("make all", True), ("ake all", False), ("", False)]
)
def test_another_command_on_the_screen_is_not_taken_for_the_hooks(shown: str, complete: bool) -> None:
    whole = asking(WaitReason.APPROVAL, "Run it", tool="Bash", command="make all && make install")
    session = Session(WORKING).at(0, claim=claim(Status.WAITING, 0, whole)).at(0.03, screen=dialog(shown, complete))
    assert session.command == shown


def test_a_hook_that_comes_after_the_dialog_does_not_change_its_id() -> None:
    whole = asking(WaitReason.APPROVAL, "Run it", tool="Bash", command="make all && make install")
    session = Session(WORKING).at(0, screen=dialog("make all &&", complete=False))
    first = session.prompt.id
    session.at(0.1, claim=claim(Status.WAITING, 0.1, whole)).at(5)
    assert session.prompt.id == first != whole.id
    assert session.command == "make all && make install"


def test_what_a_hook_said_is_forgotten_with_the_dialog() -> None:
    whole = asking(WaitReason.APPROVAL, "Run it", tool="Bash", command="make all")
    session = Session(WORKING).at(0, claim=claim(Status.WAITING, 0, whole)).at(0.03, screen=dialog("make all"))
    session.at(2, screen=WORKING).at(5, screen=dialog("make", complete=False))
    assert session.command == "make"


def test_requests_made_at_once_are_not_mistaken_for_each_other() -> None:
    """All hooks come before the first dialog, and the dialogs look the same: where it would run is not known then."""
    here, there = (
        asking(WaitReason.APPROVAL, "Run it", tool="Bash", command="make", folder=folder) for folder in ("/wt", "/tmp")
    )
    session = Session(WORKING).at(0, claim=claim(Status.WAITING, 0, there)).at(0, claim=claim(Status.WAITING, 0, here))
    session.at(0.03, screen=dialog("make"))
    assert (session.prompt.folder, session.prompt.complete) == (None, False)
    session.at(1, screen=WORKING).at(2, screen=dialog("make"))
    assert (session.prompt.folder, session.prompt.complete) == (None, False), "the other one is not known either"
    session.at(3, screen=READY).at(5).at(6, claim=claim(Status.WAITING, 6, here)).at(6.03, screen=dialog("make"))
    assert (session.prompt.folder, session.prompt.complete) == ("/wt", True)


def test_equal_requests_made_at_once_are_known() -> None:
    here = asking(WaitReason.APPROVAL, "Run it", tool="Bash", command="make", folder="/wt")
    session = Session(WORKING).at(0, claim=claim(Status.WAITING, 0, here)).at(0, claim=claim(Status.WAITING, 0, here))
    for at in (1, 2):
        session.at(at, screen=dialog("make"))
        assert session.prompt.folder == "/wt"
        session.at(at + 0.5, screen=WORKING).at(at + 0.9)
    session.at(3, screen=dialog("make"))
    assert session.prompt.folder is None


def test_a_claim_that_says_only_that_something_is_asked_does_not_replace_what() -> None:
    whole = asking(WaitReason.APPROVAL, "Run it", tool="Bash", command="make all")
    session = Session(WORKING).at(0, claim=claim(Status.WAITING, 0, whole)).at(0.02, claim=claim(Status.WAITING, 0.02))
    assert session.command == "make all"
    assert session.changes == [(0, "waiting")]


def begins(command: str, folder: str, at: float) -> Claim:
    given = asking(WaitReason.APPROVAL, "Shell", tool="Bash", command=command, folder=folder)
    return Claim(Observation(Status.WORKING, "hook"), at, begins=given)


def test_a_tool_that_begins_tells_where_its_command_would_run() -> None:
    told = dialog("make all").prompt
    session = Session().at(0.0, screen=WORKING, claim=begins("make all", "/w/src", 0.0))
    assert session.state.published is None or session.state.published.status is Status.WORKING
    session.at(0.5, claim=claim(Status.WAITING, 0.5, told)).at(0.6, screen=dialog("make all"))
    assert (session.prompt.folder, session.prompt.complete, len(session.prompt.options)) == ("/w/src", True, 2)


def test_a_tool_that_did_not_ask_leaves_nothing_behind() -> None:
    session = Session().at(0.0, screen=WORKING, claim=begins("make all", "/w/src", 0.0))
    session.at(0.2, claim=Claim(Observation(Status.WORKING, "hook"), 0.2, is_over=True))
    session.at(0.6, screen=dialog("make all"))
    assert session.prompt.folder is None


def test_the_same_command_begun_in_two_folders_is_in_neither() -> None:
    session = Session().at(0.0, screen=WORKING, claim=begins("make all", "/w/src", 0.0))
    session.at(0.1, claim=begins("make all", "/w/docs", 0.1)).at(0.6, screen=dialog("make all"))
    assert not session.prompt.complete


def test_another_command_that_began_says_nothing_of_this_one() -> None:
    session = Session().at(0.0, screen=WORKING, claim=begins("make clean", "/w/src", 0.0))
    session.at(0.6, screen=dialog("make all"))
    assert session.prompt.folder is None


TOLD = asking(WaitReason.APPROVAL, "Run it", tool="Bash", command="make all", folder="/wt")


def told_then_drawn() -> Session:
    return Session(WORKING).at(0, claim=claim(Status.WAITING, 0, TOLD)).at(0.03, screen=dialog("make all"))


def drawn_then_told() -> Session:
    return Session(WORKING).at(0, screen=dialog("make all")).at(0.03, claim=claim(Status.WAITING, 0.03, TOLD))


ORDERS = pytest.mark.parametrize("begun", [told_then_drawn, drawn_then_told])
ACTIVE = Observation(Status.WORKING, "unknown screen")


@ORDERS
def test_a_dialog_that_was_half_drawn_for_long_has_its_id_still(begun: Callable[[], Session]) -> None:
    session = begun().at(1)
    first = session.prompt
    session.unknown(2, ACTIVE).at(2.5)
    assert session.changes[-1] == (2.3, "working")
    session.at(3, screen=dialog("make all"))
    assert session.prompt == first
    assert first.folder == "/wt"


@ORDERS
@pytest.mark.parametrize("late", ["end", "other tool"])
def test_a_hook_of_something_else_that_ended_leaves_a_standing_dialog_its_id(
    begun: Callable[[], Session], late: str
) -> None:
    session = begun().at(1)
    first = session.prompt
    other = Claim(Observation(Status.READY, "hook"), 2, is_end=True)
    if late == "other tool":
        other = Claim(Observation(Status.WORKING, "hook"), 2, is_over=True)
    session.at(2, claim=other).at(9)
    assert session.prompt == first
    assert first.folder == "/wt"


@ORDERS
def test_what_a_hook_said_goes_with_its_dialog_however_it_went(begun: Callable[[], Session]) -> None:
    session = begun().unknown(2, ACTIVE).at(2.5).at(3, screen=WORKING).at(4, screen=dialog("make all"))
    assert session.prompt.folder is None


def test_a_tool_that_began_and_asks_has_one_id() -> None:
    session = Session().at(0, screen=WORKING, claim=begins("make all", "/w/src", 0))
    session.at(0.5, claim=claim(Status.WAITING, 0.5, attrs.evolve(TOLD, folder=None)))
    first = session.prompt.id
    session.at(0.6, screen=dialog("make all")).at(9)
    assert session.prompt.id == first
