"""Sources that disagree, and what is published of them when."""

from __future__ import annotations

from collections.abc import Callable

import attrs
import pytest

from branchline.core.model.prompt import Prompt, WaitReason
from branchline.core.model.screen import Claim, Observation
from branchline.core.model.status import Status
from branchline.core.screen import fusion
from branchline.core.screen.fusion import Fusion
from branchline.core.screen.prompts import asking, stepped

READY = Observation(Status.READY, "screen: box")
WORKING = Observation(Status.WORKING, "screen: spinner")


def dialog(command: str, complete: bool = True) -> Observation:
    options = stepped(["Yes", "No"], 0)
    prompt = asking(WaitReason.APPROVAL, "Proceed?", options, tool="Bash", command=command, complete=complete)
    return Observation(Status.WAITING, "screen: dialog", reason="approval", prompt=prompt)


def claim(status: Status, at: float, prompt: Prompt | None = None, is_end: bool = False) -> Claim:
    return Claim(Observation(status, "hook", prompt=prompt), at, is_end)


class Session:
    """Drives a Fusion as the tracker does, and keeps what it published: (time, status)."""

    def __init__(self, published: Observation | None = None) -> None:
        self.state = Fusion(published=published)
        self.changes: list[tuple[float, str]] = []
        self.last: Observation | None = None
        self._wake: float | None = None
        self._otherwise: Observation | None = None

    def at(self, time: float, *, screen: Observation | None = None, claim: Claim | None = None) -> Session:
        while self._wake is not None and self._wake < time:
            self._settle(self._wake)
        if claim:
            self.state = fusion.claimed(self.state, claim)
        if screen:
            self.state = fusion.seen(self.state, screen)
        self._settle(time)
        return self

    def unknown(self, time: float, otherwise: Observation) -> Session:
        """No rule knows the screen from then on, and activity says this."""
        self.at(time)
        self.state = fusion.seen(self.state, None)
        self._otherwise = otherwise
        self._settle(time)
        return self

    @property
    def prompt(self) -> Prompt:
        assert self.last is not None
        assert self.last.prompt is not None
        return self.last.prompt

    @property
    def command(self) -> str | None:
        return self.prompt.command

    def _settle(self, time: float) -> None:
        self.state, published, wake = fusion.settle(self.state, time, self._otherwise)
        assert wake is None or wake > time, "it would be asked again and again"
        self._wake = wake
        if published:
            self.last = published
            self.changes.append((round(time, 3), published.status.value))


def test_a_status_must_last_to_be_published() -> None:
    session = Session(READY).at(0, screen=WORKING).at(0.1, screen=READY).at(0.2, screen=WORKING).at(9)
    assert session.changes == [(0.5, "working")]


def test_waiting_is_published_at_once() -> None:
    session = Session(WORKING).at(0, screen=dialog("make"))
    assert session.changes == [(0, "waiting")]


def test_a_sliver_of_work_between_two_dialogs_is_not_published() -> None:
    session = Session(WORKING).at(0, screen=dialog("one")).at(1, screen=WORKING).at(1.2, screen=dialog("two")).at(9)
    assert session.changes == [(0, "waiting"), (1.2, "waiting")]
    assert session.command == "two"


@pytest.mark.parametrize(
    ("claimed", "screen"),
    [(Status.WORKING, READY), (Status.WAITING, WORKING), (Status.WAITING, READY), (Status.READY, WORKING)],
)
def test_a_claim_that_the_screen_contradicts_for_two_seconds_loses(claimed: Status, screen: Observation) -> None:
    session = Session(screen).at(0, screen=screen).at(1, claim=claim(claimed, 1))
    session.at(2.9)
    assert session.changes[-1][1] == claimed.value
    session.at(9)
    assert session.changes[-1] == (3.3 if screen.status is not Status.WAITING else 3.0, screen.status.value)


@pytest.mark.parametrize("at", [0.3, 1.1, 30.566800000000004])
def test_a_contradicted_claim_loses_at_the_very_time_that_was_asked_for(at: float) -> None:
    session = Session(READY).at(at, screen=READY, claim=claim(Status.WORKING, at)).at(at + 9)
    assert session.state.claim is None


def test_a_claim_that_the_screen_confirmed_does_not_stand_against_it_later() -> None:
    """A rejection by Escape fires no hook: only the screen tells that the turn is over."""
    session = Session(READY).at(0, claim=claim(Status.WORKING, 0)).at(0.2, screen=WORKING).at(5, screen=READY).at(9)
    assert session.changes == [(0.3, "working"), (5.3, "ready")]


def test_a_claimed_end_waits_until_the_screen_agrees() -> None:
    session = Session(WORKING).at(0, screen=WORKING).at(1, claim=claim(Status.READY, 1, is_end=True))
    session.at(1.2, screen=READY).at(9)
    assert session.changes == [(1.5, "ready")]


def test_a_claimed_end_holds_after_750_ms_when_the_screen_is_unknown() -> None:
    session = Session(WORKING).at(1, claim=claim(Status.READY, 1, is_end=True)).at(9)
    assert session.changes == [(2.05, "ready")]


def test_a_dialog_on_the_screen_is_asked_whatever_is_claimed() -> None:
    session = Session(WORKING).at(0, screen=dialog("make")).at(0.1, claim=claim(Status.WORKING, 0.1)).at(9)
    assert session.changes == [(0, "waiting")]


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


def test_nothing_comes_of_nothing() -> None:
    assert Session().at(0).at(100).changes == []


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
